#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/files.hpp"

/// Databases of SQLite as the CSV their tables would be saved as.
namespace kpi::io {

/// How many bytes say whether a file is a database.
inline constexpr std::size_t kDatabaseHead = 16;
bool is_database(std::string_view head);

/// The rows of a table or view, in the order of their row numbers, a line for each: a number as its
/// shortest decimal, NULL as an empty field. `said`: its name, capital letters aside; nothing for
/// the only one there is. They are read as they stand now, whoever writes meanwhile.
std::unique_ptr<Reader> open_table(const std::string& path, const std::optional<std::string>& said);

/// The table that is meant by one of the names, of a database with several: the one named so.
std::optional<std::string> table_meant(const std::string& path,
                                       const std::vector<std::string>& names);

}  // namespace kpi::io
