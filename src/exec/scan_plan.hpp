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
  friend bool operator==(const Task& a, const Task& b) {
    return a.how == b.how && a.conditions == b.conditions && a.value == b.value &&
           a.other == b.other;
  }
};

/// A request and which tasks of its family it is finished from.
struct Asked {
  plan::CellsId cells;
  std::size_t task = 0;                  // the aggregate itself; with `per` the rows of each group
  std::vector<std::size_t> group_tasks;  // with `per`: the group's aggregates
  std::vector<std::size_t> group_intervals;  // by group task; empty: all in the group's own days
  std::vector<std::size_t> intervals;  // position of each interval of the request in the family
};

/// Requests over one table whose rows find their cells the same way.
struct Family {
  TableId table;
  plan::SpaceId space;
  std::vector<ColumnPath> paths;
  ColumnId dated;
  std::optional<ColumnPath> per;
  /// Conditions that read the period have other answers in each interval: slots are then the
  /// intervals themselves, and a row is looked at once for each.
  bool by_interval = false;
  std::vector<plan::IntervalId> intervals;  // ascending, each once
  std::vector<Asked> requests;
  std::vector<Task> tasks;

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
  IdVector<plan::SpaceId, SpaceIndex> spaces;
};

ScanPlan plan_scans(const rows::Evaluator& evaluator, const plan::AggregationPlan& plan);

/// The days the period words mean in the interval.
rows::PeriodDays period_days(const plan::AggregationPlan& plan, plan::IntervalId interval);

}  // namespace kpi::exec
