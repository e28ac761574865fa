#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "diag/diagnostic.hpp"
#include "program/program.hpp"
#include "table/table.hpp"

/// Records whose columns make rows -> those rows: the first record's for every header, then the
/// second's. Every function takes the columns as the file has them and gives those of the rows.
namespace kpi::table {

/// One column per header, all as long.
ColumnData rows_of_columns(const std::vector<ColumnData>& columns);
/// Said once for all rows of a record.
ColumnData rows_of_records(const ColumnData& column, std::size_t rows_of_record);
LineNumbers rows_of_records(const LineNumbers& lines, std::size_t rows_of_record);
std::vector<std::uint8_t> rows_of_records(const std::vector<std::uint8_t>& flags,
                                          std::size_t rows_of_record);
/// What the headers say, again for every record.
ColumnData rows_of_headers(const ColumnData& headers, std::size_t records);

/// What tells headers apart: without what all of them begin and end with. `7`, `8` of `7月目标`,
/// `8月目标`.
std::vector<std::string> without_common_ends(const std::vector<std::string>& headers);

/// Cells that say the number of a period in its year become periods. Rows whose year is none the
/// calendar knows, or where no such period begins, are handed to `fault`.
using RowAction = std::function<void(std::size_t row)>;
void complete_year(const Program& program, const Column& column, const TableData& table,
                   ColumnData& cells, const RowAction& fault);
/// What is wrong with such a row.
Diagnostic explain_year(const Program& program, const Column& column, const TableData& table,
                        std::size_t row);

}  // namespace kpi::table
