#pragma once

#include <string>
#include <string_view>

namespace kpi::format {

/// What formatting changed, as a unified diff that `patch` reads; empty where nothing did.
std::string unified_diff(std::string_view path, std::string_view before, std::string_view after);

}  // namespace kpi::format
