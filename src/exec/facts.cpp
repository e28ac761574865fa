#include "exec/facts.hpp"

#include <algorithm>

namespace kpi::exec {
namespace {

/// The days of a row's date, or of the period that stands for it.
DateRange days_of_row(const Program& program, const Column& column, std::int64_t value) {
  if (column.storage == Storage::Period) {
    return days_of(table::period_of(program, column, value), program.calendar);
  }
  const Date day = table::day_of_cell(column, value);
  return DateRange{day, day};
}

void count_owner(const rows::Evaluator& evaluator, TableId table, std::size_t row,
                 TableFacts& facts) {
  const auto& credited = evaluator.program().tables[table].credited;
  if (!credited) return;
  const std::int64_t owner = evaluator.follow_links(table, credited->links, row);
  if (owner == rows::kEmptyLink) ++facts.without_owner;
  if (owner == rows::kUnmatched) ++facts.unmatched_owner;
}

}  // namespace

TableFacts facts_of(const rows::Evaluator& evaluator, TableId table, Date as_of) {
  const table::TableData& data = evaluator.data().tables[table];
  const TableSchema& schema = evaluator.program().tables[table];
  const table::ColumnData* dated = schema.dated ? &data.columns[schema.dated] : nullptr;
  const Column* column = schema.dated ? &schema.columns[schema.dated] : nullptr;
  TableFacts facts;
  facts.file_rows = data.row_count;
  for (std::size_t row = 0; row < data.row_count; ++row) {
    if (dated != nullptr && !dated->has(row)) {
      ++facts.without_date;
    } else if (dated != nullptr) {
      const DateRange days = days_of_row(evaluator.program(), *column, dated->values[row]);
      facts.first = facts.first ? std::min(*facts.first, days.first) : days.first;
      facts.last = facts.last ? std::max(*facts.last, days.last) : days.last;
      if (column->storage != Storage::Period && as_of < days.first) continue;
    }
    ++facts.rows;
    count_owner(evaluator, table, row, facts);
  }
  return facts;
}

}  // namespace kpi::exec
