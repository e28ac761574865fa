#include <algorithm>

#include "check/line_targets.hpp"

/// Targets of 0, of which there is no attainment unless the method says what it is then.
namespace kpi::check {
namespace {

/// A written 0; a param may be changed.
bool is_zero(const Checker& checker, ProgramExprId id) {
  if (!id) return false;
  const Expr& expr = checker.expr(id);
  return expr.op == Op::Constant && !expr.param && expr.constant.is_number() &&
         expr.constant.number().is_zero();
}

bool says_what_zero_is(const Better& better) {
  return better.direction == Direction::Within || better.zero_target.has_value();
}

void warn(Checker& checker, ProgramExprId zero, MetricId metric) {
  checker.diagnostics
      .report(Code::target_of_zero, checker.expr(zero).span,
              {{"metric", checker.program.metrics[metric].name}})
      .hint(Text::say_zero_target);
}

/// Whether something reads the attainment against the declared target of 0, by a method that does
/// not say what it is then.
bool is_attained(const Checker& checker, const Target& target) {
  const auto& exprs = checker.program.exprs;
  const Better usual = target.method(checker.program.metrics[target.metric].better);
  const bool named = std::any_of(exprs.begin(), exprs.end(), [&](const Expr& expr) {
    return expr.op == Op::Attainment && expr.metric == target.metric;
  });
  if (named && !says_what_zero_is(usual)) return true;
  const auto& cards = checker.program.scorecards;
  return std::any_of(cards.begin(), cards.end(), [&](const Scorecard& card) {
    return std::any_of(card.lines.begin(), card.lines.end(), [&](const Line& line) {
      return !line.target && may_apply(checker, target, card, line) &&
             !says_what_zero_is(line.own_better ? line.better : usual) &&
             reads_of_line(checker, line.scored, Op::Attainment);
    });
  });
}

}  // namespace

void warn_of_zero_targets(Checker& checker) {
  for (const Target& target : checker.program.targets) {
    if (!is_zero(checker, target.target) || !is_attained(checker, target)) continue;
    warn(checker, target.target, target.metric);
  }
  for (const Scorecard& card : checker.program.scorecards) {
    for (const Line& line : card.lines) {
      if (!is_zero(checker, line.target) || says_what_zero_is(line.better)) continue;
      if (!reads_of_line(checker, line.scored, Op::Attainment)) continue;
      warn(checker, line.target, line.metric);
    }
  }
}

}  // namespace kpi::check
