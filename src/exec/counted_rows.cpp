#include "exec/counted_rows.hpp"

#include <set>
#include <utility>

#include "exec/finish.hpp"

namespace kpi::exec {
namespace {

RowWatch watch_of(const ScanPlan& scans, std::size_t family, std::size_t task,
                  std::size_t interval) {
  RowWatch watch;
  watch.family = family;
  watch.task = task;
  watch.slots = scans.families[family].slots_in(interval);
  return watch;
}

/// The rows of the request itself; where its groups read several tables, those of the aggregates
/// inside.
std::vector<RowWatch> watches_of(const ScanPlan& scans, const Asked& asked,
                                 const Aggregate& aggregate) {
  if (asked.family) return {watch_of(scans, *asked.family, asked.task, asked.intervals[0])};
  std::vector<RowWatch> watches;
  for (std::size_t i = 0; i < asked.parts.size(); ++i) {
    const AskedPart& part = asked.parts[i];
    if (aggregate.group_subjects[i].kind != SubjectKind::Own) continue;
    watches.push_back(watch_of(scans, part.family, part.rows, part.intervals[0]));
  }
  return watches;
}

std::vector<Finished> scan_watched(const rows::Evaluator& evaluator,
                                   const plan::AggregationPlan& plan, const ScanPlan& scans,
                                   std::vector<RowWatch>& watches) {
  std::vector<Finished> finished;
  while (finished.size() < scans.families.size()) {
    const std::size_t first = finished.size();
    std::size_t last = first;
    while (last < scans.families.size() &&
           scans.families[last].table == scans.families[first].table) {
      ++last;
    }
    Scanned scanned = scan_table(evaluator, plan, scans, first, last, {}, &watches);
    for (std::size_t f = first; f < last; ++f)
      finished.emplace_back(scans.families[f], std::move(scanned.families[f - first]));
  }
  return finished;
}

}  // namespace

CountedRows::CountedRows(const Program& program, const plan::AggregationPlan& plan,
                         const table::Dataset& data)
    : program_(program), plan_(plan), evaluator_(program, data) {
  one_.spaces = plan.spaces;
  one_.intervals = plan.intervals;
  one_.as_of = plan.as_of;
}

std::vector<CountedRow> CountedRows::of(plan::CellsId cells, plan::IntervalId interval,
                                        const Member& member) {
  plan::CellsRequest request = plan_.cells[cells];
  request.intervals = {interval};
  const Aggregate& aggregate = program_.aggregates[request.aggregate];
  const plan::SpaceId space = request.space;
  one_.cells = {};
  one_.cells.push(std::move(request));
  ScanPlan scans = plan_scans(evaluator_, one_);
  look_at_each_group(scans, 0, scans.families.size());
  for (Family& family : scans.families)
    family.sum_of.reset();  // its rows are wanted, not their sum
  const Asked& asked = scans.requests[0];
  std::vector<RowWatch> watches = watches_of(scans, asked, aggregate);
  const std::vector<Finished> finished = scan_watched(evaluator_, one_, scans, watches);

  std::vector<std::uint64_t> seen;
  for (const RowWatch& watch : watches) {
    for (const RowWatch::Row& row : watch.rows)
      seen.push_back(row.member);
  }
  std::vector<std::uint64_t> numbers;
  const Members members = scans.spaces[space].finish(std::move(seen), numbers);
  const auto found = members.find(member);
  if (!found) return {};
  const std::uint64_t number = numbers[*found];
  std::set<std::int64_t> chosen;
  if (aggregate.per) {
    chosen = chosen_groups(evaluator_, one_, scans, asked, finished, number, member);
  }
  std::set<std::pair<TableId, std::size_t>> rows;
  for (const RowWatch& watch : watches) {
    const TableId table = scans.families[watch.family].table;
    for (const RowWatch::Row& row : watch.rows) {
      const bool counts = row.member == number && (!aggregate.per || chosen.count(row.group) != 0);
      if (counts) rows.emplace(table, row.row);
    }
  }
  std::vector<CountedRow> counted;
  for (const auto& [table, row] : rows)
    counted.push_back({table, row});
  return counted;
}

}  // namespace kpi::exec
