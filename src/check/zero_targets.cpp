#include <algorithm>

#include "check/checker.hpp"

/// Targets of 0, of which there is no attainment unless the method says what it is then.
namespace kpi::check {
namespace {

/// Whether the attainment of its own line is read.
bool attains(const Checker& checker, ProgramExprId id) {
  if (!id) return false;
  const Expr& expr = checker.expr(id);
  if (expr.op == Op::Attainment && !expr.metric) return true;
  return std::any_of(expr.args.begin(), expr.args.end(),
                     [&](ProgramExprId arg) { return attains(checker, arg); });
}

/// A written 0; a param may be changed.
bool is_zero(const Checker& checker, ProgramExprId id) {
  if (!id) return false;
  const Expr& expr = checker.expr(id);
  return expr.op == Op::Constant && !expr.from_param && expr.constant.is_number() &&
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

/// Whether something reads the attainment of the metric against its declared target.
bool is_attained(const Checker& checker, const Target& target) {
  const auto& exprs = checker.program.exprs;
  const bool named = std::any_of(exprs.begin(), exprs.end(), [&](const Expr& expr) {
    return expr.op == Op::Attainment && expr.metric == target.metric;
  });
  const auto& cards = checker.program.scorecards;
  return named || std::any_of(cards.begin(), cards.end(), [&](const Scorecard& card) {
           return card.every == target.every &&
                  std::any_of(card.lines.begin(), card.lines.end(), [&](const Line& line) {
                    return line.metric == target.metric && !line.target && !line.own_better &&
                           attains(checker, line.scored);
                  });
         });
}

}  // namespace

void warn_of_zero_targets(Checker& checker) {
  for (const Target& target : checker.program.targets) {
    const Better better = target.method(checker.program.metrics[target.metric].better);
    if (!is_zero(checker, target.target) || says_what_zero_is(better)) continue;
    if (is_attained(checker, target)) warn(checker, target.target, target.metric);
  }
  for (const Scorecard& card : checker.program.scorecards) {
    for (const Line& line : card.lines) {
      if (!is_zero(checker, line.target) || says_what_zero_is(line.better)) continue;
      if (attains(checker, line.scored)) warn(checker, line.target, line.metric);
    }
  }
}

}  // namespace kpi::check
