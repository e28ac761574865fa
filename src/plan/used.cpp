#include <algorithm>
#include <functional>

#include "plan/plan.hpp"

/// Which tables and columns a plan reads. A run loads and checks only those: a file that no rule
/// asked for may be missing.
namespace kpi::plan {
namespace {

class Marker {
 public:
  Marker(Program& program, bool for_reports) : program_(program), for_reports_(for_reports) {}

  void column(TableId table, ColumnId column) {
    if (!column) return;
    this->table(table);
    Column& read = program_.tables[table].columns[column];
    if (read.used) return;
    read.used = true;
    if (read.type.kind == Kind::Link) this->table(read.type.link);
    this->column(table, read.year_column);
    expr(read.computed);
    if (read.copied) path(table, ColumnPath(*read.copied));
    if (read.history) {
      const HistoryLink history = *read.history;
      path(table, {history.links, {}});
      this->column(history.table, history.about);
    }
  }

  void path(TableId table, const ColumnPath& path) {
    this->table(table);
    for (const ColumnId link : path.links) {
      column(table, link);
      table = program_.tables[table].columns[link].type.link;
    }
    column(table, path.column);
  }

  /// A table that is touched is loaded with its key, its date, its owner, its validity and whatever
  /// its checks and unique rules read.
  void table(TableId id) {
    TableSchema& schema = program_.tables[id];
    if (schema.used) return;
    schema.used = true;
    column(id, schema.key);
    if (schema.derived_from) column(schema.derived_from, schema.derived_of);
    for (std::size_t i = 0; i < schema.columns.size(); ++i) {
      const Column& linked = schema.columns[ColumnId(i)];
      const bool link = linked.type.kind == Kind::Link && !linked.history;
      if (link && for_reports_) column(id, ColumnId(i));
    }
    column(id, schema.dated);
    if (schema.credited && for_reports_)
      path(id, *schema.credited);  // rows without an owner are
                                   // counted
    if (schema.valid) {
      column(id, schema.valid->from);
      column(id, schema.valid->to);
    }
    for (const auto& unique : schema.unique) {
      for (const ColumnId part : unique)
        column(id, part);
    }
    for (const RowCheck& check : schema.checks) {
      if (!check.of_library) expr(check.condition);
    }
    if (for_reports_) mark_name(id);
  }

  void expr(ProgramExprId id) {
    if (!id) return;
    const Expr& expr = program_.exprs[id];
    if (expr.op == Op::Column) path(expr.type.table, expr.path);
    if (expr.op == Op::Held) held(expr);
    if (expr.aggregate) aggregate(expr.aggregate);
    if (expr.op == Op::Workdays) holidays();
    if (expr.metric) this->expr(program_.metrics[expr.metric].formula);
    this->expr(expr.peers.held);
    this->expr(expr.context.subject.held);
    if (expr.rates) {
      const Rates& rates = program_.rates[expr.rates];
      column(rates.table, rates.currency);
      column(rates.table, rates.rate);
    }
    for (const ProgramExprId arg : expr.args)
      this->expr(arg);
  }

  void held(const Expr& expr) {
    path(expr.history, expr.path);
    column(expr.history, expr.about);
  }

  void aggregate(AggregateId id) {
    const Aggregate& aggregate = program_.aggregates[id];
    table(aggregate.table);
    column(aggregate.table, aggregate.dated);
    if (aggregate.owner) path(aggregate.table, *aggregate.owner);
    if (aggregate.per) path(aggregate.table, *aggregate.per);
    for (const ColumnPath& path : aggregate.per_also)
      this->path(aggregate.table, path);
    if (aggregate.per_table) table(aggregate.per_table);
    for (std::size_t i = 0; i < aggregate.group_pers.size(); ++i)
      path(program_.aggregates[aggregate.group_aggregates[i]].table, aggregate.group_pers[i]);
    expr(aggregate.value);
    expr(aggregate.other);
    expr(aggregate.where);
    for (const AggregateId inner : aggregate.group_aggregates)
      this->aggregate(inner);
  }

  /// The plan that is made again with more of the past may meet other versions.
  void other_versions(const Plan& plan) {
    for (const ProgramExprId version : plan.other_versions)
      expr(version);
    for (const Scorecard& card : program_.scorecards) {
      if (card.effective) this->card(card);
    }
    for (const Payout& payout : program_.payouts) {
      if (!payout.effective) continue;
      expr(payout.amount);
      adjustments(payout.adjustments);
      for (const Carry& carry : payout.carries) {
        expr(carry.initial);
        expr(carry.next);
      }
    }
  }

  /// A company that has no such column must be able to use the rest of the table. So this comes
  /// last, when it is known what else is read.
  void checks_of_library() {
    for (TableSchema& schema : program_.tables) {
      if (!schema.used) continue;
      for (RowCheck& check : schema.checks) {
        if (!check.of_library || !is_read(check.condition)) continue;
        check.columns_read = true;
        expr(check.condition);
      }
    }
  }

  void holidays() {
    if (!program_.holidays) return;
    column(program_.holidays->table, program_.holidays->day);
    column(program_.holidays->table, program_.holidays->kind);
  }

 private:
  /// Whether the rules read every column of the files that stands in it.
  bool is_read(ProgramExprId id) const {
    const Expr& expr = program_.exprs[id];
    if (expr.op == Op::Column && !is_read(expr.type.table, expr.path)) return false;
    return std::all_of(expr.args.begin(), expr.args.end(),
                       [&](ProgramExprId arg) { return is_read(arg); });
  }

  bool is_read(TableId table, const ColumnPath& path) const {
    for (const ColumnId link : path.links) {
      const Column& read = program_.tables[table].columns[link];
      if (!read.used) return false;
      table = read.type.link;
    }
    if (!path.column) return true;
    const Column& read = program_.tables[table].columns[path.column];
    return read.computed ? is_read(read.computed) : read.used;
  }

  void card(const Scorecard& card) {
    for (const Line& line : card.lines) {
      for (const ProgramExprId part : {line.measure, line.target, line.scored})
        expr(part);
    }
    adjustments(card.adjustments);
  }

  void adjustments(const std::vector<Adjust>& adjustments) {
    for (const Adjust& adjust : adjustments) {
      expr(adjust.value);
      expr(adjust.when);
    }
  }

  /// People are shown by name beside their key.
  void mark_name(TableId id) {
    IdVector<ColumnId, Column>& columns = program_.tables[id].columns;
    if (!program_.tables[id].key) return;
    for (Column& column : columns) {
      if (is_name_of_rows(column) && column.storage == Storage::Text) column.used = true;
    }
  }

  Program& program_;
  bool for_reports_;
};

}  // namespace

void mark_used(Program& program, const Plan& plan, const AlsoUsed& also) {
  Marker marker(program, also.for_reports);
  for (const auto& [table, column] : also.columns)
    marker.column(table, column);
  for (const CellsRequest& request : plan.aggregation.cells) {
    const Aggregate& aggregate = program.aggregates[request.aggregate];
    marker.aggregate(request.aggregate);
    for (const ColumnPath& path : request.paths)
      marker.path(aggregate.table, path);
    for (std::size_t i = 0; i < request.parts.size(); ++i) {
      const TableId table = program.aggregates[aggregate.group_aggregates[i]].table;
      for (const ColumnPath& path : request.parts[i].paths)
        marker.path(table, path);
    }
    for (const auto& path : request.group_paths) {
      if (path) marker.path(aggregate.per_table, *path);
    }
  }
  for (const AggregateId aggregate : plan.aggregates_not_due)
    marker.aggregate(aggregate);
  for (const ProgramExprId expr : plan.exprs_not_due)
    marker.expr(expr);
  if (plan.asks_data_start) marker.other_versions(plan);
  if (plan.asks_workdays) marker.holidays();
  for (const Space& space : plan.aggregation.spaces) {
    for (const Axis& axis : space.axes) {
      marker.table(axis.table);
      if (axis.column) marker.path(axis.table, *axis.column);
      marker.column(axis.table, axis.boss);
    }
  }
  for (const QueryKey& key : plan.query_keys) {
    const Axis& axis = plan.aggregation.spaces[plan.query_space].axes[key.axis];
    if (key.column) marker.path(axis.table, *key.column);
  }
  for (const Step& step : plan.steps) {
    const Space& space = plan.aggregation.spaces[step.space];
    const bool reads = step.kind == StepKind::Column || step.kind == StepKind::Gather ||
                       step.kind == StepKind::Follow;
    if (reads) marker.path(space.axes[0].table, step.path);
    if (step.kind == StepKind::Held) marker.held(program.exprs[step.expr]);
    if (step.kind == StepKind::OverPeople) {
      marker.path(program.aggregates[program.exprs[step.expr].reduction].per_people, step.path);
    }
  }
  marker.checks_of_library();
}

}  // namespace kpi::plan
