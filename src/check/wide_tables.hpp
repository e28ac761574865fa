#pragma once

#include <string>
#include <vector>

#include "check/checker.hpp"

namespace kpi::check {

/// The headers that `from "M01" to "M12"` and `from "Ann", "Bo"` stand for, in their order; a range
/// that cannot be counted through is reported.
std::vector<std::string> headers_of(Checker& checker, const ast::Headers& said);

/// What columns say of others of their table, once all are known: `from headers of quota`,
/// `period month of year`.
void check_headers_of(Checker& checker, TableId table, const ast::Column& declared);
void check_year_of(Checker& checker, const ast::Ast& file, TableId table,
                   const ast::Column& declared);

/// Every record of a file makes as many rows as its columns that make rows have headers.
void check_rows_of_record(Checker& checker, TableId table);

}  // namespace kpi::check
