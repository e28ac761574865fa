#include "output/wrap.hpp"

#include "base/text.hpp"

namespace kpi::output {
namespace {

/// Punctuation that may not begin a line.
bool is_closing(std::string_view character) {
  for (const std::string_view mark : {"，", "。", "；", "：", "、", "）", "！", "？", "”", "》"}) {
    if (character == mark) return true;
  }
  return false;
}

/// What stays together: a word with the spaces behind it, or one wide character with the
/// punctuation that closes it.
std::vector<std::string_view> pieces_of(std::string_view text) {
  std::vector<std::string_view> pieces;
  std::size_t begin = 0;
  bool may_break = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    next_code_point(text, at);
    const std::string_view character = text.substr(start, at - start);
    const bool wide = display_width(character) > 1;
    const bool space = character == " ";
    if (start > begin && (may_break || wide) && !space && !is_closing(character)) {
      pieces.push_back(text.substr(begin, start - begin));
      begin = start;
    }
    may_break = space || wide;
  }
  if (begin < text.size()) pieces.push_back(text.substr(begin));
  return pieces;
}

std::string without_spaces_behind(std::string text) {
  while (!text.empty() && text.back() == ' ')
    text.pop_back();
  return text;
}

}  // namespace

std::vector<std::string> wrap(std::string_view text, int width) {
  if (width <= 0 || display_width(text) <= width) return {std::string(text)};
  std::vector<std::string> lines;
  std::string line;
  for (const std::string_view piece : pieces_of(text)) {
    const std::string longer = without_spaces_behind(line + std::string(piece));
    if (!line.empty() && display_width(longer) > width) {
      lines.push_back(without_spaces_behind(line));
      line.clear();
    }
    line += piece;
  }
  lines.push_back(without_spaces_behind(line));
  return lines;
}

}  // namespace kpi::output
