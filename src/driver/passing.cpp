#include "driver/passing.hpp"

#include <algorithm>

#include "driver/cells_only.hpp"
#include "table/read_table.hpp"

namespace kpi::driver {
namespace {

using Tables = IdVector<TableId, std::uint8_t>;

bool is_text(const Column& column) {
  return column.storage == Storage::Text || column.storage == Storage::Key ||
         column.storage == Storage::Link;
}

/// Whether each row can be read without the others.
bool rows_stand_alone(const TableSchema& schema) {
  const bool checked = std::any_of(schema.checks.begin(), schema.checks.end(),
                                   [](const RowCheck& check) { return check.applies(); });
  return stands_in_its_cells(schema) && !checked && schema.covers && schema.unique.empty() &&
         !schema.snapshot && !schema.valid && !schema.split && !schema.derived_from;
}

/// Takes out of `passing` what can only be read when all rows are known.
class Readers {
 public:
  Readers(const Program& program, const plan::Plan& plan, Tables& passing)
      : program_(program), passing_(passing) {
    for (const plan::CellsRequest& request : plan.aggregation.cells) {
      look_at(request.aggregate);
      look_at(program.aggregates[request.aggregate].table, request.paths);
    }
  }

 private:
  void take_out(TableId table) {
    if (table) passing_[table] = 0;
  }

  void look_at(AggregateId id) {
    const Aggregate& aggregate = program_.aggregates[id];
    const bool tells_apart = aggregate.kind == AggregateKind::CountDistinct;
    if (!tells_apart || !is_own_column(aggregate.table, aggregate.value)) look_at(aggregate.value);
    for (const ProgramExprId part : {aggregate.other, aggregate.where, aggregate.group_value,
                                     aggregate.group_other, aggregate.group_where})
      look_at(part);
    for (const AggregateId inner : aggregate.group_aggregates)
      look_at(inner);
  }

  /// Texts that are compared are looked up before the rows come.
  void look_at(ProgramExprId id) {
    if (!id) return;
    const Expr& expr = program_.exprs[id];
    const bool own = expr.op == Op::Column && expr.path.links.empty() && expr.type.table;
    const bool row = own && !expr.path.column;
    if (row || (own && is_text(program_.tables[expr.type.table].columns[expr.path.column]))) {
      take_out(expr.type.table);
    }
    for (const ProgramExprId arg : expr.args)
      look_at(arg);
  }

  /// Members that are told by a value of the row itself are found among all rows first.
  void look_at(TableId table, const std::vector<ColumnPath>& paths) {
    const bool led_there = std::all_of(paths.begin(), paths.end(),
                                       [](const ColumnPath& path) { return !path.links.empty(); });
    if (!led_there) take_out(table);
  }

  bool is_own_column(TableId table, ProgramExprId id) const {
    if (!id) return false;
    const Expr& expr = program_.exprs[id];
    return expr.op == Op::Column && expr.path.links.empty() && expr.path.column &&
           expr.type.table == table;
  }

  const Program& program_;
  Tables& passing_;
};

}  // namespace

Tables passing_tables(const Program& program, const plan::Plan& plan, const RunRequest& request,
                      const io::Files& files) {
  Tables passing;
  passing.resize(program.tables.size(), 0);
  const bool cells_only = request.engine == Engine::Native && !request.reads_rows &&
                          !request.load.keep_going && request.load.store == nullptr;
  if (!cells_only) return passing;
  passing = tables_of_cells_only(program, plan);
  for (std::size_t t = 0; t < passing.size(); ++t) {
    const TableSchema& schema = program.tables[TableId(t)];
    if (!schema.used || !rows_stand_alone(schema)) passing[TableId(t)] = 0;
  }
  const Readers readers(program, plan, passing);
  for (std::size_t t = 0; t < passing.size(); ++t) {
    if (passing[TableId(t)] == 0) continue;
    const table::Source source =
        table::source_of(program.tables[TableId(t)], request.bindings, files);
    const bool one_file = !source.path.empty() && source.rival.empty();
    passing[TableId(t)] = one_file ? 1 : 0;
  }
  return passing;
}

}  // namespace kpi::driver
