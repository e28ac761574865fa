#pragma once

#include <optional>
#include <string>
#include <vector>

#include "io/summary.hpp"

/// Statements for PostgreSQL.
namespace kpi::io {

/// A column of a table as its server describes it.
struct ServerColumn {
  std::string name;
  std::string type;     // behind domains: `numeric`, `character varying`
  int decimals = -1;    // of a `numeric` that has so many; -1: any number of them
  bool unique = false;  // no value stands twice, by an index
};

/// All rows, each value as CSV has it everywhere. `table` is quoted.
std::string rows_statement(const std::string& table, const std::vector<ServerColumn>& columns);

/// Its rows added up; nothing where the table has no such columns, or they cannot be added.
std::optional<std::string> summary_statement(const std::string& table,
                                             const std::vector<ServerColumn>& columns,
                                             const Summary& summary);

/// Whether every row has a key of its own, `t` or `f`: texts that differ in blanks at their ends or
/// in how their letters are composed are one. Nothing where there is no such column.
std::optional<std::string> key_statement(const std::string& table,
                                         const std::vector<ServerColumn>& columns,
                                         const std::string& key);

/// The text of a statement as the CSV it is sent as.
std::string copied(const std::string& statement);

}  // namespace kpi::io
