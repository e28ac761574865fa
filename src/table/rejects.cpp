// Rejects as they are listed: in the order of the files, with the rows as they stand there.

#include <algorithm>
#include <map>
#include <tuple>

#include "table/blocks.hpp"
#include "table/load.hpp"

namespace kpi::table {
namespace {

/// Rejects of one file by line.
using RejectsByLine = std::map<std::uint64_t, std::vector<Reject*>>;

/// A blank line, and a row too long to keep, have no text to look for.
bool lacks_record(const Reject& reject) {
  return reject.record.empty() && reject.code != Code::row_length &&
         reject.code != Code::row_too_long;
}

void read_records(io::Reader& file, const LoadOptions& options, const RejectsByLine& wanted) {
  for_each_batch(file, options.block_bytes, [&](const RecordBatch& batch) {
    batch.for_each_record([&](const Record& record) {
      const auto found = wanted.find(record.line);
      if (found == wanted.end()) return;
      for (Reject* reject : found->second)
        reject->record = batch.raw(record);
    });
    return true;
  });
}

}  // namespace

void complete_rejects(Loaded& loaded, const io::Files& files, const LoadOptions& options) {
  std::stable_sort(loaded.rejects.begin(), loaded.rejects.end(),
                   [](const Reject& a, const Reject& b) {
                     return std::tie(a.table, a.line) < std::tie(b.table, b.line);
                   });
  std::map<TableId, RejectsByLine> wanted;
  for (Reject& reject : loaded.rejects) {
    if (lacks_record(reject)) wanted[reject.table][reject.line].push_back(&reject);
  }
  for (const auto& [table, lines] : wanted) {
    std::string why;
    const std::unique_ptr<io::Reader> file = files.open(loaded.data.tables[table].path, why);
    if (file) read_records(*file, options, lines);  // else gone since; line and reason still stand
  }
}

std::vector<Reject> rejects_by_file(Loaded& loaded) {
  for (Reject& reject : loaded.rejects) {
    const TableData& table = loaded.data.tables[reject.table];
    if (table.files.is_one_file()) continue;
    FileLines::Place place = table.files.place(table.path, reject.line);
    reject.file = std::move(place.path);
    reject.line = place.line;
  }
  return std::move(loaded.rejects);
}

void count_left_out(Loaded& loaded) {
  for (std::size_t i = 0; i < loaded.rows_read.size(); ++i) {
    TableData& table = loaded.data.tables[TableId(i)];
    if (loaded.rows_read[i] > table.row_count)
      table.left_out = loaded.rows_read[i] - table.row_count;
  }
}

}  // namespace kpi::table
