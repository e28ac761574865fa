#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The library of rule files that comes with the program: the folder `stdlib`, embedded.
namespace kpi::stdlib {

/// What `use` names begin with.
constexpr const char* kPrefix = "std";

/// The text of `std.scoring`; nothing if there is no such file.
std::optional<std::string_view> text_of(std::string_view name);
/// `std.sales`, `std.scoring`, …, ascending.
std::vector<std::string> names();

}  // namespace kpi::stdlib
