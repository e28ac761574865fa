#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "io/cell_text.hpp"
#include "io/workbook.hpp"

namespace kpi::io {

/// What the sheets of a workbook of Excel's form have in common.
struct SharedParts {
  std::vector<std::string> strings;
  std::vector<ShownAs> forms;  // by style
  DayCount days = DayCount::Since1900;
};

/// `shared` and `sink` live as long as the reader.
std::unique_ptr<SheetReader> read_xlsx_sheet(std::unique_ptr<Reader> part,
                                             const SharedParts& shared, SheetSink& sink);

/// The text with `_x000D_` and the like as the characters they stand for; a line ends in LF.
std::string unescaped(std::string_view text);

}  // namespace kpi::io
