#include "io/sheet_text.hpp"

#include <algorithm>
#include <utility>

#include "io/cell_text.hpp"
#include "io/growth.hpp"

namespace kpi::io {
namespace {

constexpr std::size_t kMostOfRow = 16 * kMostText;  // more than a line of CSV may have

ContentFault fault_at(ContentFault::Kind kind, std::string place, std::uint64_t row) {
  ContentFault fault{kind, {}};
  fault.place = std::move(place);
  fault.row = row;
  return fault;
}

}  // namespace

void append_field(std::string& line, std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    line += text;
    return;
  }
  line += '"';
  for (const char c : text) {
    if (c == '"') line += c;
    line += c;
  }
  line += '"';
}

/// Whether the cell is in the part, and rows are in order; begins its row.
bool SheetText::is_wanted(std::uint32_t row, std::uint32_t column) {
  const bool inside = row >= part_.first_row && row <= part_.last_row &&
                      column >= part_.first_column && column <= part_.last_column;
  if (!inside || fault_) return false;
  if (row < row_) {
    fault_ = fault_at(ContentFault::Kind::BadWorkbook, cell_name(row, column), row);
    return false;
  }
  if (row > row_) {
    end_row();
    row_ = row;
  }
  return !fault_;
}

void SheetText::cell(std::uint32_t row, std::uint32_t column, std::string_view text) {
  if (text.empty() || !is_wanted(row, column)) return;
  const std::size_t index = column - part_.first_column;
  if (index < used_) {
    fault_ = fault_at(ContentFault::Kind::BadWorkbook, cell_name(row, column), row);
    return;
  }
  row_bytes_ += text.size();
  if (row_bytes_ > kMostOfRow) {
    fault_ = ContentFault{ContentFault::Kind::GrowsTooFar, "zip"};
    return;
  }
  if (cells_.size() <= index) cells_.resize(index + 1);
  while (used_ < index)
    cells_[used_++].clear();
  cells_[used_++] = text;
}

void SheetText::error_cell(std::uint32_t row, std::uint32_t column, std::string_view error) {
  if (!is_wanted(row, column)) return;
  ContentFault fault = fault_at(ContentFault::Kind::CellError, cell_name(row, column), row);
  fault.form = error;
  if (width_ == 0) {  // in the header
    fault_ = std::move(fault);
    return;
  }
  const std::size_t field = column - part_.first_column;
  const auto same = [&](const ErrorCell& cell) { return cell.field == field; };
  if (std::none_of(error_cells_.begin(), error_cells_.end(), same)) {
    error_cells_.push_back({field, std::move(fault)});
  }
  cell(row, column, error);
}

void SheetText::merged(const CellRange& cells) {
  const bool apart = cells.first_row > part_.last_row || cells.last_row < part_.first_row ||
                     cells.first_column > part_.last_column ||
                     cells.last_column < part_.first_column;
  if (!apart) merged_.push_back(cells);
}

void SheetText::begin_line(std::uint32_t row) {
  if (written_ != 0) lines_.append(row - written_, '\n');
  written_ = row;
}

void SheetText::end_row() {
  if (used_ == 0 || fault_) return;
  if (header_row_ == 0) header_row_ = row_;
  if (width_ == 0 && row_ > header_row_) {
    fault_ = fault_at(ContentFault::Kind::EmptyRange, range_name(part_), header_row_);
    return;
  }
  begin_line(row_);
  if (width_ == 0) {
    width_ = used_;
    const auto end = cells_.begin() + static_cast<std::ptrdiff_t>(used_);
    has_gap_ = std::any_of(cells_.begin(), end, [](const auto& text) { return text.empty(); });
  }
  for (std::size_t i = 0; i < std::max(width_, used_); ++i) {
    if (i > 0) lines_ += ',';
    if (i < used_) append_field(lines_, cells_[i]);
  }
  used_ = 0;
  row_bytes_ = 0;
  // one row that a sheet repeats can be any number of lines
  if (lines_.size() > kHarmless) fault_ = ContentFault{ContentFault::Kind::GrowsTooFar, "zip"};
}

void SheetText::finish() {
  end_row();
  const bool empty = header_row_ != 0 && width_ == 0 && !fault_;
  if (empty) fault_ = fault_at(ContentFault::Kind::EmptyRange, range_name(part_), header_row_);
  row_ = kMostRows + 1;
  if (!fault_) look_at_merges();
  if (written_ != 0) lines_ += '\n';
}

/// A value that stands in one of several cells would be missing in the others.
void SheetText::look_at_merges() {
  for (const CellRange& cells : merged_) {
    const bool in_rows = cells.last_row >= header_row_ && cells.first_row <= written_;
    const bool in_columns = cells.first_column < part_.first_column + width_;
    if (!in_rows || !in_columns) continue;
    fault_ = fault_at(ContentFault::Kind::MergedCells, range_name(cells), cells.first_row);
    return;
  }
}

}  // namespace kpi::io
