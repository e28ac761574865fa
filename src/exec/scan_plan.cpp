#include "exec/scan_plan.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace kpi::exec {
namespace {

bool reads_period(const Program& program, const Aggregate& aggregate) {
  bool reads = aggregate.reads_period;
  for (const AggregateId inner : aggregate.group_aggregates) {
    reads = reads || program.aggregates[inner].reads_period;
  }
  return reads;
}

bool fits(const Family& family, const Family& asked) {
  return family.table == asked.table && family.space == asked.space &&
         family.paths == asked.paths && family.dated == asked.dated && family.per == asked.per &&
         family.by_interval == asked.by_interval &&
         (!asked.by_interval || family.intervals == asked.intervals);
}

/// Every interval the request reads, ascending, each once.
std::vector<plan::IntervalId> intervals_of(const plan::CellsRequest& request) {
  std::vector<plan::IntervalId> all = request.intervals;
  all.insert(all.end(), request.group_intervals.begin(), request.group_intervals.end());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

Family& family_for(std::vector<Family>& families, const Program& program,
                   const plan::CellsRequest& request) {
  const Aggregate& aggregate = program.aggregates[request.aggregate];
  Family asked;
  asked.table = aggregate.table;
  asked.space = request.space;
  asked.paths = request.paths;
  asked.dated = aggregate.dated;
  asked.per = aggregate.per;
  asked.by_interval = reads_period(program, aggregate);
  if (asked.by_interval) asked.intervals = intervals_of(request);
  for (Family& family : families) {
    if (fits(family, asked)) return family;
  }
  families.push_back(std::move(asked));
  return families.back();
}

std::size_t task_for(Family& family, Task task, const rows::Evaluator& evaluator) {
  for (ProgramExprId& condition : task.conditions)
    condition = evaluator.canonical(condition);
  std::sort(task.conditions.begin(), task.conditions.end());
  const auto end = std::unique(task.conditions.begin(), task.conditions.end());
  task.conditions.erase(end, task.conditions.end());
  if (task.value) task.value = evaluator.canonical(task.value);
  if (task.other) task.other = evaluator.canonical(task.other);
  const auto found = std::find(family.tasks.begin(), family.tasks.end(), task);
  if (found != family.tasks.end()) return static_cast<std::size_t>(found - family.tasks.begin());
  family.tasks.push_back(std::move(task));
  return family.tasks.size() - 1;
}

Task task_of(const Aggregate& aggregate) {
  Task task;
  task.how = {aggregate.kind, aggregate.skipping_none, aggregate.fraction, aggregate.top};
  task.value = aggregate.value;
  task.other = aggregate.other;
  if (aggregate.where) task.conditions.push_back(aggregate.where);
  return task;
}

void add_request(Family& family, const rows::Evaluator& evaluator, plan::CellsId cells,
                 const plan::CellsRequest& request) {
  const Program& program = evaluator.program();
  const Aggregate& aggregate = program.aggregates[request.aggregate];
  Asked asked;
  asked.cells = cells;
  if (aggregate.per) {
    Task rows_of_group;
    if (aggregate.where) rows_of_group.conditions.push_back(aggregate.where);
    asked.task = task_for(family, rows_of_group, evaluator);
    for (const AggregateId inner : aggregate.group_aggregates) {
      KPI_CHECK(program.aggregates[inner].table == aggregate.table);
      Task task = task_of(program.aggregates[inner]);
      if (aggregate.where) task.conditions.push_back(aggregate.where);
      asked.group_tasks.push_back(task_for(family, std::move(task), evaluator));
    }
  } else {
    asked.task = task_for(family, task_of(aggregate), evaluator);
  }
  family.requests.push_back(std::move(asked));
  if (family.by_interval) return;
  const std::vector<plan::IntervalId> intervals = intervals_of(request);
  family.intervals.insert(family.intervals.end(), intervals.begin(), intervals.end());
}

/// Settles the family's intervals and where each request finds its own.
void settle_intervals(Family& family, const plan::AggregationPlan& plan) {
  std::sort(family.intervals.begin(), family.intervals.end());
  const auto end = std::unique(family.intervals.begin(), family.intervals.end());
  family.intervals.erase(end, family.intervals.end());
  for (Asked& asked : family.requests) {
    const auto position = [&](plan::IntervalId interval) {
      const auto found =
          std::lower_bound(family.intervals.begin(), family.intervals.end(), interval);
      return static_cast<std::size_t>(found - family.intervals.begin());
    };
    for (const plan::IntervalId interval : plan.cells[asked.cells].intervals)
      asked.intervals.push_back(position(interval));
    for (const plan::IntervalId interval : plan.cells[asked.cells].group_intervals)
      asked.group_intervals.push_back(position(interval));
  }
}

}  // namespace

rows::PeriodDays period_days(const plan::AggregationPlan& plan, plan::IntervalId interval) {
  const DateRange& days = plan.intervals[interval];
  return rows::PeriodDays{days.first, std::min(days.last, plan.as_of)};
}

ScanPlan plan_scans(const rows::Evaluator& evaluator, const plan::AggregationPlan& plan) {
  ScanPlan scans;
  for (std::size_t i = 0; i < plan.spaces.size(); ++i) {
    scans.spaces.push(SpaceIndex(evaluator, plan, plan::SpaceId(i)));
  }
  for (std::size_t i = 0; i < plan.cells.size(); ++i) {
    const plan::CellsRequest& request = plan.cells[plan::CellsId(i)];
    Family& family = family_for(scans.families, evaluator.program(), request);
    add_request(family, evaluator, plan::CellsId(i), request);
  }
  std::stable_sort(scans.families.begin(), scans.families.end(),
                   [](const Family& a, const Family& b) { return a.table < b.table; });
  for (Family& family : scans.families) {
    settle_intervals(family, plan);
    family.route = scans.spaces[family.space].route(family.table, family.paths);
    std::vector<DateRange> days;
    for (const plan::IntervalId interval : family.intervals) {
      days.push_back(plan.intervals[interval]);
    }
    family.time.emplace(evaluator.program(), evaluator.data(), family.table, family.dated, days,
                        plan.as_of);
  }
  return scans;
}

}  // namespace kpi::exec
