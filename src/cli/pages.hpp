#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The pages of docs/errors, as Markdown, embedded at build time.
namespace kpi::cli::pages {

/// The page about a code such as `E0301`.
std::optional<std::string_view> text_of(std::string_view code);
/// Every code that has a page, ascending.
std::vector<std::string> names();

}  // namespace kpi::cli::pages
