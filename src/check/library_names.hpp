#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the embedded library declares, whether or not the project uses it.
namespace kpi::check {

/// `std.result`: the file that declares a table, metric or tiers table of this name.
std::optional<std::string> library_file_of(std::string_view name);
/// Every metric and tiers table; what a project may have misspelt.
std::vector<std::string> names_in_library();

/// `customer : text`: how the library declares a column, or a calculated column, of its table.
std::optional<std::string> library_column(std::string_view table, std::string_view column);
/// The table to which the library's column is a link.
std::optional<std::string> library_link(std::string_view table, std::string_view column);
/// The library's tables that have a column, or a calculated column, of this name.
std::vector<std::string> library_tables_with(std::string_view column);

}  // namespace kpi::check
