#include "table/derived.hpp"

#include <algorithm>
#include <utility>

namespace kpi::table {
namespace {

/// The texts that some row has, or the choices.
std::vector<std::string> members(const Column& schema, const ColumnData& column) {
  std::vector<std::string> texts = schema.choices;
  if (texts.empty()) {
    std::vector<std::uint8_t> seen(column.dictionary->size(), 0);
    for (std::size_t row = 0; row < column.link_codes.size(); ++row) {
      if (column.has(row)) seen[static_cast<std::size_t>(column.link_codes[row])] = 1;
    }
    for (std::size_t code = 0; code < seen.size(); ++code) {
      if (seen[code] != 0)
        texts.emplace_back(column.dictionary->text(static_cast<std::int64_t>(code)));
    }
  }
  std::sort(texts.begin(), texts.end());
  return texts;
}

void make(const Program& program, TableId id, Dataset& data) {
  const TableSchema& schema = program.tables[id];
  const ColumnData& source = data.tables[schema.derived_from].columns[schema.derived_of];
  if (!source.dictionary) return;  // not loaded
  TableData made;
  made.id = id;
  made.key = schema.key;
  made.columns.resize(schema.columns.size());
  ColumnData& key = made.columns[schema.key];
  key.storage = Storage::Key;
  key.dictionary = std::make_shared<Dictionary>();
  const Column& column = program.tables[schema.derived_from].columns[schema.derived_of];
  for (const std::string& text : members(column, source)) {
    key.values.push_back(key.dictionary->intern(text));
  }
  made.row_count = key.values.size();
  made.lines.assign_none(made.row_count);
  index_keys(made);
  data.tables[id] = std::move(made);
}

}  // namespace

void make_derived_tables(const Program& program, Dataset& data) {
  for (std::size_t t = 0; t < program.tables.size(); ++t) {
    if (program.tables[TableId(t)].derived_from) make(program, TableId(t), data);
  }
}

}  // namespace kpi::table
