#include "table/load.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "table/complaints.hpp"
#include "table/file_faults.hpp"
#include "table/header.hpp"
#include "table/links.hpp"
#include "table/read_table.hpp"

namespace kpi::table {
namespace {

void append(std::vector<Reject>& rejects, std::vector<Reject> more) {
  std::move(more.begin(), more.end(), std::back_inserter(rejects));
}

/// Columns that are in no file have no value in any row.
void add_absent_columns(const TableSchema& schema, TableData& data) {
  for (std::size_t i = 0; i < schema.columns.size(); ++i) {
    const Column& column = schema.columns[ColumnId(i)];
    if (!column.in_no_file || !column.used) continue;
    ColumnData& absent = data.columns[ColumnId(i)];
    absent.storage = column.storage;
    absent.values.assign(data.row_count, 0);
    absent.present.assign(data.row_count, 0);
    if (column.storage == Storage::Link) absent.link_codes.assign(data.row_count, 0);
    const bool texts = column.storage == Storage::Link || column.storage == Storage::Text;
    if (texts) absent.dictionary = std::make_shared<Dictionary>();
  }
}

/// Its columns are those of the file, cell by cell, which is what a store knows.
bool has_cells_of_file(const TableSchema& schema) {
  return std::none_of(schema.columns.begin(), schema.columns.end(), [](const Column& column) {
    return column.headers_of || !column.headers.empty() || column.year || column.year_column;
  });
}

/// The table as its store has it; not usable where the file must be read.
TableRead kept_table(const Program& program, TableId id, std::string path,
                     const LoadOptions& options) {
  const TableSchema& schema = program.tables[id];
  TableRead read;
  read.data.id = id;
  read.data.key = schema.key;
  read.data.path = std::move(path);
  read.data.columns.resize(schema.columns.size());
  if (options.store == nullptr || !has_cells_of_file(schema)) return read;
  const io::Timed timed(options.profile, "look up", schema.name);
  read.usable = options.store->fetch(program, options.run_jobs, read.data);
  read.rows_read = read.data.row_count;
  if (read.usable) index_keys(read.data);
  return read;
}

/// By table; one that is not read has none.
IdVector<TableId, Source> sources_of(const Program& program, const Bindings& bindings,
                                     const io::Files& files) {
  const IdVector<TableId, std::uint8_t> wanted = tables_to_read(program);
  IdVector<TableId, Source> sources;
  for (const TableSchema& schema : program.tables) {
    const bool read = wanted[sources.next_id()] != 0 && !schema.derived_from;
    sources.push(read ? source_of(schema, bindings, files) : Source());
  }
  return sources;
}

/// Every table that is read; those that are not usable have the path of their file. What is still
/// to be read is expected.
IdVector<TableId, TableRead> kept_tables(const Program& program,
                                         const IdVector<TableId, Source>& sources,
                                         const io::Files& files, const LoadOptions& options) {
  IdVector<TableId, TableRead> reads;
  for (const TableSchema& schema : program.tables) {
    const TableId id = reads.next_id();
    TableRead read;
    read.data.id = id;
    read.data.columns.resize(schema.columns.size());
    read.data.path = sources[id].path;
    if (!read.data.path.empty() && sources[id].rival.empty()) {
      read = kept_table(program, id, sources[id].path, options);
      const bool tell = !read.usable && options.progress != nullptr;
      const auto file = tell ? files.identity(read.data.path) : std::nullopt;
      if (file) options.progress->expect(file->bytes);
    }
    reads.push(std::move(read));
  }
  return reads;
}

bool passes(TableId table, const LoadOptions& options) {
  return table.index() < options.passing.size() && options.passing[table] != 0;
}

/// A table without its rows, which are to pass by.
void prepare_to_pass(const TableSchema& schema, TableRead& read) {
  read.usable = true;
  read.data.passes = true;
  for (std::size_t i = 0; i < schema.columns.size(); ++i) {
    const Column& column = schema.columns[ColumnId(i)];
    ColumnData& data = read.data.columns[ColumnId(i)];
    data.storage = column.storage;
    const bool texts = column.storage == Storage::Link || column.storage == Storage::Text ||
                       column.storage == Storage::Key;
    if (texts) data.dictionary = std::make_shared<Dictionary>();
  }
}

/// What was read without a complaint is kept.
TableRead read_and_keep(const Program& program, TableId id, const std::string& path,
                        const io::Files& files, const LoadOptions& options,
                        Complaints& complaints) {
  TableRead read = read_table(program, id, path, files, options, complaints);
  const bool clean = read.usable && read.rejects.empty() && !complaints.any();
  const bool kept = options.store != nullptr && has_cells_of_file(program.tables[id]);
  if (!kept || !clean) return read;
  const io::Timed timed(options.profile, "keep", program.tables[id].name);
  options.store->keep(program, options.run_jobs, read.data);
  return read;
}

}  // namespace

IdVector<TableId, std::uint8_t> tables_to_read(const Program& program) {
  IdVector<TableId, std::uint8_t> wanted;
  for (const TableSchema& schema : program.tables)
    wanted.push(schema.used ? 1 : 0);
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t t = 0; t < program.tables.size(); ++t) {
      const TableSchema& schema = program.tables[TableId(t)];
      for (std::size_t c = 0; wanted[TableId(t)] != 0 && c < schema.columns.size(); ++c) {
        const Column& column = schema.columns[ColumnId(c)];
        if (column.storage != Storage::Link || !is_read(schema, ColumnId(c))) continue;
        changed = changed || wanted[column.type.link] == 0;
        wanted[column.type.link] = 1;
      }
    }
  }
  return wanted;
}

Loaded load(const Program& program, const Bindings& bindings, const io::Files& files,
            const LoadOptions& options, Diagnostics& diagnostics) {
  Loaded loaded;
  LinkFacts facts;
  IdVector<TableId, Complaints> complaints;
  const IdVector<TableId, Source> sources = sources_of(program, bindings, files);
  IdVector<TableId, TableRead> reads = kept_tables(program, sources, files, options);
  for (const TableSchema& schema : program.tables) {
    const TableId id = complaints.push(Complaints(schema.name, options));
    TableRead& read = reads[id];
    complaints[id].set_path(read.data);
    if (passes(id, options)) prepare_to_pass(schema, read);
    const bool unread = !read.usable && !read.data.path.empty();
    if (!sources[id].rival.empty()) {
      complain_of_two_files(schema, sources[id].rival, complaints[id]);
    } else if (unread) {
      read = read_and_keep(program, id, read.data.path, files, options, complaints[id]);
    }
    if (read.usable) add_absent_columns(schema, read.data);
    loaded.data.tables.push(std::move(read.data));
    loaded.rows_read.push_back(read.rows_read);
    append(loaded.rejects, std::move(read.rejects));
    loaded.rejects_not_listed += read.rejects_not_listed;
    facts.usable.push(read.usable ? 1 : 0);
    facts.left_out_keys.push(std::move(read.left_out_keys));
  }
  const bool more_to_read =
      std::find(options.passing.begin(), options.passing.end(), 1) != options.passing.end();
  if (options.progress != nullptr && !more_to_read) options.progress->end();
  facts.gone.resize(program.tables.size());
  {
    const io::Timed timed(options.profile, "link");
    resolve_links(program, loaded, std::move(facts), options, complaints);
  }
  complete_rejects(loaded, files, options);
  for (std::size_t t = 0; t < program.tables.size(); ++t) {
    complaints[TableId(t)].report(diagnostics, loaded.rows_read[t]);
  }
  return loaded;
}

}  // namespace kpi::table
