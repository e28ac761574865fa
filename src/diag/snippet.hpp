#pragma once

#include <string>
#include <vector>

#include "diag/paint.hpp"
#include "source/source.hpp"

namespace kpi {

/// A stretch of one source line to underline: `^` for the place of the message, `-` for others.
struct Mark {
  std::uint32_t begin = 0;  // bytes from the start of the line
  std::uint32_t end = 0;
  bool primary = false;
  std::string text;  // shown at the underline; may be empty
};

struct MarkedLine {
  int number = 0;
  std::vector<Mark> marks;
};

struct SnippetFrame {
  int gutter = 1;   // digits of the longest line number
  int width = 100;  // terminal columns
  Style primary = Style::Error;
  Paint paint{false};
};

/// The lines with their underlines, in the order given; `...` stands where lines are left out.
std::string render_snippet(const SourceFile& file, const std::vector<MarkedLine>& lines,
                           const SnippetFrame& frame);

/// `   |` before what a row says, with `number` in place of blanks if it is not 0.
std::string gutter_row(int number, const std::string& content, const SnippetFrame& frame);

}  // namespace kpi
