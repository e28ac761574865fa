#include "table/table_stream.hpp"

#include <utility>
#include <vector>

#include "table/blocks.hpp"
#include "table/header.hpp"
#include "table/table_reader.hpp"

namespace kpi::table {

struct TableStream::Parts {
  /// One link column of the window.
  struct PassingLink {
    ColumnId column;
    TableId target;
    std::vector<std::int64_t> partner_of;  // row by code, as far as codes have been met
  };

  Parts(const Program& program_, TableId table, Dataset& data_, std::unique_ptr<io::Reader> file_,
        const LoadOptions& options)
      : program(program_),
        data(data_),
        window(data_.tables[table]),
        complaints(program_.tables[table].name, options),
        file(std::move(file_)),
        reader(program_, table, options, complaints),
        batches(*file, options.block_bytes) {
    const TableSchema& schema = program.tables[table];
    for (std::size_t i = 0; i < schema.columns.size(); ++i) {
      const ColumnId column(i);
      const bool is_link = schema.columns[column].storage == Storage::Link;
      if (is_link && is_read(schema, column))
        links.push_back({column, schema.columns[column].type.link, {}});
    }
  }

  bool resolve();
  bool resolve(PassingLink& link);

  const Program& program;
  Dataset& data;
  TableData& window;
  Complaints complaints;
  std::unique_ptr<io::Reader> file;
  TableReader reader;
  BatchReader batches;
  RecordBatch batch, coming;
  std::vector<PassingLink> links;
  std::vector<std::int64_t> resolved;
  bool begun = false;
  bool more = false;
  bool clean = true;
};

/// False where a link leads nowhere.
bool TableStream::Parts::resolve() {
  bool all = true;
  for (PassingLink& link : links)
    all = all && resolve(link);
  return all;
}

bool TableStream::Parts::resolve(PassingLink& link) {
  ColumnData& cells = window.columns[link.column];
  if (cells.dictionary == nullptr) return false;
  const TableData& target = data.tables[link.target];
  while (link.partner_of.size() < cells.dictionary->size()) {
    const auto code = static_cast<std::int64_t>(link.partner_of.size());
    const auto row = target.row_of_key(cells.dictionary->text(code));
    if (!row) return false;
    link.partner_of.push_back(static_cast<std::int64_t>(*row));
  }
  resolved.resize(window.row_count);
  cells.link_codes.visit([&](const auto* codes) {
    for (std::size_t row = 0; row < resolved.size(); ++row)
      resolved[row] = cells.has(row) ? link.partner_of[static_cast<std::size_t>(codes[row])] : 0;
  });
  cells.values.restart();
  cells.values.append(resolved);
  return true;
}

TableStream::TableStream(const Program& program, TableId table, Dataset& data,
                         const io::Files& files, const LoadOptions& options) {
  std::string why;
  std::unique_ptr<io::Reader> file =
      io::counted(files.open(data.tables[table].path, why), options.progress);
  if (file) parts_ = std::make_unique<Parts>(program, table, data, std::move(file), options);
}

/// Nobody reads what is left of the rows, nor their texts.
TableStream::~TableStream() {
  if (parts_ == nullptr) return;
  parts_->window.row_count = 0;
  for (ColumnData& column : parts_->window.columns) {
    column.values.clear();
    column.link_codes.clear();
    column.present.clear();
    if (column.dictionary) column.dictionary = std::make_shared<Dictionary>();
  }
}

bool TableStream::next(const std::function<void()>& meanwhile) {
  if (parts_ == nullptr) return false;
  Parts& the = *parts_;
  if (!the.begun) the.more = the.batches.next(the.batch);
  the.begun = true;
  TableReader::Work work;
  if (meanwhile) work.push_back(meanwhile);
  if (!the.more || !the.clean) {
    if (meanwhile) meanwhile();
    return false;
  }
  work.push_back([&] { the.more = the.batches.next(the.coming); });
  const bool usable = the.reader.take(the.batch, work);
  std::swap(the.batch, the.coming);
  the.reader.hand_over(the.window);
  the.clean = usable && !the.complaints.any() && the.resolve();
  return the.clean;
}

bool TableStream::is_clean() const {
  if (parts_ == nullptr || !parts_->clean || parts_->complaints.any()) return false;
  if (parts_->reader.has_odd_column()) return false;
  return !parts_->more && !parts_->file->error() && !parts_->file->fault() &&
         parts_->reader.has_header() && parts_->reader.has_rows();
}

}  // namespace kpi::table
