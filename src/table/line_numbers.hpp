#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace kpi::table {

/// The line of the file on which each row begins. Rows mostly follow each other line by line, so
/// that only where they do not something is kept: where there is a line break inside quotation
/// marks, or a line that is no row.
class LineNumbers {
 public:
  void push_back(std::uint32_t line) {
    if (runs_.empty() || line != line_in(runs_.back(), count_)) {
      runs_.push_back(Run{static_cast<std::uint32_t>(count_), line});
    }
    ++count_;
  }
  /// So many rows, each on the line below the one before it.
  void push_lines(std::uint32_t line, std::size_t count) {
    if (count == 0) return;
    push_back(line);
    count_ += count - 1;
  }
  /// Rows of no file: their line is 0.
  void assign_none(std::size_t count) {
    clear();
    count_ = count;
  }
  std::uint32_t operator[](std::size_t row) const {
    if (runs_.empty()) return 0;
    const auto after =
        std::upper_bound(runs_.begin(), runs_.end(), row,
                         [](std::size_t at, const Run& run) { return at < run.row; });
    return line_in(*(after - 1), row);
  }
  std::size_t size() const { return count_; }
  void clear() { *this = {}; }

  /// Rows that follow each other line by line.
  struct Run {
    std::uint32_t row = 0;   // the first of it
    std::uint32_t line = 0;  // of that row
  };
  const std::vector<Run>& runs() const { return runs_; }
  static LineNumbers of(std::vector<Run> runs, std::size_t count) {
    LineNumbers lines;
    lines.runs_ = std::move(runs);
    lines.count_ = count;
    return lines;
  }

 private:
  static std::uint32_t line_in(const Run& run, std::size_t row) {
    return run.line + (static_cast<std::uint32_t>(row) - run.row);
  }

  std::vector<Run> runs_;
  std::size_t count_ = 0;
};

}  // namespace kpi::table
