#include "driver/passing.hpp"

#include <algorithm>

#include "score/tables_read.hpp"
#include "table/read_table.hpp"

namespace kpi::driver {
namespace {

using Tables = IdVector<TableId, std::uint8_t>;

bool is_text(const Column& column) {
  return column.storage == Storage::Text || column.storage == Storage::Key ||
         column.storage == Storage::Link;
}

/// Whether a cell of the file and nothing else says the value.
bool stands_in_its_cell(const Column& column) {
  return !column.computed && !column.history && !column.copied && !column.in_no_file &&
         !column.currency && !column.or_unmatched;
}

/// Whether each row can be read without the others.
bool rows_stand_alone(const TableSchema& schema) {
  const bool checked = std::any_of(schema.checks.begin(), schema.checks.end(),
                                   [](const RowCheck& check) { return check.applies(); });
  const bool plain = std::all_of(schema.columns.begin(), schema.columns.end(),
                                 [](const Column& c) { return !c.used || stands_in_its_cell(c); });
  return plain && !checked && schema.covers && schema.unique.empty() && !schema.snapshot &&
         !schema.valid && !schema.split && !schema.derived_from;
}

/// Takes out of `passing` what something reads otherwise than as the rows of an aggregate.
class Readers {
 public:
  Readers(const Program& program, const plan::Plan& plan, Tables& passing)
      : program_(program), plan_(plan), passing_(passing) {}

  void take_out() {
    take_out_by_declarations();
    const Tables read = score::tables_read(program_, plan_);
    for (std::size_t t = 0; t < read.size(); ++t) {
      if (read[TableId(t)] != 0) take_out(TableId(t));
    }
    for (const plan::Space& space : plan_.aggregation.spaces) {
      for (const plan::Axis& axis : space.axes) {
        take_out(axis.table);
        take_out(axis.from);
      }
    }
    for (const Expr& expr : program_.exprs) {
      take_out(expr.history);
      const bool looked_up = expr.op == Op::Workdays || expr.op == Op::Convert;
      if (looked_up) take_out_rows_of(expr);
    }
    Tables scanned;
    scanned.resize(passing_.size(), 0);
    for (const plan::CellsRequest& request : plan_.aggregation.cells) {
      const TableId table = program_.aggregates[request.aggregate].table;
      look_at(request.aggregate);
      look_at(table, request.paths);
      if (table) scanned[table] = 1;
    }
    for (std::size_t t = 0; t < scanned.size(); ++t) {
      if (scanned[TableId(t)] == 0) take_out(TableId(t));  // nobody would come to read its rows
    }
  }

 private:
  void take_out(TableId table) {
    if (table) passing_[table] = 0;
  }

  /// Days that no holidays and rates that no row covers are told by their rows.
  void take_out_rows_of(const Expr& expr) {
    if (expr.op == Op::Column) take_out(expr.type.table);
    for (const ProgramExprId arg : expr.args)
      take_out_rows_of(program_.exprs[arg]);
  }

  void take_out_by_declarations() {
    if (program_.holidays) take_out(program_.holidays->table);
    for (const Rates& rates : program_.rates)
      take_out(rates.table);
    for (const TableSchema& schema : program_.tables) {
      if (schema.split) take_out(schema.split->table);
      if (schema.used) take_out(schema.derived_from);
      for (const Column& column : schema.columns) {
        if (column.used && column.storage == Storage::Link) take_out(column.type.link);
        if (column.history) take_out(column.history->table);
      }
    }
  }

  void look_at(AggregateId id) {
    const Aggregate& aggregate = program_.aggregates[id];
    take_out(aggregate.per_table);
    const bool by_itself = !aggregate.of_subject && !aggregate.by_credit &&
                           aggregate.of_card.empty() && aggregate.per_also.empty();
    if (!by_itself) take_out(aggregate.table);
    const bool tells_apart = aggregate.kind == AggregateKind::CountDistinct;
    if (!tells_apart || !is_own_column(aggregate.table, aggregate.value)) look_at(aggregate.value);
    for (const ProgramExprId part : {aggregate.other, aggregate.where, aggregate.group_value,
                                     aggregate.group_other, aggregate.group_where})
      look_at(part);
    for (const AggregateId inner : aggregate.group_aggregates) {
      if (program_.aggregates[inner].table != aggregate.table) {
        take_out(aggregate.table);  // the same texts have other codes elsewhere
        take_out(program_.aggregates[inner].table);
      }
      look_at(inner);
    }
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
  const plan::Plan& plan_;
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
  for (std::size_t t = 0; t < passing.size(); ++t) {
    const TableSchema& schema = program.tables[TableId(t)];
    if (schema.used && rows_stand_alone(schema)) passing[TableId(t)] = 1;
  }
  Readers(program, plan, passing).take_out();
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
