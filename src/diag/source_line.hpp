#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kpi {

/// A source line as a terminal shows it: tabs expanded, Han two columns wide, and what would
/// steer the terminal replaced by U+FFFD.
class SourceLine {
 public:
  explicit SourceLine(std::string_view text);
  int width() const { return width_; }
  /// The terminal column (0-based) where the character at that byte begins.
  int column_at(std::uint32_t byte) const;
  /// Columns [left, left + width), with `…` where something was cut away.
  std::string window(int left, int width) const;

 private:
  struct Cell {
    std::uint32_t byte;
    int column;
    int width;
    std::string glyph;
  };

  std::vector<Cell> cells_;
  int width_ = 0;
};

}  // namespace kpi
