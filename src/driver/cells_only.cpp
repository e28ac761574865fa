#include "driver/cells_only.hpp"

#include <algorithm>

#include "score/tables_read.hpp"

namespace kpi::driver {
namespace {

using Tables = IdVector<TableId, std::uint8_t>;

/// Takes out of all tables what something reads otherwise than as the rows of an aggregate.
class OtherReaders {
 public:
  OtherReaders(const Program& program, const plan::Plan& plan) : program_(program), plan_(plan) {
    left_.resize(program.tables.size(), 1);
  }

  Tables left() {
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
    scanned.resize(left_.size(), 0);
    for (const plan::CellsRequest& request : plan_.aggregation.cells) {
      look_at(request.aggregate);
      const TableId table = program_.aggregates[request.aggregate].table;
      if (table) scanned[table] = 1;
    }
    for (std::size_t t = 0; t < scanned.size(); ++t) {
      if (scanned[TableId(t)] == 0) take_out(TableId(t));  // nobody would come to read its rows
    }
    return std::move(left_);
  }

 private:
  void take_out(TableId table) {
    if (table) left_[table] = 0;
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
    for (const AggregateId inner : aggregate.group_aggregates) {
      if (program_.aggregates[inner].table != aggregate.table) {
        take_out(aggregate.table);  // the same texts have other codes elsewhere
        take_out(program_.aggregates[inner].table);
      }
      look_at(inner);
    }
  }

  const Program& program_;
  const plan::Plan& plan_;
  Tables left_;
};

}  // namespace

Tables tables_of_cells_only(const Program& program, const plan::Plan& plan) {
  return OtherReaders(program, plan).left();
}

bool stands_in_its_cells(const TableSchema& schema) {
  return std::all_of(schema.columns.begin(), schema.columns.end(), [](const Column& column) {
    const bool of_headers = column.headers_of || !column.headers.empty();
    const bool in_year = column.year || column.year_column;
    return !column.used ||
           (!of_headers && !in_year && !column.computed && !column.history && !column.copied &&
            !column.in_no_file && !column.currency && !column.or_unmatched);
  });
}

}  // namespace kpi::driver
