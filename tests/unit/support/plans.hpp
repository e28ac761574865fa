#pragma once

#include <string>
#include <utility>
#include <vector>

#include "expressions.hpp"
#include "plan/aggregation_plan.hpp"

// Aggregation plans built by hand, as plan would make them.

namespace kpi::test {

inline DateRange days(const std::string& first, const std::string& last) {
  return DateRange{*parse_date(first), *parse_date(last)};
}

/// One row per row of a table, reached from the facts by the links.
inline plan::Axis row_axis(TableId table) {
  plan::Axis axis;
  axis.kind = plan::AxisKind::Row;
  axis.table = table;
  return axis;
}

inline plan::Axis value_axis(TableId table, std::optional<ColumnPath> dense = {}) {
  plan::Axis axis;
  axis.kind = plan::AxisKind::Value;
  axis.table = table;
  axis.column = std::move(dense);
  return axis;
}

inline plan::Axis owned_axis(TableId table) {
  plan::Axis axis = row_axis(table);
  axis.kind = plan::AxisKind::Owned;
  return axis;
}

inline plan::SpaceId add_space(plan::AggregationPlan& plan, std::vector<plan::Axis> axes) {
  plan::Space space;
  space.axes = std::move(axes);
  return plan.spaces.push(std::move(space));
}

inline plan::CellsId add_cells(plan::AggregationPlan& plan, AggregateId aggregate,
                               plan::SpaceId space, std::vector<ColumnPath> paths,
                               std::vector<plan::IntervalId> intervals) {
  plan::CellsRequest request;
  request.aggregate = aggregate;
  request.space = space;
  request.paths = std::move(paths);
  for (const plan::IntervalId interval : intervals)
    request.asked.push_back({interval, {}});
  request.intervals = std::move(intervals);
  return plan.cells.push(std::move(request));
}

/// The aggregates in groups read the rows of the member, by the group's own key.
inline void add_parts(Program& program, plan::AggregationPlan& plan) {
  for (std::size_t i = 0; i < plan.cells.size(); ++i) {
    plan::CellsRequest& request = plan.cells[plan::CellsId(i)];
    Aggregate& aggregate = program.aggregates[request.aggregate];
    const std::size_t count = aggregate.group_aggregates.size();
    aggregate.group_windows.resize(count);
    aggregate.group_subjects.resize(count);
    if (count > 0) aggregate.group_pers.assign(count, *aggregate.per);
    request.parts.assign(count, plan::PartRequest{request.space, request.paths, {}});
  }
}

}  // namespace kpi::test
