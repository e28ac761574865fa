#include "exec/scan_plan.hpp"

#include <algorithm>
#include <map>

#include "rows/block.hpp"

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
         family.per_also == asked.per_also && family.snapshot == asked.snapshot &&
         family.by_interval == asked.by_interval &&
         (!asked.by_interval || family.intervals == asked.intervals);
}

/// Every interval the request reads, ascending, each once.
std::vector<plan::IntervalId> intervals_of(const plan::CellsRequest& request) {
  std::vector<plan::IntervalId> all = request.intervals;
  for (const plan::PartRequest& part : request.parts) {
    if (part.interval) all.push_back(part.interval);
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

/// Where rows of the aggregate are added up, with the paths to their member and group.
Family family_of(const Program& program, const plan::CellsRequest& request,
                 const Aggregate& aggregate) {
  Family asked;
  asked.table = aggregate.table;
  asked.space = request.space;
  asked.paths = request.paths;
  asked.dated = aggregate.dated;
  asked.per = aggregate.per;
  asked.per_also = aggregate.per_also;
  asked.snapshot = aggregate.snapshot;
  asked.by_interval = reads_period(program, program.aggregates[request.aggregate]);
  if (asked.by_interval) asked.intervals = intervals_of(request);
  return asked;
}

/// The same for one of the aggregates in the groups.
Family family_of_part(const Program& program, const plan::CellsRequest& request,
                      std::size_t index) {
  const Aggregate& outer = program.aggregates[request.aggregate];
  Family asked = family_of(program, request, program.aggregates[outer.group_aggregates[index]]);
  asked.space = request.parts[index].space;
  asked.paths = request.parts[index].paths;
  asked.per = outer.group_pers[index];
  asked.per_also = outer.per_also;
  return asked;
}

/// The people of a query are the same as those of a scorecard in it: they differ in who is shown,
/// not in whose a row is. Values are told by the texts that the requests over their space bring.
plan::SpaceId first_alike(const plan::AggregationPlan& plan, plan::SpaceId space) {
  const std::vector<plan::Axis>& axes = plan.spaces[space].axes;
  const bool by_value = std::any_of(axes.begin(), axes.end(), [](const plan::Axis& axis) {
    return axis.kind == plan::AxisKind::Value;
  });
  if (by_value) return space;
  std::size_t first = 0;
  while (plan.spaces[plan::SpaceId(first)].axes != axes)
    ++first;
  return plan::SpaceId(first);
}

std::size_t enter_family(std::vector<Family>& families, Family asked,
                         const plan::AggregationPlan& plan, const plan::CellsRequest& request) {
  asked.space = first_alike(plan, asked.space);
  std::size_t at = 0;
  while (at < families.size() && !fits(families[at], asked))
    ++at;
  if (at == families.size()) families.push_back(std::move(asked));
  if (!families[at].by_interval) {
    const std::vector<plan::IntervalId> intervals = intervals_of(request);
    families[at].intervals.insert(families[at].intervals.end(), intervals.begin(), intervals.end());
  }
  return at;
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

/// Rows that pass the condition before `per`, which form the groups.
Task rows_of_group(const Aggregate& outer, const Aggregate& aggregate) {
  Task rows;
  if (outer.where && outer.table == aggregate.table) rows.conditions.push_back(outer.where);
  return rows;
}

AskedPart part_for(ScanPlan& scans, const rows::Evaluator& evaluator,
                   const plan::AggregationPlan& plan, const plan::CellsRequest& request,
                   std::size_t index) {
  const Program& program = evaluator.program();
  const Aggregate& outer = program.aggregates[request.aggregate];
  const Aggregate& inner = program.aggregates[outer.group_aggregates[index]];
  AskedPart part;
  part.family =
      enter_family(scans.families, family_of_part(program, request, index), plan, request);
  Family& family = scans.families[part.family];
  part.rows = task_for(family, rows_of_group(outer, inner), evaluator);
  Task task = task_of(inner);
  if (outer.where && outer.table == inner.table) task.conditions.push_back(outer.where);
  part.task = task_for(family, std::move(task), evaluator);
  return part;
}

void add_request(ScanPlan& scans, const rows::Evaluator& evaluator,
                 const plan::AggregationPlan& plan, plan::CellsId cells) {
  const plan::CellsRequest& request = plan.cells[cells];
  const Program& program = evaluator.program();
  const Aggregate& aggregate = program.aggregates[request.aggregate];
  Asked asked;
  asked.cells = cells;
  if (!reads_several_tables(program, aggregate)) {
    asked.family =
        enter_family(scans.families, family_of(program, request, aggregate), plan, request);
    Family& family = scans.families[*asked.family];
    asked.task = aggregate.per ? task_for(family, rows_of_group(aggregate, aggregate), evaluator)
                               : task_for(family, task_of(aggregate), evaluator);
  }
  for (std::size_t i = 0; i < request.parts.size(); ++i)
    asked.parts.push_back(part_for(scans, evaluator, plan, request, i));
  scans.requests.push_back(std::move(asked));
}

/// Those of one table together, so that it is read once.
void sort_families(ScanPlan& scans) {
  std::vector<std::size_t> order;
  for (std::size_t f = 0; f < scans.families.size(); ++f)
    order.push_back(f);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return scans.families[a].table < scans.families[b].table;
  });
  std::vector<Family> sorted;
  std::vector<std::size_t> place(order.size());
  for (std::size_t at = 0; at < order.size(); ++at) {
    place[order[at]] = at;
    sorted.push_back(std::move(scans.families[order[at]]));
  }
  scans.families = std::move(sorted);
  for (Asked& asked : scans.requests) {
    if (asked.family) asked.family = place[*asked.family];
    for (AskedPart& part : asked.parts)
      part.family = place[part.family];
  }
}

std::size_t position_in(const Family& family, plan::IntervalId interval) {
  const auto found = std::lower_bound(family.intervals.begin(), family.intervals.end(), interval);
  return static_cast<std::size_t>(found - family.intervals.begin());
}

/// Settles where each request finds its intervals, and what says that somebody has rows.
void settle_intervals(ScanPlan& scans, const plan::AggregationPlan& plan) {
  for (Family& family : scans.families) {
    std::sort(family.intervals.begin(), family.intervals.end());
    const auto end = std::unique(family.intervals.begin(), family.intervals.end());
    family.intervals.erase(end, family.intervals.end());
  }
  for (Asked& asked : scans.requests) {
    const plan::CellsRequest& request = plan.cells[asked.cells];
    for (const plan::IntervalId interval : request.intervals) {
      if (asked.family) {
        asked.intervals.push_back(position_in(scans.families[*asked.family], interval));
      }
      for (std::size_t i = 0; i < asked.parts.size(); ++i) {
        const plan::IntervalId own = request.parts[i].interval;
        AskedPart& part = asked.parts[i];
        part.intervals.push_back(position_in(scans.families[part.family], own ? own : interval));
      }
    }
    if (asked.family) {
      Family& family = scans.families[*asked.family];
      family.counted.push_back({request.space, asked.task, asked.intervals});
    }
    for (std::size_t i = 0; i < asked.parts.size(); ++i) {
      const AskedPart& part = asked.parts[i];
      const plan::SpaceId space = request.parts[i].space;
      scans.families[part.family].counted.push_back({space, part.rows, part.intervals});
    }
  }
}

/// One number per combination of keys that occurs, in order of first appearance.
void number_groups(const rows::Evaluator& evaluator, Family& family) {
  if (family.per_also.empty()) return;
  std::vector<ColumnPath> keys = family.per_also;
  keys.insert(keys.begin(), *family.per);
  const std::size_t count = evaluator.data().tables[family.table].row_count;
  family.group_of_row.assign(count, -1);
  rows::Block rows(evaluator, family.table, 0, count);
  std::vector<rows::Operand> parts;
  for (const ColumnPath& key : keys)
    parts.push_back(rows.key(key));
  std::map<std::vector<std::int64_t>, std::int64_t> numbers;
  for (std::size_t row = 0; row < count; ++row) {
    std::vector<std::int64_t> combination;
    for (const rows::Operand& part : parts) {
      if (part.has(row)) combination.push_back(static_cast<std::int64_t>(part.at(row)));
    }
    if (combination.size() < parts.size()) continue;
    const auto number = static_cast<std::int64_t>(numbers.size());
    family.group_of_row[row] = numbers.emplace(std::move(combination), number).first->second;
  }
}

/// Whether all that is read of the groups of the request is how many rows each has.
bool reads_sizes_only(const Asked& asked, const plan::AggregationPlan& plan,
                      const Program& program) {
  const Aggregate& aggregate = program.aggregates[plan.cells[asked.cells].aggregate];
  if (!asked.family || aggregate.per_table) return false;
  for (std::size_t i = 0; i < asked.parts.size(); ++i) {
    const AskedPart& part = asked.parts[i];
    const bool same = part.family == *asked.family && part.intervals == asked.intervals &&
                      aggregate.group_subjects[i].kind == SubjectKind::Own;
    if (!same) return false;
  }
  return true;
}

void choose_counting(ScanPlan& scans, const plan::AggregationPlan& plan, const Program& program) {
  for (Family& family : scans.families) {
    const bool counts = family.tasks.size() == 1 && !family.tasks[0].value &&
                        family.tasks[0].how.kind == AggregateKind::Count;
    family.counts_groups =
        counts && family.per && family.per_also.empty() && family.snapshot == SnapshotRule::None;
  }
  for (const Asked& asked : scans.requests) {
    if (reads_sizes_only(asked, plan, program)) continue;
    if (asked.family) scans.families[*asked.family].counts_groups = false;
    for (const AskedPart& part : asked.parts)
      scans.families[part.family].counts_groups = false;
  }
}

/// Whether rows of both families fall into the same cells.
bool same_cells(const Family& a, const Family& b) {
  return a.table == b.table && a.space == b.space && a.paths == b.paths && a.dated == b.dated &&
         a.snapshot == b.snapshot && a.by_interval == b.by_interval && a.intervals == b.intervals;
}

/// A family whose groups are the values that the task tells apart.
std::optional<std::size_t> counting_family(const rows::Evaluator& evaluator, const ScanPlan& scans,
                                           const Family& family, const Task& task) {
  if (family.per || task.how.kind != AggregateKind::CountDistinct) return std::nullopt;
  const Expr& value = evaluator.program().exprs[task.value];
  if (value.op != Op::Column || !value.path.links.empty() || !value.path.column)
    return std::nullopt;
  const table::TableData& table = evaluator.data().tables[family.table];
  const Column& column = evaluator.program().tables[family.table].columns[value.path.column];
  const bool all =
      table.passes ? !column.optional : table.columns[value.path.column].present.empty();
  if (!all) return std::nullopt;  // no group of none
  for (std::size_t f = 0; f < scans.families.size(); ++f) {
    const Family& other = scans.families[f];
    const bool counts = other.counts_groups && other.per == value.path &&
                        other.tasks[0].conditions == task.conditions;
    if (counts && same_cells(family, other)) return f;
  }
  return std::nullopt;
}

/// `count(distinct K)` beside `count(per K where …)`: what a customer bought is noted once.
void share_groups(const rows::Evaluator& evaluator, ScanPlan& scans) {
  for (Asked& asked : scans.requests) {
    if (!asked.family) continue;
    Task& task = scans.families[*asked.family].tasks[asked.task];
    const auto counting = counting_family(evaluator, scans, scans.families[*asked.family], task);
    if (!counting) continue;
    task.rows_only = true;
    asked.distinct_in = counting;
  }
}

/// Whether every row falls to exactly one member, (none) included.
bool parts_rows(const plan::Space& space) {
  return space.axes.size() == 1 &&
         (space.axes[0].kind == plan::AxisKind::Row || space.axes[0].kind == plan::AxisKind::Value);
}

/// Where each task of the family stands among those of another; nothing if one does not.
std::optional<std::vector<std::size_t>> tasks_among(const Family& family, const Family& parts) {
  std::vector<std::size_t> places;
  for (const Task& task : family.tasks) {
    const auto found = std::find(parts.tasks.begin(), parts.tasks.end(), task);
    if (task.how.kind == AggregateKind::Only) return std::nullopt;  // names its rows in their order
    if (found == parts.tasks.end() || found->rows_only != task.rows_only) return std::nullopt;
    places.push_back(static_cast<std::size_t>(found - parts.tasks.begin()));
  }
  return places;
}

/// What is asked of the company beside each of its people is added up from theirs: of ten million
/// rows only some thousand cells are read again.
void sum_up_company(ScanPlan& scans, const plan::AggregationPlan& plan) {
  for (Family& family : scans.families) {
    if (!plan.spaces[family.space].axes.empty()) continue;
    for (std::size_t f = 0; f < scans.families.size() && !family.sum_of; ++f) {
      const Family& parts = scans.families[f];
      const bool same =
          parts.table == family.table && parts.dated == family.dated &&
          parts.snapshot == family.snapshot && parts.per == family.per &&
          parts.per_also == family.per_also && parts.by_interval == family.by_interval &&
          parts.intervals == family.intervals && parts.counts_groups == family.counts_groups;
      if (!same || !parts_rows(plan.spaces[parts.space])) continue;
      if (auto places = tasks_among(family, parts)) {
        family.sum_of = f;
        family.task_in_parts = std::move(*places);
      }
    }
  }
}

}  // namespace

rows::PeriodDays period_days(const plan::AggregationPlan& plan, plan::IntervalId interval) {
  const DateRange& days = plan.intervals[interval];
  return rows::PeriodDays{days.first, std::min(days.last, plan.as_of)};
}

void look_at_each_group(ScanPlan& scans, std::size_t first, std::size_t last) {
  for (std::size_t f = first; f < last; ++f) {
    scans.families[f].counts_groups = false;
    for (Task& task : scans.families[f].tasks)
      task.rows_only = false;
  }
  for (Asked& asked : scans.requests) {
    if (asked.distinct_in && first <= *asked.distinct_in && *asked.distinct_in < last) {
      asked.distinct_in.reset();
    }
  }
}

ScanPlan plan_scans(const rows::Evaluator& evaluator, const plan::AggregationPlan& plan) {
  ScanPlan scans;
  for (std::size_t i = 0; i < plan.spaces.size(); ++i) {
    scans.spaces.push(SpaceIndex(evaluator, plan, plan::SpaceId(i)));
  }
  for (std::size_t i = 0; i < plan.cells.size(); ++i)
    add_request(scans, evaluator, plan, plan::CellsId(i));
  sort_families(scans);
  settle_intervals(scans, plan);
  choose_counting(scans, plan, evaluator.program());
  share_groups(evaluator, scans);
  sum_up_company(scans, plan);
  for (Family& family : scans.families) {
    family.route = scans.spaces[family.space].route(family.table, family.paths);
    std::vector<DateRange> days;
    for (const plan::IntervalId interval : family.intervals) {
      days.push_back(plan.intervals[interval]);
    }
    family.time.emplace(evaluator.program(), evaluator.data(), family.table, family.dated, days,
                        plan.as_of, family.snapshot);
    number_groups(evaluator, family);
  }
  return scans;
}

}  // namespace kpi::exec
