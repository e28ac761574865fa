#include <algorithm>

#include "program/links.hpp"
#include "score/steps.hpp"

/// Slots -> the rows of a query.
namespace kpi::score {
namespace {

constexpr const char* kNone = "(none)";

std::string coordinate_text(const ScoreInput& input, const plan::Axis& axis,
                            const exec::Coordinate& coordinate) {
  if (coordinate.none) return kNone;
  if (axis.kind != plan::AxisKind::Row) return coordinate.text;
  const ColumnId key = input.program.tables[axis.table].key;
  const table::TableData& table = input.data.tables[axis.table];
  if (!key) return table.files.name(table.lines[coordinate.row]);
  return column_value(input, axis.table, {{}, key}, coordinate.row).text();
}

/// A column of the row that stands on the axis.
std::string column_text(const ScoreInput& input, TableId table, const ColumnPath& path,
                        const exec::Coordinate& coordinate) {
  if (coordinate.none) return kNone;
  const auto row = row_after(input, table, path.links, coordinate.row);
  const TableId end = table_after(input.program, table, path.links);
  if (!row || !input.data.tables[end].columns[path.column].has(*row)) return kNone;
  return table::cell_text(input.program, input.data, end, path.column, *row);
}

QueryResult::Row row_of(const ScoreInput& input, const Slots& slots,
                        const plan::QueryOutput& output, std::size_t member) {
  const auto& axes = input.plan.aggregation.spaces[input.plan.query_space].axes;
  const exec::Member& coordinates = input.cube.members[input.plan.query_space][member];
  QueryResult::Row row;
  row.period = output.period;
  for (const plan::QueryKey& key : input.plan.query_keys) {
    const exec::Coordinate& at = coordinates[key.axis];
    row.keys.push_back(key.column ? column_text(input, axes[key.axis].table, *key.column, at)
                                  : coordinate_text(input, axes[key.axis], at));
    row.is_none = row.is_none || at.none;
  }
  for (const plan::StepId measure : output.measures) {
    row.values.push_back(measure ? slots[measure][member] : Value(NoneReason::OutOfScope));
  }
  return row;
}

void add_rows(const ScoreInput& input, const Slots& slots, const plan::QueryOutput& output,
              QueryResult& result) {
  const exec::Members& members = input.cube.members[input.plan.query_space];
  std::vector<QueryResult::Row> rows;
  for (std::size_t member = 0; member < members.size(); ++member) {
    QueryResult::Row row = row_of(input, slots, output, member);
    if (!row.is_none || !input.plan.of_somebody) rows.push_back(std::move(row));
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const QueryResult::Row& a, const QueryResult::Row& b) {
                     if (a.is_none != b.is_none) return b.is_none;
                     return a.keys < b.keys;
                   });
  for (QueryResult::Row& row : rows)
    result.rows.push_back(std::move(row));
  if (input.plan.query_keys.empty()) return;
  QueryResult::Row total;
  total.period = output.period;
  total.keys.assign(input.plan.query_keys.size(), "");
  total.is_total = true;
  for (const plan::StepId measure : output.totals) {
    total.values.push_back(measure ? slots[measure][0] : Value(NoneReason::OutOfScope));
  }
  result.rows.push_back(std::move(total));
}

}  // namespace

QueryResult score_query(const ScoreInput& input, const std::vector<QueryResult::Measure>& measures,
                        const std::vector<std::string>& by_names, Diagnostics& diagnostics) {
  QueryResult result;
  result.measures = measures;
  result.by_names = by_names;
  result.as_of = input.plan.aggregation.as_of;
  result.coverage = coverage_of(input);
  std::vector<plan::StepId> wanted;
  for (const plan::QueryOutput& output : input.plan.queries) {
    wanted.insert(wanted.end(), output.measures.begin(), output.measures.end());
    wanted.insert(wanted.end(), output.totals.begin(), output.totals.end());
  }
  const Slots slots = run_steps(input, wanted, diagnostics);
  for (const plan::QueryOutput& output : input.plan.queries)
    add_rows(input, slots, output, result);
  result.notes = notes_of(input);
  return result;
}

}  // namespace kpi::score
