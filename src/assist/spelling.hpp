#pragma once

#include <string>
#include <string_view>

/// How names are written.
namespace kpi::assist {

/// Whether it can be a name without backticks.
bool is_plain_name(std::string_view name);
/// Whether it can be one at all: with backticks a word of the language may be.
bool is_name(std::string_view name);
/// The name, in backticks where it needs them.
std::string written(const std::string& name);

}  // namespace kpi::assist
