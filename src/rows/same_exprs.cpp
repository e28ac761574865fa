#include "rows/same_exprs.hpp"

#include <unordered_map>

namespace kpi::rows {
namespace {

bool works_on_rows(Op op) {
  switch (op) {
    // clang-format off
    case Op::Constant: case Op::Column: case Op::PeriodStart: case Op::PeriodEnd: case Op::Add:
    case Op::Subtract: case Op::Multiply: case Op::Divide: case Op::Negate: case Op::DaysBetween:
    case Op::HoursBetween: case Op::DayOf:
    case Op::AddDays: case Op::AddMonths: case Op::Less: case Op::LessEqual: case Op::Greater:
    case Op::GreaterEqual: case Op::Equal: case Op::NotEqual: case Op::And: case Op::Or:
    case Op::Not: case Op::IsPresent: case Op::IsNone: case Op::IfNone: case Op::If: case Op::Min:
    case Op::Max: case Op::Clamp: case Op::Round: case Op::Months: case Op::Days: case Op::Workdays:
    case Op::Sqrt: case Op::Convert: case Op::Tiers:
      return true;
    case Op::OverUnits: case Op::OverPeople:
    case Op::Error: case Op::Aggregate: case Op::GroupValue: case Op::Metric: case Op::Target:
    case Op::Baseline: case Op::Stretch: case Op::Attainment: case Op::LineValue: case Op::Growth:
    case Op::Change: case Op::Score: case Op::Grade: case Op::Payout:
    case Op::Points: case Op::Rank: case Op::Ranked: case Op::Share:
    case Op::Streak: case Op::Allocate: case Op::Versions: case Op::Held: case Op::Carried: case Op::Paid:
    case Op::PeriodShare:
      return false;
      // clang-format on
  }
  return false;
}

void append(std::string& key, std::uint64_t number) {
  key += std::to_string(number) + ' ';
}

/// Kinds stand apart: the number 1, the text "1" and `true` are three constants.
void append_constant(std::string& key, const Value& value) {
  if (value.is_none()) key += 'n';
  if (value.is_number()) key += '#' + to_fraction_string(value.number());
  if (value.is_text()) key += '"' + value.text();
  if (value.is_bool()) key += value.truth() ? 't' : 'f';
  if (value.is_datetime()) key += 's' + std::to_string(value.datetime().seconds);
  if (value.is_date()) key += 'd' + std::to_string(value.date().days);
}

/// What the operation reads and does. Absent ids print as the largest number.
std::string key_of(const Expr& expr, const std::vector<ProgramExprId>& same) {
  std::string key;
  append(key, static_cast<std::uint64_t>(expr.op));
  for (const ProgramExprId arg : expr.args)
    append(key, same[arg.index()].value);
  if (expr.op == Op::Column) {
    append(key, expr.type.table.value);  // columns of two tables have the same numbers
    for (const ColumnId link : expr.path.links)
      append(key, link.value);
    key += '.';
    append(key, expr.path.column.value);
  }
  if (expr.round) {
    key += to_fraction_string(expr.round->step) + ' ';
    append(key, static_cast<std::uint64_t>(expr.round->mode));
  }
  append(key, expr.tiers.value);
  append(key, expr.rates.value);
  if (expr.op == Op::Constant) append_constant(key, expr.constant);
  return key;
}

}  // namespace

std::vector<ProgramExprId> same_exprs(const Program& program) {
  std::vector<ProgramExprId> same;
  std::unordered_map<std::string, ProgramExprId> first;
  for (std::size_t i = 0; i < program.exprs.size(); ++i) {
    const ProgramExprId id(i);
    same.push_back(id);
    const Expr& expr = program.exprs[id];
    if (!works_on_rows(expr.op)) continue;
    bool args_known = true;
    for (const ProgramExprId arg : expr.args)
      args_known = args_known && arg.index() < i;
    if (args_known) same.back() = first.emplace(key_of(expr, same), id).first->second;
  }
  return same;
}

}  // namespace kpi::rows
