#include "prove/conditions.hpp"

#include <algorithm>

#include "prove/fixed_params.hpp"
#include "prove/questions.hpp"

/// Conditions that no value of the data, or every one, fulfils, and floors above their caps.
namespace kpi::prove {
namespace {

/// What a condition can be. A value that is absent makes it neither.
struct Truth {
  bool can_hold = true, can_fail = true;
};

/// Whether `low < high` or, where they may be equal, `low <= high` can hold.
bool can_be_below(const Range& low, const Range& high, bool or_equal) {
  if (!low.low || !high.high) return true;
  return or_equal ? *low.low <= *high.high : *low.low < *high.high;
}

class Conditions {
 public:
  explicit Conditions(const Program& program) : program_(program), ranges_(program) {}

  Truth of(ProgramExprId id, const Site& site) {
    const Expr& expr = program_.exprs[id];
    const bool joins = expr.op == Op::And || expr.op == Op::Or;
    if (!joins && expr.op != Op::Not) return comparison(expr, site);
    Truth truth = of(expr.args[0], site);
    if (expr.op == Op::Not) return {truth.can_fail, truth.can_hold};
    for (const ProgramExprId arg : expr.args) {
      const Truth part = of(arg, site);
      const bool all = expr.op == Op::And;
      truth.can_hold = all ? truth.can_hold && part.can_hold : truth.can_hold || part.can_hold;
      truth.can_fail = all ? truth.can_fail || part.can_fail : truth.can_fail && part.can_fail;
    }
    return truth;
  }

  /// What the left side of a single comparison is, where that has bounds.
  Phrase compared(ProgramExprId id, const Site& site) {
    const Expr& expr = program_.exprs[id];
    if (expr.args.size() != 2 || expr.op == Op::And || expr.op == Op::Or) return {};
    const Range left = ranges_.of(expr.args[0], site);
    if (!left.is_known()) return {};
    return Text::proof_compared + text_of(left, program_.exprs[expr.args[0]].type.unit);
  }

 private:
  Truth comparison(const Expr& expr, const Site& site) {
    if (expr.args.size() != 2) return {};
    const Range left = ranges_.of(expr.args[0], site);
    const Range right = ranges_.of(expr.args[1], site);
    const bool ascends = expr.op == Op::Less || expr.op == Op::LessEqual;
    const bool strict = expr.op == Op::Less || expr.op == Op::Greater;
    if (ascends || expr.op == Op::Greater || expr.op == Op::GreaterEqual) {
      const Range& low = ascends ? left : right;
      const Range& high = ascends ? right : left;
      return {can_be_below(low, high, !strict), can_be_below(high, low, strict)};
    }
    const bool meets = can_be_below(left, right, true) && can_be_below(right, left, true);
    if (expr.op == Op::Equal) return {meets, true};
    return {true, expr.op != Op::NotEqual || meets};
  }

  const Program& program_;
  Ranges ranges_;
};

/// A condition that is decided whatever the data say.
struct Decided {
  Span span;
  bool holds = false;
  Phrase compared;
  Phrase given;  // the params that it rests on
};

template <class See>
void each_condition(const Program& program, const See& see) {
  const auto adjustments = [&](const auto& list, const Site& site) {
    for (const Adjust& adjust : list) {
      if (adjust.when) see(adjust.when, site);
    }
  };
  for (std::size_t i = 0; i < program.scorecards.size(); ++i)
    adjustments(program.scorecards[ScorecardId(i)].adjustments, Site{nullptr, ScorecardId(i)});
  for (const Payout& payout : program.payouts)
    adjustments(payout.adjustments, Site{nullptr, payout.scorecard});
  for (const Rule& rule : program.rules) {
    if (rule.when) see(rule.when, Site{nullptr, rule.scorecard});
  }
  for (const Role& role : program.roles) {
    if (role.condition && role.versions.empty()) see(role.condition, Site{});
    for (const RoleVersion& version : role.versions) {
      if (version.condition) see(version.condition, Site{});
    }
  }
}

/// One that may be absent is not told to hold always.
std::vector<Decided> decided(const Program& program) {
  std::vector<Decided> all;
  Conditions conditions(program);
  FixedParams fixed(program);
  each_condition(program, [&](ProgramExprId id, const Site& site) {
    const Expr& expr = program.exprs[id];
    const Truth truth = conditions.of(id, site);
    const bool always = !truth.can_fail && !expr.type.optional;
    if (truth.can_hold && !always) return;
    const Phrase given = fixed.of({id}, site);
    if (!truth.can_hold && !given.empty()) return;  // another value may turn it on
    all.push_back({expr.span, truth.can_hold, conditions.compared(id, site), given});
  });
  return all;
}

/// A floor above a cap that both always hold: only one of them means anything.
struct Crossing {
  Span span, cap_span;
  std::string name;
  Phrase cap, floor;
  Phrase given;
};

/// Whether an addition or a deduction stands between the two, so that both may mean something.
bool something_moves(const std::vector<Adjust>& adjustments, std::size_t first, std::size_t last) {
  const auto begin = adjustments.begin();
  return std::any_of(begin + static_cast<std::ptrdiff_t>(first),
                     begin + static_cast<std::ptrdiff_t>(last), [](const Adjust& adjust) {
                       return adjust.kind == AdjustKind::Add || adjust.kind == AdjustKind::Deduct;
                     });
}

void add_crossings(const Program& program, const std::vector<Adjust>& adjustments, const Site& site,
                   const std::string& name, std::vector<Crossing>& all) {
  Ranges ranges(program);
  const auto always = [](const Adjust& adjust, AdjustKind kind) {
    return adjust.kind == kind && !adjust.when;
  };
  for (std::size_t i = 0; i < adjustments.size(); ++i) {
    for (std::size_t j = 0; j < adjustments.size(); ++j) {
      const Adjust& cap = adjustments[i];
      const Adjust& floor = adjustments[j];
      if (!always(cap, AdjustKind::Cap) || !always(floor, AdjustKind::Floor)) continue;
      if (something_moves(adjustments, std::min(i, j), std::max(i, j))) continue;
      const Range most = ranges.of(cap.value, site);
      const Range least = ranges.of(floor.value, site);
      if (!most.high || !least.low || *least.low <= *most.high) continue;
      const Unit& unit = program.exprs[cap.value].type.unit;
      all.push_back({floor.span, cap.span, name, text_of(most, unit), text_of(least, unit),
                     FixedParams(program).of({cap.value, floor.value}, site)});
    }
  }
}

std::vector<Crossing> crossings(const Program& program) {
  std::vector<Crossing> all;
  const Unit points = of_points();
  for (std::size_t i = 0; i < program.scorecards.size(); ++i) {
    const Scorecard& card = program.scorecards[ScorecardId(i)];
    for (const Line& line : card.lines) {
      if (!line.cap || !line.floor || *line.floor <= *line.cap) continue;
      all.push_back({line.span,
                     {},
                     card.name + "." + line.name,
                     number_text(*line.cap, points),
                     number_text(*line.floor, points),
                     FixedParams(program).of(line.span)});
    }
    add_crossings(program, card.adjustments, {nullptr, ScorecardId(i)}, card.name, all);
  }
  for (const Payout& payout : program.payouts) {
    const Site site{nullptr, payout.scorecard};
    add_crossings(program, payout.adjustments, site, name_of(program, payout), all);
  }
  return all;
}

}  // namespace

bool is_decided(const Program& program, ProgramExprId condition, const Site& site) {
  const Truth truth = Conditions(program).of(condition, site);
  return !truth.can_hold || (!truth.can_fail && !program.exprs[condition].type.optional);
}

void prove_conditions(const Program& program, Proofs& proofs) {
  for (const Decided& one : decided(program)) {
    add(proofs, Verdict::Fact, one.span,
        one.holds ? Text::proof_always_holds : Text::proof_never_holds,
        {{"compared", one.compared}, {"given", one.given}});
  }
  for (const Crossing& one : crossings(program)) {
    add(proofs, Verdict::Refuted, one.span, Text::proof_floor_above_cap,
        {{"name", one.name}, {"cap", one.cap}, {"floor", one.floor}, {"given", one.given}});
  }
}

void warn_of_conditions(const Program& program, Diagnostics& diagnostics) {
  for (const Decided& one : decided(program)) {
    if (one.holds) continue;
    diagnostics.report(Code::never_holds, one.span, {{"compared", one.compared}});
  }
  for (const Crossing& one : crossings(program)) {
    Diagnostic& report =
        diagnostics.report(Code::floor_above_cap, one.span,
                           {{"name", one.name}, {"cap", one.cap}, {"floor", one.floor}});
    if (!one.cap_span.empty()) report.label(one.cap_span, Text::this_is, {{"what", one.cap}});
  }
}

}  // namespace kpi::prove
