#include "driver/kept_cells.hpp"

#include <algorithm>
#include <utility>

#include "cache/messages.hpp"
#include "cache/plan_key.hpp"
#include "driver/holidays.hpp"
#include "score/score.hpp"
#include "score/tables_read.hpp"
#include "table/read_table.hpp"

namespace kpi::driver {
namespace {

using Tables = IdVector<TableId, std::uint8_t>;

/// Columns that are made of the rows of several tables are not loaded by themselves.
bool is_in_a_file(const Column& column) {
  return !column.computed && !column.history && !column.copied;
}

bool can_be_loaded_alone(const Program& program, const Tables& tables) {
  for (std::size_t t = 0; t < tables.size(); ++t) {
    const TableSchema& schema = program.tables[TableId(t)];
    if (tables[TableId(t)] == 0) continue;
    const bool all = std::all_of(schema.columns.begin(), schema.columns.end(),
                                 [](const auto& c) { return !c.used || is_in_a_file(c); });
    if (schema.derived_from || !all) return false;
  }
  return true;
}

/// The same rules, of which only these tables are in use.
Program with_tables(const Program& program, const Tables& tables) {
  Program part = program;
  for (std::size_t t = 0; t < tables.size(); ++t) {
    TableSchema& schema = part.tables[TableId(t)];
    if (tables[TableId(t)] != 0) continue;
    schema.used = false;
    for (Column& column : schema.columns)
      column.used = false;
  }
  return part;
}

/// By table; empty where it has no file that is read. Nothing where it is not clear which files
/// those are.
std::optional<std::vector<std::string>> paths_of(const Program& program, const RunRequest& request,
                                                 const io::Files& files) {
  std::vector<std::string> paths;
  const Tables wanted = table::tables_to_read(program);
  for (std::size_t t = 0; t < wanted.size(); ++t) {
    const TableSchema& schema = program.tables[TableId(t)];
    const bool read = wanted[TableId(t)] != 0 && !schema.derived_from;
    table::Source source;
    if (read) source = table::source_of(schema, request.bindings, files);
    if (!source.rival.empty()) return std::nullopt;
    paths.push_back(std::move(source.path));
  }
  return paths;
}

/// Whether there is a cell for every member and interval of the plan, and a member for every row.
bool fits(const exec::Cube& cube, const plan::AggregationPlan& plan, const table::Dataset& data) {
  const bool counts = cube.members.size() == plan.spaces.size() &&
                      cube.cells.size() == plan.cells.size() &&
                      cube.tables.size() == data.tables.size();
  if (!counts) return false;
  for (std::size_t s = 0; s < plan.spaces.size(); ++s) {
    const auto& axes = plan.spaces[plan::SpaceId(s)].axes;
    const bool rows = axes.size() == 1 && axes[0].kind == plan::AxisKind::Row;
    const std::size_t members = cube.members[plan::SpaceId(s)].size();
    if (rows && members < data.tables[axes[0].table].row_count) return false;
  }
  for (std::size_t c = 0; c < plan.cells.size(); ++c) {
    const plan::CellsRequest& request = plan.cells[plan::CellsId(c)];
    const exec::Cells& cells = cube.cells[plan::CellsId(c)];
    const std::size_t count = cube.members[request.space].size() * cells.intervals();
    if (cells.values().size() != count || cells.intervals() < request.intervals.size()) {
      return false;
    }
  }
  return true;
}

}  // namespace

bool CellsOfBefore::take(Computed& computed, Diagnostics& diagnostics) {
  if (!look_at_files(computed)) return false;
  Computed found;
  found.program = computed.program;
  found.plan = computed.plan;
  if (planned_twice_ && !plan_again(found)) return false;
  const Tables tables = score::tables_read(found.program, found.plan);
  const auto key = key_of(found);
  if (!key || !can_be_loaded_alone(found.program, tables)) return false;
  std::optional<cache::KeptCells> kept;
  {
    const io::Timed timed(request_.profile, "look up", "cells");
    kept = request_.cache->fetch_cells(*key);
  }
  auto loaded = kept ? load(found.program, tables) : std::nullopt;
  if (!loaded || !fits(kept->cube, found.plan.aggregation, loaded->data)) return false;
  for (std::size_t t = 0; t < paths_.size(); ++t)
    loaded->data.tables[TableId(t)].path = paths_[t];
  found.loaded = std::move(*loaded);
  found.cube = std::move(kept->cube);
  for (Diagnostic& message : kept->said) {
    Diagnostic& reported =
        diagnostics.report_data(message.code, *message.data, std::move(message.arguments));
    reported.notes = std::move(message.notes);
    reported.hints = std::move(message.hints);
  }
  computed = std::move(found);
  return true;
}

bool CellsOfBefore::look_at_files(const Computed& computed) {
  const bool asked = request_.cache != nullptr && request_.engine == Engine::Native;
  if (!asked || request_.reads_rows) return false;
  planned_twice_ = computed.plan.asks_data_start || computed.plan.asks_workdays;
  const auto paths = paths_of(computed.program, request_, files_);
  if (!paths) return false;
  paths_ = *paths;
  state_ = request_.cache->settled(paths_);
  return state_.has_value();
}

/// With the days that the rows begin, as they were when all of them were read, and the holidays.
bool CellsOfBefore::plan_again(Computed& computed) const {
  const auto rows_key = cache::plan_key(computed.program, {}, *state_, paths_);
  const auto starts = rows_key ? request_.cache->fetch_starts(*rows_key) : std::nullopt;
  if (!starts || starts->size() != computed.program.tables.size()) return false;
  if (computed.program.holidays) {
    Tables holidays;
    holidays.resize(computed.program.tables.size(), 0);
    holidays[computed.program.holidays->table] = 1;
    const auto loaded = load(computed.program, holidays);
    if (!loaded) return false;
    Diagnostics known;
    read_holidays(computed.program, loaded->data, known);
  }
  computed.plan = make_plan_(computed.program, *starts);
  return computed.plan.ok;
}

std::optional<std::string> CellsOfBefore::key_of(const Computed& computed) const {
  return cache::plan_key(computed.program, computed.plan.aggregation, *state_, paths_);
}

std::optional<table::Loaded> CellsOfBefore::load(const Program& program,
                                                 const Tables& tables) const {
  Diagnostics known;  // what is said of these tables is among what was kept
  table::Loaded loaded =
      table::load(with_tables(program, tables), request_.bindings, files_, request_.load, known);
  const bool same =
      !known.has_errors() && loaded.rejects.empty() && request_.cache->settled(paths_) == state_;
  if (!same) return std::nullopt;
  return loaded;
}

void CellsOfBefore::keep(const Computed& computed, std::vector<Diagnostic> said) {
  const bool about_files = std::all_of(said.begin(), said.end(), cache::can_be_kept);
  if (!state_ || !about_files || !computed.loaded.rejects.empty()) return;
  const plan::Plan& plan = computed.plan;
  for (const exec::TableFacts& facts : computed.cube.tables) {
    // what is said of a table without a row up to that day names its first, which is not kept
    if (facts.first && plan.aggregation.as_of < *facts.first) return;
  }
  const auto key = key_of(computed);
  const Tables tables = score::tables_read(computed.program, plan);
  if (!key || !can_be_loaded_alone(computed.program, tables)) return;
  const io::Timed timed(request_.profile, "keep", "cells");
  if (request_.cache->settled(paths_) != state_) return;
  request_.cache->keep_cells(*key, {computed.cube, std::move(said)});
  const auto rows_key = cache::plan_key(computed.program, {}, *state_, paths_);
  if (!planned_twice_ || !rows_key) return;
  request_.cache->keep_starts(*rows_key, score::data_start(computed.program, computed.loaded.data));
}

}  // namespace kpi::driver
