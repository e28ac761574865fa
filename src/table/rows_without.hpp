#pragma once

#include <vector>

#include "table/table.hpp"

namespace kpi::table {

/// How many rows have no value in a column that dates them in some aggregate, where the table's own
/// date is another.
struct RowsWithout {
  ColumnId column;
  std::size_t rows = 0;
};

/// Of those columns that some rows lack.
inline std::vector<RowsWithout> rows_without(const TableData& table,
                                             const std::vector<ColumnId>& columns) {
  std::vector<RowsWithout> out;
  for (const ColumnId column : columns) {
    RowsWithout lacking{column, 0};
    for (std::size_t row = 0; row < table.row_count; ++row)
      lacking.rows += table.columns[column].has(row) ? 0 : 1;
    if (lacking.rows > 0) out.push_back(lacking);
  }
  return out;
}

}  // namespace kpi::table
