#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "io/files.hpp"
#include "program/program.hpp"
#include "table/complaints.hpp"
#include "table/load.hpp"
#include "table/table.hpp"

/// One CSV file -> the columns of one table. Links are not resolved yet.
namespace kpi::table {

/// Counts up whenever a file may be read otherwise than before: columns kept by another reader are
/// not believed.
inline constexpr unsigned kReaderVersion = 4;

struct TableRead {
  TableData data;
  std::vector<Reject> rejects;
  std::size_t rejects_not_listed = 0;
  std::size_t rows_read = 0;
  bool usable = false;  // the file was read to its end and has every column
  /// Keys of rows that cannot be used, with their lines: whoever links to them is not to blame.
  std::unordered_map<std::string, std::uint64_t> left_out_keys;
};

TableRead read_table(const Program& program, TableId table, const std::string& path,
                     const io::Files& files, const LoadOptions& options, Complaints& complaints);

}  // namespace kpi::table
