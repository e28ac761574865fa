#pragma once

#include <map>
#include <string>

#include "io/files.hpp"
#include "table/column_store.hpp"

namespace kpi::cache {

/// Columns that stay in memory for the next question of the same session. A file that was written
/// to since is read again.
class ColumnMemory final : public table::ColumnStore {
 public:
  /// `behind`: asked for what is not in memory, and given what is read; may be null. All must
  /// outlive this.
  ColumnMemory(const io::Files& files, table::ColumnStore* behind)
      : files_(files), behind_(behind) {}

  bool fetch(const Program& program, const RunJobs& run_jobs, table::TableData& table) override;
  void keep(const Program& program, const RunJobs& run_jobs,
            const table::TableData& table) override;

 private:
  struct File {
    io::FileIdentity state;
    std::size_t row_count = 0;
    table::LineNumbers lines;
    table::FileLines files;
    std::map<std::string, table::ColumnData> columns;  // by what decides their values
  };
  bool take(const Program& program, const File& file, table::TableData& table) const;
  void remember(const Program& program, const table::TableData& table);

  const io::Files& files_;
  table::ColumnStore* behind_;
  std::map<std::string, File> known_;                     // by path
  std::map<std::string, io::FileIdentity> looked_for_{};  // by path: as it was before it was read
};

}  // namespace kpi::cache
