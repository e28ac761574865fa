#include "cache/column_memory.hpp"

#include <utility>
#include <vector>

#include "cache/column_key.hpp"
#include "table/header.hpp"

namespace kpi::cache {

bool ColumnMemory::fetch(const Program& program, const RunJobs& run_jobs, table::TableData& table) {
  const auto state = files_.identity(table.path);
  if (!state) return false;
  const auto known = known_.find(table.path);
  if (known != known_.end() && known->second.state == *state) {
    if (take(program, known->second, table)) return true;
  } else if (known != known_.end()) {
    known_.erase(known);
  }
  looked_for_[table.path] = *state;
  if (behind_ == nullptr || !behind_->fetch(program, run_jobs, table)) return false;
  remember(program, table);
  return true;
}

void ColumnMemory::keep(const Program& program, const RunJobs& run_jobs,
                        const table::TableData& table) {
  if (behind_ != nullptr) behind_->keep(program, run_jobs, table);
  remember(program, table);
}

bool ColumnMemory::take(const Program& program, const File& file, table::TableData& table) const {
  std::vector<std::pair<ColumnId, const table::ColumnData*>> found;
  const TableSchema& schema = program.tables[table.id];
  for (std::size_t i = 0; i < schema.columns.size(); ++i) {
    const ColumnId id(i);
    if (!table::is_read(schema, id)) continue;
    const auto column = file.columns.find(column_key(program, schema.columns[id], file.state));
    if (column == file.columns.end()) return false;
    found.emplace_back(id, &column->second);
  }
  for (const auto& [id, column] : found)
    table.columns[id] = *column;
  table.row_count = file.row_count;
  table.lines = file.lines;
  table.files = file.files;
  return true;
}

/// Nothing of a file that is no more as it was when reading began, or that may still be written to
/// without its times telling.
void ColumnMemory::remember(const Program& program, const table::TableData& table) {
  const auto before = looked_for_.find(table.path);
  if (before == looked_for_.end() || !before->second.settled) return;
  const auto state = files_.identity(table.path);
  if (!state || *state != before->second) return;
  File& file = known_[table.path];
  file.state = *state;
  file.row_count = table.row_count;
  file.lines = table.lines;
  file.files = table.files;
  const TableSchema& schema = program.tables[table.id];
  for (std::size_t i = 0; i < schema.columns.size(); ++i) {
    const ColumnId id(i);
    if (!table::is_read(schema, id)) continue;
    file.columns[column_key(program, schema.columns[id], *state)] = table.columns[id];
  }
}

}  // namespace kpi::cache
