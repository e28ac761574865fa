#include "exec/counted_rows.hpp"

#include <algorithm>

#include "exec/scan.hpp"

namespace kpi::exec {

std::vector<std::size_t> counted_rows(const Program& program, const plan::AggregationPlan& plan,
                                      const table::Dataset& data, plan::CellsId cells,
                                      plan::IntervalId interval, const Member& member) {
  plan::AggregationPlan one = plan;
  plan::CellsRequest request = plan.cells[cells];
  request.intervals = {interval};
  one.cells = {};
  one.cells.push(std::move(request));
  const rows::Evaluator evaluator(program, data);
  const ScanPlan scans = plan_scans(evaluator, one);
  const Asked& asked = scans.requests[0];
  if (!asked.family) return {};  // groups that read several tables have no rows of their own
  const Family& family = scans.families[*asked.family];
  RowWatch watch;
  watch.family = *asked.family;
  watch.task = asked.task;
  watch.slots = family.slots_in(asked.intervals[0]);
  scan_table(evaluator, one, scans, *asked.family, *asked.family + 1, {}, &watch);

  std::vector<std::uint64_t> seen;
  for (const auto& counted : watch.rows)
    seen.push_back(counted.first);
  std::vector<std::uint64_t> numbers;
  const Members members = scans.spaces[family.space].finish(std::move(seen), numbers);
  const auto found = members.find(member);
  std::vector<std::size_t> rows;
  for (const auto& [number, row] : watch.rows) {
    if (found && number == numbers[*found]) rows.push_back(row);
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

}  // namespace kpi::exec
