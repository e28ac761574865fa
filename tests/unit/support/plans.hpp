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
  request.intervals = std::move(intervals);
  return plan.cells.push(std::move(request));
}

}  // namespace kpi::test
