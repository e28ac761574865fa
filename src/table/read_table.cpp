#include "table/read_table.hpp"

#include <memory>
#include <utility>

#include "diag/system_words.hpp"
#include "table/blocks.hpp"
#include "table/cell_faults.hpp"
#include "table/file_faults.hpp"
#include "table/table_reader.hpp"

namespace kpi::table {

TableRead read_table(const Program& program, TableId table, const std::string& path,
                     const io::Files& files, const LoadOptions& options, Complaints& complaints) {
  complaints.set_path(path);
  const TableSchema& schema = program.tables[table];
  TableRead nothing;
  nothing.data.id = table;
  nothing.data.path = path;
  nothing.data.columns.resize(schema.columns.size());
  std::string why;
  const std::unique_ptr<io::Reader> file = io::counted(files.open(path, why), options.progress);
  if (!file) {
    complain_of_missing_file(schema, files, why, complaints);
    return nothing;
  }
  const io::Timed timed(options.profile, "read", schema.name);
  TableReader reader(program, table, options, complaints);
  BatchReader batches(*file, options.block_bytes);
  RecordBatch batch;
  RecordBatch next;
  bool more = batches.next(batch);
  bool first = true;
  while (more && reader.take(batch, {[&] { more = batches.next(next); }})) {
    if (first) reader.expect(file->size(), batch);
    first = false;
    std::swap(batch, next);
  }
  const std::string read = file->file_path().empty() ? path : file->file_path();
  nothing.data.files = complaints.files();
  if (const std::optional<std::string> error = file->error()) {
    complaints.about_file(
        make_diagnostic(Code::data_file_unreadable, {{"table", schema.name}, why_argument(*error)}),
        DataPlace{read, 0, 0, {}});
    return nothing;
  }
  if (const std::optional<io::ContentFault> fault = file->fault()) {
    complaints.about_file(explain_content(*fault, schema.name, read),
                          DataPlace{read, fault->row, 0, {}});
    return nothing;
  }
  return reader.finish();
}

}  // namespace kpi::table
