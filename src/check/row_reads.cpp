#include <algorithm>

#include "check/expressions.hpp"

/// What an expression reads, looked for in all its parts.
namespace kpi::check {

bool reads_period(const Checker& checker, ProgramExprId id) {
  if (!id) return false;
  const Expr& expr = checker.expr(id);
  if (expr.op == Op::PeriodStart || expr.op == Op::PeriodEnd) return true;
  for (const ProgramExprId arg : expr.args) {
    if (reads_period(checker, arg)) return true;
  }
  return false;
}

bool asks_none_of(const Checker& checker, ProgramExprId id, ColumnId date) {
  const Expr& expr = checker.expr(id);
  if (expr.op == Op::IsNone) {
    const Expr& read = checker.expr(expr.args[0]);
    return read.op == Op::Column && read.path.links.empty() && read.path.column == date;
  }
  return std::any_of(expr.args.begin(), expr.args.end(),
                     [&](ProgramExprId arg) { return asks_none_of(checker, arg, date); });
}

}  // namespace kpi::check
