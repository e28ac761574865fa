#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "diag/diagnostic.hpp"

namespace kpi::syntax {

struct TextFindings {
  bool readable = true;                // false: not UTF-8, there is nothing to parse
  std::vector<std::uint32_t> offsets;  // of the characters complained about
};

/// Encoding, invisible and unsafe characters, currency signs, comments of other languages, quotes
/// that are not closed.
TextFindings check_text(FileId file, std::string_view text, Diagnostics& diagnostics);

}  // namespace kpi::syntax
