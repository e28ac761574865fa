#pragma once

#include <optional>
#include <string_view>

namespace kpi {

/// The number that ASCII digits spell; nothing if there is another character, no digit at all, or
/// more than nine of them.
inline std::optional<int> number_of_digits(std::string_view text) {
  if (text.empty() || text.size() > 9) return std::nullopt;
  int number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

}  // namespace kpi
