#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "diag/diagnostic.hpp"
#include "program/program.hpp"

/// The header line of a file -> where each column of the table stands.
namespace kpi::table {

/// A header as columns are looked up: NFC, without white space at the ends.
std::string clean_header(std::string_view text);

/// True if the table's file must have this column.
bool is_read(const TableSchema& schema, ColumnId column);

/// What the file must call the column: several make a row each, none where headers are the value.
std::vector<std::string> headers_of(const Column& column);

/// A column of the table and its place in every record of the file.
struct BoundColumn {
  ColumnId id;
  std::size_t field = 0;
  std::size_t part = 0;  // of several headers: which
};

struct Binding {
  std::vector<BoundColumn> columns;  // in the order of their fields
  std::vector<Diagnostic> problems;  // missing and doubled columns; without a place
};

/// Binds every column that is read. Headers match exactly; a header that is merely alike (brackets,
/// full-width forms, case, a misspelling) is offered, never taken.
Binding bind_columns(const TableSchema& schema, const std::vector<std::string>& headers);

/// The header most like the wanted one, if one is.
std::optional<std::string> similar_header(const std::string& wanted,
                                          const std::vector<std::string>& headers);

}  // namespace kpi::table
