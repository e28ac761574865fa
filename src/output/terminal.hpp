#pragma once

#include <string>

#include "output/sheet.hpp"

namespace kpi::output {

struct TerminalOptions {
  bool color = false;
  int width = 0;  // columns; 0: no limit
};

/// Columns aligned by display width. A table wider than the terminal is printed row by row, each
/// figure on a line of its own, instead of being wrapped.
std::string to_terminal(const Report& report, const TerminalOptions& options);

/// Pipe tables with headings and lists; what Markdown would take for markup is escaped.
std::string to_markdown(const Report& report);

}  // namespace kpi::output
