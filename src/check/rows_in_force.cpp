#include <algorithm>

#include "check/expressions.hpp"

/// Rows of a table with `valid` and without a date of their own count while they are in force, as
/// its people do: headcount is of those employed in the period.
namespace kpi::check {
namespace {

/// The column is absent, or stands so to the period's first or last day.
ProgramExprId open_or(Checker& checker, ProgramExprId column, Op comparison, Op day) {
  const Span span = checker.expr(column).span;
  Type truth;
  truth.kind = Kind::Bool;
  truth.grain = Grain::Row;
  truth.table = checker.type(column).table;
  Type date = checker.type(column);
  date.optional = false;
  const ProgramExprId bound = make_op(checker, day, span, date, {});
  const ProgramExprId compared = make_op(checker, comparison, span, truth, {column, bound});
  const ProgramExprId absent = make_op(checker, Op::IsNone, span, truth, {column});
  return make_op(checker, Op::Or, span, truth, {absent, compared});
}

}  // namespace

std::optional<ProgramExprId> in_force(Checker& checker, TableId table, Span span) {
  const auto& valid = checker.table(table).valid;
  if (!valid) return std::nullopt;
  const ProgramExprId from = row_column(checker, table, valid->from, span);
  const ProgramExprId to = row_column(checker, table, valid->to, span);
  const ProgramExprId begun = open_or(checker, from, Op::LessEqual, Op::PeriodEnd);
  const Op after = valid->inclusive ? Op::GreaterEqual : Op::Greater;
  const ProgramExprId lasts = open_or(checker, to, after, Op::PeriodStart);
  return make_op(checker, Op::And, span, checker.type(begun), {begun, lasts});
}

void count_rows_in_force(Checker& checker, Aggregate& aggregate) {
  const bool other_days =
      std::any_of(aggregate.group_windows.begin(), aggregate.group_windows.end(),
                  [](const Window& window) { return window.kind != WindowKind::Own; });
  if (aggregate.dated || other_days) return;
  const auto condition = in_force(checker, aggregate.table, aggregate.span);
  if (!condition) return;
  aggregate.where = aggregate.where
                        ? make_op(checker, Op::And, aggregate.span, checker.type(*condition),
                                  {*condition, aggregate.where})
                        : *condition;
  aggregate.reads_period = true;
}

}  // namespace kpi::check
