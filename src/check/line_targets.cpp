#include "check/line_targets.hpp"

#include <algorithm>

#include "check/people.hpp"

namespace kpi::check {

bool reads_of_line(const Checker& checker, ProgramExprId id, Op op) {
  if (!id) return false;
  const Expr& expr = checker.expr(id);
  if (expr.op == op && !expr.metric) return true;
  return std::any_of(expr.args.begin(), expr.args.end(),
                     [&](ProgramExprId arg) { return reads_of_line(checker, arg, op); });
}

PeriodUnit target_cycle(const Checker& checker, const Scorecard& card, const Line& line) {
  const Window& window = checker.expr(line.measure).context.window;
  return window.kind == WindowKind::Whole ? window.unit : card.every;
}

bool may_apply(const Checker& checker, const Target& target, const Scorecard& card,
               const Line& line) {
  return target.metric == line.metric && target.every == target_cycle(checker, card, line) &&
         share_role(checker.program, target.roles, card.roles);
}

}  // namespace kpi::check
