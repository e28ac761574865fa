#include "reference/evaluator.hpp"

/// One row expression of one row.
namespace kpi::reference {

Value Evaluator::row_value(ProgramExprId id, TableId table, std::size_t row, DateRange days) const {
  const Expr& expr = program_.exprs[id];
  if (expr.op == Op::Constant) return exact(expr.constant);
  if (expr.op == Op::Column) return cell(table, expr.path, row);
  if (expr.op == Op::PeriodStart) return days.first;
  if (expr.op == Op::PeriodEnd) return days.last;
  std::vector<Value> args;
  for (const ProgramExprId arg : expr.args)
    args.push_back(row_value(arg, table, row, days));
  return row_operation(program_, expr, args);
}

}  // namespace kpi::reference
