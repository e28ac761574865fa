#pragma once

#include <algorithm>

#include "check/checker.hpp"

/// Checking of expressions: ast expression in an environment -> typed expression.
namespace kpi::check {

/// Any expression. Reports what is wrong and then gives an expression of Kind::Error.
ProgramExprId check_expr(Checker& checker, const Env& env, ast::ExprId id);
/// A truth value.
ProgramExprId check_condition(Checker& checker, const Env& env, ast::ExprId id);
/// A number of the unit; a bare number adopts it (`cap 120`, a tier's cell).
ProgramExprId check_number(Checker& checker, const Env& env, ast::ExprId id, const Unit& unit);
/// Reports a step that counts decimals as a spreadsheet does: 2 for 0.01.
bool reject_decimals(Checker& checker, const Env& env, ast::ExprId step, const Unit& unit);
/// A constant number of the unit, computed.
std::optional<Rational> check_constant(Checker& checker, const Env& env, ast::ExprId id,
                                       const Unit& unit);
std::optional<RoundSpec> check_round(Checker& checker, const Env& env, const ast::Round& round,
                                     const Unit& unit);
/// A metric with its context, e.g. of a scorecard line.
ProgramExprId check_metric_use(Checker& checker, const Env& env, ast::ExprId id);

// parts, one per file
/// A datetime beside a date; the day in the datetime is offered.
void report_moment_and_day(Checker& checker, ProgramExprId moment, Span span);
/// What to write where an aggregate names no table: `sum(orders.amount)`, or the column alone.
std::string with_table(const Checker& checker, const Env& env, const ast::Call& call,
                       const std::string& word);
/// A column of the table's rows stands where one value is needed; `type` is the column's.
void report_needs_aggregate(Checker& checker, const ast::Path& path, TableId table,
                            const Type& type);
ProgramExprId check_literal(Checker& checker, const Env& env, const ast::Expr& expr);
ProgramExprId check_arithmetic(Checker& checker, const Env& env, Span span,
                               const ast::Binary& node);
ProgramExprId check_negate(Checker& checker, const Env& env, Span span, const ast::Unary& node);
ProgramExprId check_compare(Checker& checker, const Env& env, Span span, const ast::Compare& node);
ProgramExprId check_logic(Checker& checker, const Env& env, Span span, ast::ExprId id);
ProgramExprId check_one_of(Checker& checker, const Env& env, Span span, const ast::IsOneOf& node);
ProgramExprId check_path(Checker& checker, const Env& env, const ast::Path& path);
ProgramExprId check_call(Checker& checker, const Env& env, Span span, const ast::Call& call);
ProgramExprId check_aggregate(Checker& checker, const Env& env, Span span, const ast::Call& call);
/// Reports what is of another kind.
bool expect_kind(Checker& checker, ProgramExprId id, Kind kind);
/// What else an aggregate says in its brackets: how many arguments it takes, `percentile(x, 90%)`,
/// `top 5 of`. False when it was reported.
bool check_reduction(Checker& checker, const Env& env, Span span, const ast::Call& call,
                     Aggregate& aggregate);
/// The unit of the calendar that `per` or `across` names; of workdays the day.
std::optional<PeriodUnit> unit_of_group(ast::PerKind kind);
/// `agg(e per month where c)`, and the other units of the calendar.
bool is_over_units(const ast::Call& call);
ProgramExprId check_over_units(Checker& checker, const Env& env, Span span, const ast::Call& call,
                               AggregateKind kind);
/// `agg(e per team where c)`, and `per reps` of what is one value per person: metrics, targets,
/// results.
bool is_over_people(const Checker& checker, const Env& env, const ast::Call& call);
ProgramExprId check_over_people(Checker& checker, const Env& env, Span span, const ast::Call& call,
                                AggregateKind kind);
/// What both become: `inside` is where the value and the condition of one unit, or person, stand.
struct OverEach {
  Op op;
  Span span;
  const ast::Call& call;
};
ProgramExprId check_over_each(Checker& checker, const Env& env, const Env& inside,
                              const OverEach& site, Aggregate how, const Context& context);
/// `per customers`: the table, if it is one.
std::optional<TableId> group_table_of(const Checker& checker, const ast::Call& call);
/// Makes the rows of the table the groups; false when there is no one way to them.
bool set_group_table(Checker& checker, TableId table, Span span, Aggregate& aggregate);
/// How the rows of each aggregate inside find their group; false when there is no one way.
bool find_ways_to_groups(Checker& checker, Aggregate& aggregate);
/// Reports `period.end` before a `per` whose groups read days of their own: of which is it the end?
bool reject_period_of_two(Checker& checker, const Aggregate& aggregate, bool where_reads_period);
bool is_aggregate_call(const Checker& checker, const Env& env, const ast::Call& call);
/// Whether there may be nothing at this context: days before the data, nobody a link names.
bool may_be_absent(const Checker& checker, const Context& context);
/// `last`, `first`, `average`: of a table of snapshots, and of nothing else. In groups the word
/// stands once, after `per`. False when reported.
bool check_snapshot(Checker& checker, const Env& env, const ast::Call& call,
                    const std::string& function, Aggregate& aggregate);
bool check_group_snapshots(Checker& checker, const ast::Call& call, const std::string& function,
                           Aggregate& aggregate);
/// Whether the value depends on period.start or period.end.
bool reads_period(const Checker& checker, ProgramExprId id);
/// A column of the rows themselves.
ProgramExprId row_column(Checker& checker, TableId table, ColumnId column, Span span);
/// That a row of a table with `valid` is in force in the period; nothing for other tables.
std::optional<ProgramExprId> in_force(Checker& checker, TableId table, Span span);
/// Restricts an aggregate over an undated table with `valid` to the rows in force in its days.
void count_rows_in_force(Checker& checker, Aggregate& aggregate);
/// `period.start`, `period.end`, `period.share`.
bool is_period_word(const ast::Path& path);
ProgramExprId period_word(Checker& checker, const Env& env, const ast::Path& path);
/// `D is none` among the conditions on rows dated by D.
bool asks_none_of(const Checker& checker, ProgramExprId id, ColumnId date);
/// `revenue(dated paid, credited manager)`: the metric with these words in all it reads; nothing
/// when reported.
std::optional<MetricId> variant_of(Checker& checker, Span span, MetricId metric,
                                   const ast::Context& words);
/// `revenue(during year to date)` as a metric, so that it can be compared with itself elsewhere.
MetricId windowed(Checker& checker, const Expr& use);
/// `of … during …`; false when it was reported.
bool check_context(Checker& checker, const Env& env, const ast::Context& context, Context& out);
bool check_window(Checker& checker, const Env& env, const ast::Window& window, Window& out);
/// The fact table's columns from a row: links, then a column or a let.
ProgramExprId check_row_path(Checker& checker, const Env& env, TableId table,
                             const std::vector<ast::Name>& names, Span span);
/// The table whose column a bare name is: the subject's, or the one people's table that has it.
/// Several are reported; none is the caller's to report.
std::optional<TableId> subject_table_of(Checker& checker, const Env& env, const ast::Name& name);
/// A running state of the payout by its name.
std::optional<ProgramExprId> carried_value(Checker& checker, const Env& env, const ast::Name& name);
/// Reports a bare name that is a param, a metric or a payout and a column too.
bool report_two_meanings(Checker& checker, const Env& env, const ast::Name& name);
/// The same of a name that is something else here: a word of the card.
bool report_column_too(Checker& checker, const Env& env, const ast::Name& name, Text kind,
                       std::optional<Span> defined);
/// The same, without reading a value: the path itself (`per orders.customer`, `credited
/// order.rep`).
std::optional<ColumnPath> resolve_column_path(Checker& checker, TableId table,
                                              const std::vector<ast::Name>& names,
                                              bool must_be_row);
// row_exactness.cpp
/// Row by row only a rounded division is exact: `round(a / b, 0.01)`. So are tiers whose lines no
/// decimal holds.
void reject_row_division(Checker& checker, ProgramExprId id);
// convert.cpp
/// The currency that a column names row by row, as it is read from a table.
Currency varying_currency(Checker& checker, TableId table, const ColumnPath& path);
bool is_varying(const Unit& unit);
/// Money of unlike currencies where one value of one unit is needed.
void report_varying(Checker& checker, Span span, const std::string& amount);
// reroot.cpp
/// The let's expression as seen through `links` from another table.
ProgramExprId reroot(Checker& checker, ProgramExprId id, const std::vector<ColumnId>& links,
                     TableId table, bool optional);

/// A param by name; a payout, where `env` may read those of its people and cycle.
ProgramExprId param_value(Checker& checker, const Env& env, ParamId id, Span span);
ProgramExprId payout_value(Checker& checker, const Env& env, PayoutId first, Span span);

// building blocks
ProgramExprId make_constant(Checker& checker, Span span, Value value, Type type);
ProgramExprId make_op(Checker& checker, Op op, Span span, Type type,
                      std::vector<ProgramExprId> args);
/// The grain of a combination: constant < row, subject.
Type combined(const Checker& checker, const std::vector<ProgramExprId>& args);
/// From a person, by links that may lead nowhere, to a row.
struct WayToRow {
  TableId from;
  std::vector<ColumnId> links;
  TableId to;
  bool optional = false;
};
/// A calculated column of that row as one value of the person.
ProgramExprId let_of_subject(Checker& checker, const WayToRow& way, ProgramExprId value,
                             const ast::Name& name);
/// True for a number written without a unit.
bool is_bare_number(const Checker& checker, ProgramExprId id);
/// The expression with the unit where a bare number may take it; a report otherwise.
ProgramExprId adopt(Checker& checker, ProgramExprId id, const Unit& unit);
/// The value of an expression that reads no data; nothing if it does.
std::optional<Value> fold(const Program& program, ProgramExprId id);
Text word_for(Kind kind);
Unit unit_of(Quantity quantity);

}  // namespace kpi::check
