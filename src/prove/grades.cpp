#include "prove/grades.hpp"

#include <algorithm>

#include "program/operations.hpp"
#include "prove/edges.hpp"

/// Coefficients that go by a grade: at the edge of a grade they jump, and the pay with them.
namespace kpi::prove {
namespace {

/// What an expression gives when the card's grade is `grade`; nothing where it reads anything else.
class ByGrade {
 public:
  ByGrade(const Program& program, ScorecardId card, std::string grade)
      : program_(program), card_(card), grade_(std::move(grade)) {}

  std::optional<Value> of(ProgramExprId id, const Site& site) const {
    const Expr& expr = program_.exprs[id];
    const ScorecardId card = expr.scorecard ? expr.scorecard : site.card;
    if (expr.op == Op::Constant) return expr.constant;
    if (expr.op == Op::Grade) return card == card_ ? std::optional(Value(grade_)) : std::nullopt;
    std::vector<Value> args;
    for (const ProgramExprId arg : expr.args) {
      const auto value = of(arg, site);
      if (!value) return std::nullopt;
      args.push_back(*value);
    }
    if (expr.op == Op::If && args[0].is_bool()) return args[args[0].truth() ? 1 : 2];
    if (expr.op == Op::Tiers && args.size() == 1 && args[0].is_text()) {
      return apply_tiers(program_.tiers[expr.tiers], args);
    }
    const bool joins = expr.op == Op::Equal || expr.op == Op::NotEqual || expr.op == Op::And ||
                       expr.op == Op::Or || expr.op == Op::Not || expr.op == Op::IfNone;
    return joins ? std::optional(apply(program_, expr, args)) : std::nullopt;
  }

 private:
  const Program& program_;
  ScorecardId card_;
  std::string grade_;
};

ScorecardId grade_read(const Program& program, ProgramExprId id, const Site& site) {
  const Expr& expr = program.exprs[id];
  if (expr.op == Op::Grade) return expr.scorecard ? expr.scorecard : site.card;
  for (const ProgramExprId arg : expr.args) {
    if (const ScorecardId card = grade_read(program, arg, site)) return card;
  }
  return {};
}

/// The grades from the lowest up.
std::vector<TierRow> grades_of(const Program& program, ScorecardId card) {
  std::vector<TierRow> rows = program.tiers[program.scorecards[card].grade].rows;
  std::sort(rows.begin(), rows.end(), [](const TierRow& a, const TierRow& b) {
    return b.low && (!a.low || *a.low < *b.low);
  });
  return rows;
}

void list_jumps_of_grades(const Program& program, const Payout& payout, ProgramExprId id,
                          ScorecardId card, Proofs& proofs) {
  const Site site{nullptr, payout.scorecard};
  const Unit& unit = program.exprs[id].type.unit;
  const std::vector<TierRow> rows = grades_of(program, card);
  const Range score = Ranges(program).score(card);
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (!rows[i].low || !is_met({{}, {}, {}, {}, *rows[i].low, rows[i].low_included}, score))
      continue;
    const auto before = ByGrade(program, card, rows[i - 1].text).of(id, site);
    const auto after = ByGrade(program, card, rows[i].text).of(id, site);
    const bool numbers = before && after && before->is_number() && after->is_number();
    if (!numbers || *before == *after) continue;
    add(proofs, Verdict::Fact, program.exprs[id].span, Text::proof_cliff_grade,
        {{"payout", name_of(program, payout)},
         {"before", number_text(before->number(), unit)},
         {"low", rows[i - 1].text},
         {"after", number_text(after->number(), unit)},
         {"high", rows[i].text},
         {"size", size_text(after->number() - before->number(), unit)},
         {"edge", number_text(*rows[i].low, {})}});
  }
}

void visit_amount(const Program& program, const Payout& payout, ProgramExprId id, Proofs& proofs) {
  if (!id) return;
  if (const auto card = decided_by_grade(program, id, {nullptr, payout.scorecard})) {
    return list_jumps_of_grades(program, payout, id, card, proofs);
  }
  for (const ProgramExprId arg : program.exprs[id].args)
    visit_amount(program, payout, arg, proofs);
}

}  // namespace

ScorecardId decided_by_grade(const Program& program, ProgramExprId id, const Site& site) {
  const Expr& expr = program.exprs[id];
  if (expr.type.kind != Kind::Number || (expr.op != Op::If && expr.op != Op::Tiers)) return {};
  const ScorecardId card = grade_read(program, id, site);
  const TiersId grades = card ? program.scorecards[card].grade : TiersId();
  if (!grades || program.tiers[grades].kind == TierKind::Ranked) return {};
  const std::vector<TierRow>& rows = program.tiers[grades].rows;
  const bool all = std::all_of(rows.begin(), rows.end(), [&](const TierRow& row) {
    return ByGrade(program, card, row.text).of(id, site).has_value();
  });
  return all ? card : ScorecardId();
}

void prove_grades(const Program& program, Proofs& proofs) {
  for (const Payout& payout : program.payouts) {
    visit_amount(program, payout, payout.amount, proofs);
    for (const Adjust& adjust : payout.adjustments)
      visit_amount(program, payout, adjust.value, proofs);
  }
}

}  // namespace kpi::prove
