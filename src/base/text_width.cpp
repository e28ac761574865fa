// How many terminal columns text takes, and fitting text into columns.

#include <utf8proc.h>

#include <algorithm>

#include "base/text.hpp"

namespace kpi {

namespace {

constexpr char32_t kEmojiPresentation = 0xFE0F;  // variation selector 16
constexpr std::string_view kEllipsis = "…";      // one column
constexpr int kEmojiWidth = 2;

/// One character as a reader sees it: a base with its marks, an emoji sequence, a flag.
struct Cluster {
  std::size_t end;
  int width;
};

bool is_emoji_base(char32_t code_point) {
  const int kind = utf8proc_get_property(static_cast<utf8proc_int32_t>(code_point))->boundclass;
  return kind == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC ||
         kind == UTF8PROC_BOUNDCLASS_REGIONAL_INDICATOR;
}

Cluster next_cluster(std::string_view text, std::size_t offset) {
  const std::optional<char32_t> first = next_code_point(text, offset);
  if (!first) return {offset, 1};
  // An emoji sequence is one picture, whatever the widths of its parts; elsewhere parts add up.
  const bool is_emoji = is_emoji_base(*first);
  int width = utf8proc_charwidth(static_cast<utf8proc_int32_t>(*first));
  auto last = static_cast<utf8proc_int32_t>(*first);
  utf8proc_int32_t state = 0;
  std::size_t next = offset;
  while (next < text.size()) {
    const std::optional<char32_t> code_point = next_code_point(text, next);
    if (!code_point) break;
    const auto value = static_cast<utf8proc_int32_t>(*code_point);
    if (utf8proc_grapheme_break_stateful(last, value, &state)) break;
    if (!is_emoji) {
      width += utf8proc_charwidth(value);
    } else if (*code_point == kEmojiPresentation || is_emoji_base(*code_point)) {
      width = kEmojiWidth;
    }
    last = value;
    offset = next;
  }
  return {offset, width};
}

std::string spaces_for(std::string_view text, int width) {
  return std::string(static_cast<std::size_t>(std::max(0, width - display_width(text))), ' ');
}

}  // namespace

int display_width(std::string_view text) {
  int width = 0;
  for (std::size_t offset = 0; offset < text.size();) {
    const Cluster cluster = next_cluster(text, offset);
    width += cluster.width;
    offset = cluster.end;
  }
  return width;
}

std::string pad_right(std::string_view text, int width) {
  return std::string(text) + spaces_for(text, width);
}

std::string pad_left(std::string_view text, int width) {
  return spaces_for(text, width) + std::string(text);
}

std::string cut_to_width(std::string_view text, int width) {
  if (display_width(text) <= width) return std::string(text);
  if (width < 1) return {};
  int used = 1;  // the ellipsis
  std::size_t end = 0;
  while (end < text.size()) {
    const Cluster cluster = next_cluster(text, end);
    if (used + cluster.width > width) break;
    used += cluster.width;
    end = cluster.end;
  }
  return std::string(text.substr(0, end)).append(kEllipsis);
}

}  // namespace kpi
