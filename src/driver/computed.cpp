#include "driver/computed.hpp"

#include <set>
#include <utility>

#include "exec/cube.hpp"
#include "plan/plan.hpp"
#include "program/links.hpp"
#include "reference/reference.hpp"
#include "score/score.hpp"

namespace kpi::driver {
namespace {

using Place = std::pair<TableId, ColumnId>;

/// The calculated columns in use, each after those its formula reads.
class Order {
 public:
  explicit Order(const Program& program) : program_(program) {}

  std::vector<Place> take() {
    for (std::size_t t = 0; t < program_.tables.size(); ++t) {
      const TableSchema& table = program_.tables[TableId(t)];
      for (std::size_t c = 0; c < table.columns.size(); ++c)
        visit({TableId(t), ColumnId(c)});
    }
    return std::move(order_);
  }

 private:
  void visit(Place place) {
    const Column& column = program_.tables[place.first].columns[place.second];
    if (!column.computed || !column.used || !seen_.insert(place).second) return;
    read(column.computed);
    order_.push_back(place);
  }

  void read(ProgramExprId id) {
    if (!id) return;
    const Expr& expr = program_.exprs[id];
    if (expr.op == Op::Column) read(expr.type.table, expr.path);
    if (expr.metric) read(program_.metrics[expr.metric].formula);
    if (expr.aggregate) read(program_.aggregates[expr.aggregate]);
    if (expr.reduction) read(program_.aggregates[expr.reduction]);
    for (const ProgramExprId arg : expr.args)
      read(arg);
  }

  void read(TableId table, const ColumnPath& path) {
    if (path.column) visit({table_after(program_, table, path.links), path.column});
  }

  void read(const Aggregate& aggregate) {
    for (const ProgramExprId part :
         {aggregate.value, aggregate.other, aggregate.where, aggregate.group_value,
          aggregate.group_other, aggregate.group_where})
      read(part);
    if (aggregate.per) read(aggregate.table, *aggregate.per);
    for (const ColumnPath& path : aggregate.per_also)
      read(aggregate.table, path);
    for (const AggregateId inner : aggregate.group_aggregates)
      read(program_.aggregates[inner]);
  }

  const Program& program_;
  std::set<Place> seen_;
  std::vector<Place> order_;
};

/// The whole history is asked for: nothing lies before or after what the tables cover.
Program without_coverage(const Program& program) {
  Program open = program;
  for (TableSchema& table : open.tables) {
    if (table.dated) table.covers = DateRange{kFirstDay, kLastDay};
  }
  return open;
}

/// One value per row of the table.
score::QueryResult values_of(const Program& program, const table::Dataset& data, Place place,
                             Date as_of, Engine engine, Diagnostics& diagnostics) {
  const TableSchema& table = program.tables[place.first];
  const Column& column = table.columns[place.second];
  plan::QueryRequest wanted;
  wanted.measures = {column.computed};
  wanted.axes = {{place.first, {}, table.name, column.span, true, {}}};
  wanted.keys = {{0, {}}};
  wanted.days = {kFirstDay, as_of};
  wanted.as_of = as_of;
  const std::vector<score::QueryResult::Measure> measures = {{column.name, {}, column.type, {}}};
  const plan::Plan plan = plan::plan_query(program, wanted, diagnostics);
  if (!plan.ok || diagnostics.has_errors()) return {};
  if (engine == Engine::Reference) {
    return reference::query(program, data, wanted, measures, {table.name}, diagnostics);
  }
  const exec::Cube cube = exec::execute(program, plan.aggregation, data, {}, diagnostics);
  return score::score_query({program, plan, data, cube}, measures, {table.name}, diagnostics);
}

/// The value as the column stores it; nothing if it has too many digits.
std::optional<std::int64_t> stored(const Value& value, const Column& column,
                                   table::Dictionary* texts) {
  if (value.is_date()) return value.date().days;
  if (value.is_datetime()) return value.datetime().seconds;
  if (value.is_bool()) return value.truth() ? 1 : 0;
  if (value.is_text()) return texts->intern(value.text());
  return (value.number() * power_of_ten(column.type.scale)).to_int64();
}

void store(const Program& program, Place place, const score::QueryResult& found,
           table::Dataset& data, Diagnostics& diagnostics) {
  const Column& schema = program.tables[place.first].columns[place.second];
  table::TableData& table = data.tables[place.first];
  table::ColumnData& column = table.columns[place.second];
  column.storage = schema.storage;
  column.values.assign(table.row_count, 0);
  column.present.assign(table.row_count, 0);
  if (schema.storage == Storage::Text) column.dictionary = std::make_shared<table::Dictionary>();
  for (const score::QueryResult::Row& row : found.rows) {
    const bool member = !row.is_none && !row.is_total;
    if (!member || row.values[0].is_none()) continue;
    const auto at = table.row_of_key(row.keys[0]);
    const auto value = stored(row.values[0], schema, column.dictionary.get());
    if (!value) {
      diagnostics.report(Code::computed_too_large, schema.span,
                         {{"table", program.tables[place.first].name},
                          {"column", schema.name},
                          {"key", row.keys[0]}});
      return;
    }
    column.values.set(*at, *value);
    column.present[*at] = 1;
  }
}

}  // namespace

void fill_computed(const Program& program, table::Dataset& data, Date as_of, Engine engine,
                   Diagnostics& diagnostics) {
  const std::vector<Place> order = Order(program).take();
  if (order.empty()) return;
  const Program open = without_coverage(program);
  for (const Place& place : order) {
    const score::QueryResult found = values_of(open, data, place, as_of, engine, diagnostics);
    if (diagnostics.has_errors()) return;
    store(program, place, found, data, diagnostics);
  }
}

}  // namespace kpi::driver
