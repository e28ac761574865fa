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

}  // namespace kpi::check
