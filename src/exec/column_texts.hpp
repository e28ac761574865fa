#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rows/rows.hpp"

namespace kpi::exec {

/// A value of a column as it is stored, or for a link the code of the text written, and its text.
struct CodedText {
  std::int64_t code = 0;
  std::string text;
};

/// Every value that occurs in the column, each once; of a `one of` column every choice.
std::vector<CodedText> texts_of_column(const rows::Evaluator& evaluator, TableId table,
                                       ColumnId column);
/// The code of the column's value in a row; kNoCode where it has none.
inline constexpr std::int64_t kNoCode = INT64_MIN;
inline std::int64_t code_of(const table::ColumnData& data, std::size_t row) {
  if (!data.has(row)) return kNoCode;
  return data.storage == Storage::Link ? data.link_codes[row] : data.values[row];
}
/// Whether codes count from 0, so that a vector can stand on them.
inline bool has_small_codes(Storage storage) {
  return storage == Storage::Text || storage == Storage::Key || storage == Storage::Choice ||
         storage == Storage::Link;
}

}  // namespace kpi::exec
