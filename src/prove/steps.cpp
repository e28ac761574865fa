#include <algorithm>

#include "check/units.hpp"
#include "program/operations.hpp"
#include "prove/edges.hpp"
#include "prove/fixed_params.hpp"
#include "prove/questions.hpp"
#include "prove/ranges.hpp"

/// Published values that drive money: what one step of them is worth.
namespace kpi::prove {
namespace {

constexpr std::int64_t kBase = 1'000'000;  // a base is told per so much money

/// How fast an amount moves with one published value, at most: so much for 1, of every unit of
/// money it is multiplied by.
struct Slope {
  Rational times;
  bool of_base = false;
};

class Influence {
 public:
  Influence(const Program& program, ProgramExprId leaf, const Site& site)
      : program_(program), leaf_(leaf), site_(site), ranges_(program, Params::AsSet) {}

  /// Nothing where the expression does not read the value, or in a way that is not followed.
  std::optional<Slope> of(ProgramExprId id) {
    if (id == leaf_) return Slope{Rational(1), false};
    const Expr& expr = program_.exprs[id];
    std::optional<Slope> moving;
    std::size_t index = 0;
    for (std::size_t i = 0; i < expr.args.size(); ++i) {
      const auto slope = of(expr.args[i]);
      if (!slope) continue;
      if (moving) return std::nullopt;  // in two places
      moving = slope;
      index = i;
    }
    if (!moving) return std::nullopt;
    if (expr.op == Op::Multiply) return scaled(*moving, expr.args[1 - index]);
    if (expr.op == Op::Divide) return index == 0 ? divided(*moving, expr.args[1]) : std::nullopt;
    if (expr.op == Op::Tiers) return through(*moving, program_.tiers[expr.tiers]);
    const bool passes = expr.op == Op::Add || expr.op == Op::Subtract || expr.op == Op::Negate ||
                        expr.op == Op::Min || expr.op == Op::Max || expr.op == Op::Clamp ||
                        expr.op == Op::Round || expr.op == Op::IfNone;
    return passes ? moving : std::nullopt;
  }

 private:
  std::optional<Slope> scaled(Slope slope, ProgramExprId factor) {
    const Expr& expr = program_.exprs[factor];
    const Range range = ranges_.of(factor, site_);
    if (range.low && range.high) {
      slope.times *= std::max(abs(*range.low), abs(*range.high));
      return slope;
    }
    if (expr.type.kind != Kind::Number || expr.type.unit.quantity != Quantity::Money) {
      return std::nullopt;
    }
    // base_pay * 20% is a fifth of its base
    const bool product = expr.op == Op::Multiply && !expr.args.empty();
    if (product) {
      const auto first = scaled(slope, expr.args[0]);
      return first ? scaled(*first, expr.args[1]) : std::nullopt;
    }
    if (slope.of_base) return std::nullopt;
    slope.of_base = true;
    return slope;
  }

  std::optional<Slope> divided(Slope slope, ProgramExprId divisor) {
    const Range range = ranges_.of(divisor, site_);
    if (!range.low || !range.high || *range.low != *range.high || range.low->is_zero()) {
      return std::nullopt;
    }
    slope.times = slope.times / abs(*range.low);
    return slope;
  }

  static std::optional<Slope> through(Slope slope, const Tiers& tiers) {
    if (!is_curve(tiers)) return std::nullopt;
    Rational steepest;
    for (const TierRow& piece : straight_pieces(tiers))
      steepest = std::max(steepest, abs(piece.slope));
    slope.times *= steepest;
    return slope;
  }

  const Program& program_;
  ProgramExprId leaf_;
  Site site_;
  Ranges ranges_;
};

void find_leaves(const Program& program, ProgramExprId id, std::vector<ProgramExprId>& leaves) {
  const Expr& expr = program.exprs[id];
  const bool named = expr.op == Op::Score || expr.op == Op::Attainment || expr.op == Op::Points ||
                     expr.op == Op::Metric;
  const bool money = expr.type.unit.quantity == Quantity::Money;
  if (named && !money && expr.type.kind == Kind::Number && published_step(program, expr)) {
    leaves.push_back(id);
  }
  for (const ProgramExprId arg : expr.args)
    find_leaves(program, arg, leaves);
}

std::string name_of_leaf(const Program& program, const Expr& expr) {
  if (expr.op == Op::Score) return "`score`";
  if (expr.op == Op::Points) {
    const Scorecard& card = program.scorecards[expr.scorecard];
    return "`points(" + card.name + "." + card.lines[expr.index].name + ")`";
  }
  const std::string name = expr.metric ? program.metrics[expr.metric].name : "";
  return expr.op == Op::Attainment ? "`attainment(" + name + ")`" : "`" + name + "`";
}

/// Where a payout reads a published value: in its amount, or in what it adds, deducts, caps by.
struct Reading {
  ProgramExprId leaf, formula;
};

/// By how the value is named, in the order in which they are read.
std::vector<std::pair<std::string, std::vector<Reading>>> readings(const Program& program,
                                                                   const Payout& payout) {
  std::vector<ProgramExprId> formulas = {payout.amount};
  for (const Adjust& adjust : payout.adjustments)
    formulas.push_back(adjust.value);
  std::vector<std::pair<std::string, std::vector<Reading>>> all;
  for (const ProgramExprId formula : formulas) {
    std::vector<ProgramExprId> leaves;
    if (formula) find_leaves(program, formula, leaves);
    for (const ProgramExprId leaf : leaves) {
      const std::string name = name_of_leaf(program, program.exprs[leaf]);
      const auto known =
          std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.first == name; });
      if (known == all.end()) {
        all.push_back({name, {{leaf, formula}}});
      } else {
        known->second.push_back({leaf, formula});
      }
    }
  }
  return all;
}

void list_step(const Program& program, const Payout& payout, const std::string& name,
               const std::vector<Reading>& readings, FixedParams& fixed, Proofs& proofs) {
  const ProgramExprId leaf = readings.front().leaf;
  const Expr& expr = program.exprs[leaf];
  const Site site{nullptr, payout.scorecard};
  // in two places they add up or make up for each other
  const auto slope = readings.size() > 1
                         ? std::nullopt
                         : Influence(program, leaf, site).of(readings.front().formula);
  Arguments words = {{"payout", name_of(program, payout)}, {"name", name}};
  if (!slope) {
    add(proofs, Verdict::Open, payout.span, Text::proof_step_open, std::move(words));
    return;
  }
  const Rational step = published_step(program, expr)->step;
  const Rational moves = slope->times * step * Rational(slope->of_base ? kBase : 1);
  if (moves.is_zero()) return;  // only jumps, which are listed
  words.emplace_back("step", number_text(step, expr.type.unit));
  words.emplace_back("money", number_text(moves, payout.type.unit));
  words.emplace_back("given", fixed.of(program.exprs[readings.front().formula].span));
  if (slope->of_base) words.emplace_back("base", number_text(Rational(kBase), payout.type.unit));
  add(proofs, Verdict::Fact, payout.span, slope->of_base ? Text::proof_step : Text::proof_step_flat,
      std::move(words));
}

}  // namespace

void prove_steps(const Program& program, Proofs& proofs) {
  FixedParams fixed(program);
  for (const Payout& payout : program.payouts) {
    if (!payout.amount) continue;
    for (const auto& [name, places] : readings(program, payout))
      list_step(program, payout, name, places, fixed, proofs);
  }
}

}  // namespace kpi::prove
