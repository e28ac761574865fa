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

/// So that neither the `A` of `华东 · A` nor the name in `大区 · East` is taken for a translation,
/// which the library writes in small letters.
bool is_in_words(std::string_view text) {
  constexpr std::ptrdiff_t kFewestLetters = 3;
  const bool small = !text.empty() && text.front() >= 'a' && text.front() <= 'z';
  return small && kFewestLetters <= std::count_if(text.begin(), text.end(), [](char c) {
                    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
                  });
}

}  // namespace

std::optional<LabelHalves> bilingual(std::string_view label) {
  constexpr std::string_view kBetween = " · ";
  const std::size_t at = label.find(kBetween);
  if (at == std::string_view::npos) return std::nullopt;
  const LabelHalves halves{label.substr(0, at), label.substr(at + kBetween.size())};
  const bool two = has_han(halves.chinese) && !has_han(halves.other) && is_in_words(halves.other) &&
                   halves.other.find(kBetween) == std::string_view::npos;
  return two ? std::optional(halves) : std::nullopt;
}

}  // namespace kpi
