#pragma once

#include <array>
#include <string_view>

#include "base/text.hpp"

namespace kpi::table {

/// The text without what nobody sees at both ends: ASCII white space, no-break and full-width
/// blanks, blanks of no width, a byte order mark in the wrong place.
inline std::string_view without_blanks(std::string_view text) {
  constexpr std::array<std::string_view, 4> kBlanks = {"\xC2\xA0", "\xE3\x80\x80", "\xE2\x80\x8B",
                                                       "\xEF\xBB\xBF"};
  text = trim(text);
  if (text.empty()) return text;
  const auto beyond = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
  for (bool again = true; again && !text.empty();) {
    again = false;
    if (!beyond(text.front()) && !beyond(text.back())) break;
    for (const std::string_view blank : kBlanks) {
      if (text.starts_with(blank)) text.remove_prefix(blank.size()), again = true;
      if (text.ends_with(blank)) text.remove_suffix(blank.size()), again = true;
    }
    if (again) text = trim(text);
  }
  return text;
}

}  // namespace kpi::table
