#include "exec/column_texts.hpp"

#include <unordered_set>

#include "base/check.hpp"

namespace kpi::exec {
namespace {

std::vector<CodedText> texts_of_choices(const Column& column) {
  std::vector<CodedText> texts;
  for (const std::string& choice : column.choices) {
    texts.push_back(CodedText{static_cast<std::int64_t>(texts.size()), choice});
  }
  return texts;
}

/// The dictionary may hold texts of rows that were left out, so the rows decide.
std::vector<CodedText> texts_of_dictionary(const table::ColumnData& data, std::size_t row_count) {
  std::vector<std::uint8_t> seen(data.dictionary ? data.dictionary->size() : 0, 0);
  for (std::size_t row = 0; row < row_count; ++row) {
    const std::int64_t code = code_of(data, row);
    if (code != kNoCode) seen[static_cast<std::size_t>(code)] = 1;
  }
  std::vector<CodedText> texts;
  for (std::size_t code = 0; code < seen.size(); ++code) {
    if (seen[code] == 0) continue;
    const auto id = static_cast<std::int64_t>(code);
    texts.push_back(CodedText{id, std::string(data.dictionary->text(id))});
  }
  return texts;
}

}  // namespace

std::vector<CodedText> texts_of_column(const rows::Evaluator& evaluator, TableId table_id,
                                       ColumnId column_id) {
  const table::TableData& table = evaluator.data().tables[table_id];
  const table::ColumnData& data = table.columns[column_id];
  const Column& column = evaluator.program().tables[table_id].columns[column_id];
  if (column.storage == Storage::Choice) return texts_of_choices(column);
  if (has_small_codes(column.storage)) return texts_of_dictionary(data, table.row_count);
  std::vector<CodedText> texts;
  std::unordered_set<std::int64_t> seen;
  for (std::size_t row = 0; row < table.row_count; ++row) {
    const std::int64_t code = code_of(data, row);
    if (code == kNoCode || !seen.insert(code).second) continue;
    texts.push_back(CodedText{
        code, table::cell_text(evaluator.program(), evaluator.data(), table_id, column_id, row)});
  }
  return texts;
}

}  // namespace kpi::exec
