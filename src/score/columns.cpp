#include "score/steps.hpp"

/// Columns of single rows as values.
namespace kpi::score {
namespace {

Value stored(const table::ColumnData& data, const Column& column, std::size_t row) {
  const std::int64_t value = data.values[row];
  switch (column.storage) {
    case Storage::Text:
    case Storage::Key: return std::string(data.dictionary->text(value));
    case Storage::Choice: return column.choices[static_cast<std::size_t>(value)];
    case Storage::Link: return std::string(data.dictionary->text(data.link_codes[row]));
    case Storage::Decimal: return Rational::from_decimal(value, column.type.scale);
    case Storage::Integer:
    case Storage::Period: return Rational(value);
    case Storage::Bool: return Value::boolean(value != 0);
    case Storage::Day: return Date{static_cast<std::int32_t>(value)};
    case Storage::Moment: return DateTime{value};
  }
  return NoneReason::NullInput;
}

}  // namespace

std::optional<std::size_t> row_after(const ScoreInput& input, TableId table,
                                     const std::vector<ColumnId>& links, std::size_t row) {
  for (const ColumnId link : links) {
    const table::ColumnData& data = input.data.tables[table].columns[link];
    if (!data.has(row) || data.values[row] == table::kUnmatchedRow) return std::nullopt;
    row = static_cast<std::size_t>(data.values[row]);
    table = input.program.tables[table].columns[link].type.link;
  }
  return row;
}

Value column_value(const ScoreInput& input, TableId table, const ColumnPath& path,
                   std::size_t row) {
  const auto reached = row_after(input, table, path.links, row);
  if (!reached) return NoneReason::NullInput;
  for (const ColumnId link : path.links)
    table = input.program.tables[table].columns[link].type.link;
  const table::ColumnData& data = input.data.tables[table].columns[path.column];
  if (!data.has(*reached)) return NoneReason::NullInput;
  return stored(data, input.program.tables[table].columns[path.column], *reached);
}

}  // namespace kpi::score
