#include "rows/rates.hpp"

#include <algorithm>

#include "rows/block.hpp"
#include "rows/kernels.hpp"
#include "rows/wide.hpp"

namespace kpi::rows {
namespace {

/// The days that a row's date stands for: one day, or a whole period.
DateRange days_of_row(const Program& program, const Column& dated, std::int64_t value) {
  if (dated.storage == Storage::Period) {
    return days_of(table::period_of(program, dated, value), program.calendar);
  }
  const Date day = dated.storage == Storage::Moment ? day_of(DateTime{value})
                                                    : Date{static_cast<std::int32_t>(value)};
  return {day, day};
}

}  // namespace

RateIndex::RateIndex(const Program& program, const table::Dataset& data, const Rates& rates)
    : into_(rates.into.text()) {
  const TableSchema& schema = program.tables[rates.table];
  if (!schema.used || rates.table.index() >= data.tables.size()) return;
  const table::TableData& table = data.tables[rates.table];
  const table::ColumnData& dates = table.columns[schema.dated];
  const table::ColumnData& values = table.columns[rates.rate];
  scale_ = schema.columns[rates.rate].type.scale;
  for (std::size_t row = 0; row < table.row_count; ++row) {
    if (!dates.has(row) || !values.has(row)) continue;
    Stretch stretch;
    stretch.days = days_of_row(program, schema.columns[schema.dated], dates.values[row]);
    stretch.rate = values.values[row];
    stretch.row = row;
    stretches_[table::cell_text(program, data, rates.table, rates.currency, row)].push_back(
        stretch);
  }
  for (auto& [currency, stretches] : stretches_) {
    std::stable_sort(stretches.begin(), stretches.end(), [](const Stretch& a, const Stretch& b) {
      return a.days.first < b.days.first;
    });
  }
}

std::optional<Int128> RateIndex::rate(const std::string& currency, Date day) const {
  if (currency == into_) return power_of_ten_128(scale_);
  const auto found = stretches_.find(currency);
  if (found == stretches_.end()) return std::nullopt;
  const auto after = std::upper_bound(
      found->second.begin(), found->second.end(), day,
      [](Date asked, const Stretch& stretch) { return asked < stretch.days.first; });
  if (after == found->second.begin()) return std::nullopt;
  const Stretch& last = *std::prev(after);
  return last.days.contains(day) ? std::optional<Int128>(last.rate) : std::nullopt;
}

Operand Block::convert(const Expr& expr, const Scope& scope) {
  const Operand& amount = argument(expr, 0);
  const Operand& currency = argument(expr, 1);
  const Operand& day = argument(expr, 2);
  const RateIndex& index = evaluator_.rates(expr.rates);
  Operand out = shaped_like(shaped_like(amount, currency, scope), day, scope);
  out.vector.scale = amount.vector.scale + index.scale();
  out.vector.parts = amount.vector.parts;
  for (std::size_t i = 0; i < out.vector.values.size(); ++i) {
    if (!out.vector.has(i) || amount.is_faulty(i)) continue;
    const auto code = static_cast<std::int64_t>(currency.at(i));
    const auto rate = index.rate(std::string(currency.vector.dictionary->text(code)),
                                 Date{static_cast<std::int32_t>(day.at(i))});
    if (!rate || !multiply_fits(amount.at(i), *rate, out.vector.values[i])) {
      add_fault(out, i, scope.expr);
    }
  }
  settle_faults(out, scope);
  return out;
}

std::vector<Argument> missing_rate(const Evaluator& evaluator, TableId table, std::size_t row,
                                   ProgramExprId convert) {
  const Program& program = evaluator.program();
  const Expr& expr = program.exprs[convert];
  const Rates& rates = program.rates[expr.rates];
  Block block(evaluator, table, row, row + 1);
  const Operand& currency = block.value(expr.args[1]);
  const Operand& day = block.value(expr.args[2]);
  const auto code = static_cast<std::int64_t>(currency.at(0));
  return {{"rates", program.tables[rates.table].name},
          {"currency", std::string(currency.vector.dictionary->text(code))},
          {"into", std::string(rates.into.text())},
          {"day", to_string(Date{static_cast<std::int32_t>(day.at(0))})},
          {"table", program.tables[table].name},
          {"line",
           evaluator.data().tables[table].files.name(evaluator.data().tables[table].lines[row])}};
}

}  // namespace kpi::rows
