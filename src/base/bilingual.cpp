#include "base/bilingual.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace kpi {
namespace {

bool has_han(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto sign = next_code_point(text, at);
    if (sign && *sign >= 0x4E00 && *sign <= 0x9FFF) return true;
  }
  return false;
}

/// So that the `A` of `华东 · A` is no language.
bool has_word(std::string_view text) {
  constexpr std::ptrdiff_t kFewestLetters = 3;
  return kFewestLetters <= std::count_if(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
         });
}

}  // namespace

std::optional<LabelHalves> bilingual(std::string_view label) {
  constexpr std::string_view kBetween = " · ";
  const std::size_t at = label.find(kBetween);
  if (at == std::string_view::npos) return std::nullopt;
  const LabelHalves halves{label.substr(0, at), label.substr(at + kBetween.size())};
  const bool two = has_han(halves.chinese) && !has_han(halves.other) && has_word(halves.other) &&
                   halves.other.find(kBetween) == std::string_view::npos;
  return two ? std::optional(halves) : std::nullopt;
}

}  // namespace kpi
