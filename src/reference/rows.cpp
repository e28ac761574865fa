#include <algorithm>

#include "base/check.hpp"
#include "reference/evaluator.hpp"

/// One row expression of one row.
namespace kpi::reference {
namespace {

constexpr std::size_t kMostReports = 20;  // of one table

}  // namespace

/// The one row of the rates with this currency on a day or in a period that holds this day.
std::optional<Number> Evaluator::rate(const Rates& rates, const std::string& currency,
                                      Date day) const {
  if (currency == rates.into.text()) return Number(1);
  const TableSchema& schema = program_.tables[rates.table];
  const Column& dated = schema.columns[schema.dated];
  for (std::size_t row = 0; row < data_.tables[rates.table].row_count; ++row) {
    const Value named = cell(rates.table, {{}, rates.currency}, row);
    const Value found = cell(rates.table, {{}, rates.rate}, row);
    const table::ColumnData& dates = data_.tables[rates.table].columns[schema.dated];
    if (is_none(named) || is_none(found) || !dates.has(row) || text_of(named) != currency) continue;
    DateRange days{day_of_row(rates.table, schema.dated, row), {}};
    days.last = days.first;
    if (dated.storage == Storage::Period) {
      days = days_of(table::period_of(program_, dated, dates.values[row]), program_.calendar);
    }
    if (days.contains(day)) return number_of(found);
  }
  return std::nullopt;
}

Value Evaluator::plain_row_value(ProgramExprId id, TableId table, std::size_t row,
                                 DateRange days) const {
  const Expr& expr = program_.exprs[id];
  if (expr.op == Op::Constant) return exact(expr.constant);
  if (expr.op == Op::Column) return cell(table, expr.path, row);
  if (expr.op == Op::PeriodStart) return days.first;
  if (expr.op == Op::PeriodEnd) return days.last;
  std::vector<Value> args;
  for (const ProgramExprId arg : expr.args)
    args.push_back(plain_row_value(arg, table, row, days));
  if (expr.op == Op::Tiers) note_tiers(expr.tiers, args);
  if (expr.op != Op::Convert) return row_operation(program_, expr, args);
  for (const Value& arg : args) {
    if (is_none(arg)) return arg;
  }
  const auto found = rate(program_.rates[expr.rates], text_of(args[1]), date_of(args[2]));
  return found ? Value(Number(number_of(args[0]) * *found)) : Value(NoneReason::Failed);
}

Value Evaluator::row_value(ProgramExprId id, TableId table, std::size_t row, DateRange days) {
  const Value value = plain_row_value(id, table, row, days);
  const bool failed = is_none(value) && reason_of(value) == NoneReason::Failed;
  if (failed) note_missing_rates(id, table, row, days);
  return value;
}

void Evaluator::note_missing_rates(ProgramExprId id, TableId table, std::size_t row,
                                   DateRange days) {
  const Expr& expr = program_.exprs[id];
  const Value value = plain_row_value(id, table, row, days);
  if (!is_none(value) || reason_of(value) != NoneReason::Failed) return;
  if (expr.op == Op::Convert) {
    const Rates& rates = program_.rates[expr.rates];
    const Value currency = plain_row_value(expr.args[1], table, row, days);
    const Value day = plain_row_value(expr.args[2], table, row, days);
    const Arguments arguments = {
        {"rates", program_.tables[rates.table].name},
        {"currency", text_of(currency)},
        {"into", std::string(rates.into.text())},
        {"day", to_string(date_of(day))},
        {"table", program_.tables[table].name},
        {"line", data_.tables[table].files.name(data_.tables[table].lines[row])}};
    missing_rates_[{table, row}].emplace(id, arguments);
    return;
  }
  for (const ProgramExprId arg : expr.args)
    note_missing_rates(arg, table, row, days);
}

/// The first conversion of each row without a rate.
bool Evaluator::report_missing_rates() {
  std::map<TableId, std::size_t> reported;
  for (const auto& [place, conversions] : missing_rates_) {
    if (++reported[place.first] > kMostReports) continue;
    const table::TableData& data = data_.tables[place.first];
    const DataPlace where = data.place(data.lines[place.second]);
    diagnostics_.report_data(Code::rate_missing, where, conversions.begin()->second);
  }
  return !reported.empty();
}

}  // namespace kpi::reference
