#pragma once

#include <optional>
#include <vector>

#include "exec/space_index.hpp"
#include "exec/states.hpp"
#include "exec/time_axis.hpp"

namespace kpi::exec {

/// One aggregate to accumulate over the cells of a family.
struct Task {
  Reduction how;
  std::vector<ProgramExprId> conditions;  // all must hold; ascending
  ProgramExprId value;                    // absent: rows are counted
  ProgramExprId other;                    // Corr: the second value
  bool rows_only = false;  // of distinct values, where a family tells them apart anyway
  friend bool operator==(const Task& a, const Task& b) {
    return a.how == b.how && a.conditions == b.conditions && a.value == b.value &&
           a.other == b.other;
  }
};

/// One of the aggregates in the groups of a request.
struct AskedPart {
  std::size_t family = 0;
  std::size_t task = 0;
  std::size_t rows = 0;  // the task that counts its rows, whatever its own condition says of them
  std::vector<std::size_t> intervals;  // one per interval of the request
};

/// A request and which tasks it is finished from.
struct Asked {
  plan::CellsId cells;
  std::optional<std::size_t> family;   // absent: the groups read several tables, none is their own
  std::size_t task = 0;                // the aggregate itself; with `per` the rows of each group
  std::vector<AskedPart> parts;        // with `per`: the group's aggregates
  std::vector<std::size_t> intervals;  // position of each interval of the request in the family
  std::optional<std::size_t> distinct_in;  // the family whose groups are the values to count
};

/// What says that somebody has rows: a task and the intervals in which it is asked for.
struct Counted {
  plan::SpaceId space;  // in which they then are a member
  std::size_t task = 0;
  std::vector<std::size_t> intervals;
};

/// Requests over one table whose rows find their cells the same way.
struct Family {
  TableId table;
  plan::SpaceId space;  // the first of those that part the rows alike
  std::vector<ColumnPath> paths;
  ColumnId dated;
  std::optional<ColumnPath> per;
  std::vector<ColumnPath> per_also;
  SnapshotRule snapshot = SnapshotRule::None;
  /// Conditions that read the period have other answers in each interval: slots are then the
  /// intervals themselves, and a row is looked at once for each.
  bool by_interval = false;
  std::vector<plan::IntervalId> intervals;  // ascending, each once
  std::vector<Counted> counted;
  std::vector<Task> tasks;
  std::vector<std::int64_t> group_of_row;  // with several keys; -1: one of them is missing
  /// With `per`: nothing but the number of its rows is asked of a group, so that the groups of a
  /// cell are counted by their sizes, and none has a cell of its own.
  bool counts_groups = false;
  /// The company's cells are those of its people put together: another family of the same rows
  /// that has every task of this one, and where.
  std::optional<std::size_t> sum_of;
  std::vector<std::size_t> task_in_parts;

  Route route;
  std::optional<TimeAxis> time;
  std::uint32_t slot_count() const {
    return by_interval ? static_cast<std::uint32_t>(intervals.size()) : time->slot_count();
  }
  SlotRange slots_in(std::size_t interval) const {
    const auto slot = static_cast<std::uint32_t>(interval);
    return by_interval ? SlotRange{slot, slot + 1} : time->slots_in(interval);
  }
};

/// What there is to do, table by table.
struct ScanPlan {
  std::vector<Family> families;  // those of one table stand together
  std::vector<Asked> requests;
  IdVector<plan::SpaceId, SpaceIndex> spaces;
};

/// Lets the families [first, last) give each group cells of its own.
void look_at_each_group(ScanPlan& scans, std::size_t first, std::size_t last);

ScanPlan plan_scans(const rows::Evaluator& evaluator, const plan::AggregationPlan& plan);

/// The days the period words mean in the interval.
rows::PeriodDays period_days(const plan::AggregationPlan& plan, plan::IntervalId interval);

}  // namespace kpi::exec
