#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Rule files to copy: the folder `examples/roles`, a scorecard for each position, embedded.
namespace kpi::stdlib::templates {

/// The text of `roles/rep`; nothing if there is no such file.
std::optional<std::string_view> text_of(std::string_view name);
/// `roles/account-manager`, …, ascending.
std::vector<std::string> names();

}  // namespace kpi::stdlib::templates
