#include "table/table.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/rational.hpp"
#include "table/cell_values.hpp"

namespace kpi::table {
namespace {

template <class T>
void keep(std::vector<T>& items, const std::vector<std::uint8_t>& flags) {
  if (items.empty()) return;
  std::size_t kept = 0;
  for (std::size_t row = 0; row < items.size(); ++row) {
    if (flags[row] == 0) items[kept++] = items[row];
  }
  items.resize(kept);
}

/// Gives a column a dictionary of the texts its rows use, in order of appearance.
void renew_dictionary(ColumnData& column) {
  const bool link = column.storage == Storage::Link;
  ColumnValues& codes = link ? column.link_codes : column.values;
  auto renewed = std::make_shared<Dictionary>();
  for (std::size_t row = 0; row < codes.size(); ++row) {
    if (column.has(row)) codes.set(row, renewed->intern(column.dictionary->text(codes[row])));
  }
  column.dictionary = std::move(renewed);
}

std::string decimal_text(std::int64_t mantissa, int scale) {
  const Rational value = Rational(mantissa) / power_of_ten(scale);
  return to_decimal_string(value, scale);
}

}  // namespace

std::optional<std::size_t> TableData::row_of_key(std::string_view text) const {
  if (!key || key.index() >= columns.size() || !columns[key].dictionary) return std::nullopt;
  const std::optional<std::int64_t> code = columns[key].dictionary->find(text);
  if (!code) return std::nullopt;
  return row_by_key_code[static_cast<std::size_t>(*code)];
}

void remove_rows(TableData& table, const std::vector<std::uint8_t>& flags) {
  KPI_CHECK(flags.size() == table.row_count);
  LineNumbers lines;
  for (std::size_t row = 0; row < flags.size(); ++row) {
    if (flags[row] == 0) lines.push_back(table.lines[row]);
  }
  table.lines = std::move(lines);
  for (ColumnData& column : table.columns) {
    column.values.remove(flags);
    keep(column.present, flags);
    const auto absent = std::find(column.present.begin(), column.present.end(), std::uint8_t{0});
    if (absent == column.present.end()) column.present.clear();
    column.link_codes.remove(flags);
    if (column.dictionary) renew_dictionary(column);
  }
  table.row_count = table.lines.size();
  index_keys(table);
}

void index_keys(TableData& table) {
  table.row_by_key_code.clear();
  if (!table.key || !table.columns[table.key].dictionary) return;
  const ColumnValues& codes = table.columns[table.key].values;
  table.row_by_key_code.resize(table.columns[table.key].dictionary->size());
  for (std::size_t row = codes.size(); row-- > 0;) {
    table.row_by_key_code[static_cast<std::size_t>(codes[row])] = row;
  }
}

Date day_of_cell(const Column& column, std::int64_t value) {
  if (column.storage == Storage::Moment) return day_of(DateTime{value});
  return Date{static_cast<std::int32_t>(value)};
}

Period period_of(const Program& program, const Column& column, std::int64_t ordinal) {
  Period period = period_containing(Date{}, column.period_unit, true, program.calendar);
  period.ordinal = static_cast<std::int32_t>(ordinal);
  return period;
}

std::string cell_text(const Program& program, const Dataset& data, TableId table, ColumnId column,
                      std::size_t row) {
  const Column& schema = program.tables[table].columns[column];
  const ColumnData& cells = data.tables[table].columns[column];
  if (!cells.has(row)) return {};
  const std::int64_t value = cells.values[row];
  switch (schema.storage) {
    case Storage::Text:
    case Storage::Key: return std::string(cells.dictionary->text(value));
    case Storage::Link: return std::string(cells.dictionary->text(cells.link_codes[row]));
    case Storage::Choice: return schema.choices[static_cast<std::size_t>(value)];
    case Storage::Decimal: return decimal_text(value, schema.type.scale);
    case Storage::Integer: return std::to_string(value);
    case Storage::Bool: return value != 0 ? "true" : "false";
    case Storage::Day: return to_string(Date{static_cast<std::int32_t>(value)});
    case Storage::Moment: return to_string(DateTime{value});
    case Storage::Period: return to_string(period_of(program, schema, value), program.calendar);
  }
  return {};
}

}  // namespace kpi::table
