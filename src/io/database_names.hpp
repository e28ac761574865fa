#pragma once

#include <optional>
#include <string>
#include <vector>

namespace kpi::io {

/// The one of these tables that a name means, capital letters aside.
std::optional<std::string> table_named(const std::vector<std::string>& tables,
                                       const std::string& name);

/// A name as a statement of SQL has it, whatever is in it.
std::string quoted_name(const std::string& name);

}  // namespace kpi::io
