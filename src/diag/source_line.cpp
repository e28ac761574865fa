#include "diag/source_line.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "diag/render_parts.hpp"

namespace kpi {
namespace {

constexpr int kTabStop = 4;

std::string trim_right(std::string text) {
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

}  // namespace

SourceLine::SourceLine(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    next_code_point(text, at);
    const std::string_view character = text.substr(begin, at - begin);
    const bool tab = character == "\t";
    const int tab_width = kTabStop - width_ % kTabStop;
    std::string glyph =
        tab ? std::string(static_cast<std::size_t>(tab_width), ' ') : printable(character);
    const int glyph_width = display_width(glyph);
    cells_.push_back(
        Cell{static_cast<std::uint32_t>(begin), width_, glyph_width, std::move(glyph)});
    width_ += glyph_width;
  }
}

int SourceLine::column_at(std::uint32_t byte) const {
  const auto after =
      std::upper_bound(cells_.begin(), cells_.end(), byte,
                       [](std::uint32_t wanted, const Cell& cell) { return wanted < cell.byte; });
  if (after == cells_.begin()) return 0;
  const bool past_the_end = after == cells_.end() && byte > cells_.back().byte;
  return past_the_end ? width_ : std::prev(after)->column;
}

std::string SourceLine::window(int left, int width) const {
  const bool cut_left = left > 0;
  const bool cut_right = left + width < width_;
  const int begin = cut_left ? left + 1 : left;
  const int end = cut_right ? left + width - 1 : left + width;
  std::string out = cut_left ? "…" : "";
  int column = begin;
  for (const Cell& cell : cells_) {
    if (cell.column < begin || cell.column + cell.width > end) continue;
    // Half of a wide character may stick out on the left.
    for (; column < cell.column; ++column)
      out += ' ';
    out += cell.glyph;
    column += cell.width;
  }
  if (!cut_right) return trim_right(std::move(out));
  for (; column < end; ++column)
    out += ' ';
  return out + "…";
}

}  // namespace kpi
