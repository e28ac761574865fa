#pragma once

#include <optional>
#include <string_view>

namespace kpi::cli {

/// The page of docs/errors about a code such as `E0301`, as Markdown; generated at build time.
std::optional<std::string_view> page_of(std::string_view code);

}  // namespace kpi::cli
