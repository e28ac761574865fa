#pragma once

#include <map>
#include <string>
#include <vector>

#include "../support/memory_files.hpp"
#include "../support/schemas.hpp"
#include "diag/render.hpp"
#include "table/load.hpp"

// Loads tables from texts and prints what came of it.

namespace kpi::test {

struct Loading {
  table::Loaded loaded;
  Diagnostics diagnostics;

  const table::TableData& table(std::size_t index = 0) const {
    return loaded.data.tables[TableId(index)];
  }
  /// `E0616` …, in the order reported.
  std::vector<std::string> codes() const {
    std::vector<std::string> names;
    for (const Diagnostic& item : diagnostics.items())
      names.emplace_back(name_of(item.code));
    return names;
  }
  std::string messages(Language language = Language::English) const {
    RenderOptions options;
    options.language = language;
    std::string text = "\n";
    for (const Diagnostic& item : diagnostics.items())
      text += render(item, SourceMap(), options);
    return text;
  }
};

/// Files are `data/NAME`.
inline Loading load(const Program& program, const std::map<std::string, std::string>& texts,
                    const table::LoadOptions& options = {},
                    const table::Bindings& bindings = {"data", {}}) {
  std::map<std::string, std::string> files;
  for (const auto& file : texts)
    files["data/" + file.first] = file.second;
  Loading result;
  result.loaded =
      table::load(program, bindings, MemoryFiles(std::move(files)), options, result.diagnostics);
  return result;
}

/// Every row of a table as `cell|cell`, with an arrow and the partner's row for links.
inline std::vector<std::string> rows_of(const Program& program, const table::Loaded& loaded,
                                        std::size_t index = 0) {
  const TableId id(index);
  const table::TableData& table = loaded.data.tables[id];
  std::vector<std::string> rows;
  for (std::size_t row = 0; row < table.row_count; ++row) {
    std::string line;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      const ColumnId column(c);
      if (!program.tables[id].columns[column].used) continue;
      line += (line.empty() ? "" : "|") + table::cell_text(program, loaded.data, id, column, row);
      if (program.tables[id].columns[column].storage != Storage::Link) continue;
      if (!table.columns[column].has(row)) continue;
      line += "->" + std::to_string(table.columns[column].values[row]);
    }
    rows.push_back(line);
  }
  return rows;
}

using Rows = std::vector<std::string>;

}  // namespace kpi::test
