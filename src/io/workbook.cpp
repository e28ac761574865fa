#include "io/workbook.hpp"

#include "base/digits.hpp"
#include "io/cell_text.hpp"

namespace kpi::io {
namespace {

struct CellPlace {
  std::uint32_t row = 0, column = 0;  // 0: not said
};

bool is_letter(char c) {
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'z';
}

/// `C7`, `$C$7`, or the column alone.
std::optional<CellPlace> place_of(std::string_view text) {
  CellPlace place;
  const auto skip_dollar = [&] {
    if (!text.empty() && text[0] == '$') text.remove_prefix(1);
  };
  skip_dollar();
  while (!text.empty() && is_letter(text[0]) && place.column <= kMostColumns) {
    const char upper = static_cast<char>(text[0] & ~0x20);
    place.column = place.column * 26 + static_cast<std::uint32_t>(upper - 'A' + 1);
    text.remove_prefix(1);
  }
  skip_dollar();
  constexpr std::size_t kMostDigits = 7;
  if (text.size() > kMostDigits || place.column == 0 || place.column > kMostColumns) return {};
  if (text.empty()) return place;
  const auto row = number_of_digits(text);
  if (!row || *row < 1 || *row > static_cast<int>(kMostRows)) return {};
  place.row = static_cast<std::uint32_t>(*row);
  return place;
}

}  // namespace

std::optional<CellRange> cell_range(std::string_view text) {
  const std::size_t colon = text.find(':');
  const auto first = place_of(text.substr(0, colon));
  const auto last = colon == std::string_view::npos ? first : place_of(text.substr(colon + 1));
  if (!first || !last || first->row == 0) return std::nullopt;
  const CellRange range{first->row, first->column, last->row == 0 ? kMostRows : last->row,
                        last->column};
  const bool upright = range.first_row <= range.last_row && range.first_column <= range.last_column;
  return upright ? std::optional(range) : std::nullopt;
}

std::string range_name(const CellRange& range) {
  const std::string first = cell_name(range.first_row, range.first_column);
  std::string last = cell_name(range.last_row, range.last_column);
  if (first == last) return first;
  if (range.last_row == kMostRows) last.resize(last.find_first_of("0123456789"));
  return first + ':' + last;
}

}  // namespace kpi::io
