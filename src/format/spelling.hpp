#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "syntax/syntax.hpp"

namespace kpi::format {

/// In which language the words of kpi are written; the author's own names never change.
enum class Spelling : std::uint8_t { AsWritten, English, Chinese };

/// What is written instead of leaves, by the byte they begin at: keywords, and the names of
/// functions, values and reasons that the file does not declare itself. `rules` is all that may
/// declare them.
std::map<std::uint32_t, std::string> spelled(const syntax::Tree& tree, std::string_view text,
                                             std::string_view rules, Spelling spelling);

}  // namespace kpi::format
