#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "io/workbook.hpp"

namespace kpi::io {

/// Makes of the cells of a sheet the lines of a CSV file: the first is the header, the first row
/// that is not empty, and each row below it one line. Lines are as long as the header, or longer
/// where cells stand beside it; what is empty below the last row is cut.
class SheetText final : public SheetSink {
 public:
  /// Of a part of the sheet; its first row is the header, also where it is empty.
  explicit SheetText(std::optional<CellRange> part)
      : part_(part.value_or(CellRange())), header_row_(part ? part->first_row : 0) {}

  void cell(std::uint32_t row, std::uint32_t column, std::string_view text) override;
  void error_cell(std::uint32_t row, std::uint32_t column, std::string_view error) override;
  void merged(const CellRange& cells) override;
  bool wants_more() const override { return !fault_; }
  /// The sheet is at its end.
  void finish();

  /// The lines made since it was last asked.
  std::string take() { return std::exchange(lines_, {}); }
  bool has_lines() const { return !lines_.empty(); }
  /// 0: no row was complete yet.
  std::uint32_t header_row() const { return header_row_; }
  bool has_header() const { return width_ > 0; }
  /// Whether a column of the header has no name: what is merged leaves such gaps.
  bool has_gap() const { return has_gap_; }
  std::optional<ContentFault> fault() const { return fault_; }
  const std::vector<ErrorCell>& error_cells() const { return error_cells_; }

 private:
  bool is_wanted(std::uint32_t row, std::uint32_t column);
  void end_row();
  void begin_line(std::uint32_t row);
  void look_at_merges();

  CellRange part_;
  std::uint32_t header_row_;
  std::uint32_t row_ = 0;      // being read; 0: none
  std::uint32_t written_ = 0;  // the last row that is a line
  std::size_t width_ = 0;      // columns of the header
  bool has_gap_ = false;
  std::vector<std::string> cells_;  // of the row, up to the last that is not empty
  std::size_t used_ = 0;            // of cells_
  std::size_t row_bytes_ = 0;
  std::vector<CellRange> merged_;
  std::vector<ErrorCell> error_cells_;  // the first of each column
  std::string lines_;
  std::optional<ContentFault> fault_;
};

/// Appends a field as CSV has it.
void append_field(std::string& line, std::string_view text);

}  // namespace kpi::io
