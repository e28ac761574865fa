#include "table/load.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "table/complaints.hpp"
#include "table/header.hpp"
#include "table/links.hpp"
#include "table/read_table.hpp"

namespace kpi::table {
namespace {

/// The tables a run reads: those some rule touches, and those a column of theirs links to.
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

void append(std::vector<Reject>& rejects, std::vector<Reject> more) {
  std::move(more.begin(), more.end(), std::back_inserter(rejects));
}

}  // namespace

Loaded load(const Program& program, const Bindings& bindings, const io::Files& files,
            const LoadOptions& options, Diagnostics& diagnostics) {
  const IdVector<TableId, std::uint8_t> wanted = tables_to_read(program);
  Loaded loaded;
  LinkFacts facts;
  IdVector<TableId, Complaints> complaints;
  for (const TableSchema& schema : program.tables) {
    const TableId id = complaints.push(Complaints(schema.name, options));
    TableRead read;
    read.data.id = id;
    read.data.columns.resize(schema.columns.size());
    if (wanted[id] != 0 && !schema.derived_from) {
      const std::string path = path_of(schema, bindings, files);
      read = read_table(program, id, path, files, options, complaints[id]);
    }
    loaded.data.tables.push(std::move(read.data));
    loaded.rows_read.push_back(read.rows_read);
    append(loaded.rejects, std::move(read.rejects));
    loaded.rejects_not_listed += read.rejects_not_listed;
    facts.usable.push(read.usable ? 1 : 0);
    facts.left_out_keys.push(std::move(read.left_out_keys));
  }
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
