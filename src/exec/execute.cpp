#include <algorithm>

#include "exec/facts.hpp"
#include "exec/finish.hpp"
#include "exec/report.hpp"

namespace kpi::exec {
namespace {

/// The families [first, last) of one table, whose rows pass by or are there.
Scanned scan_families(const rows::Evaluator& evaluator, const plan::AggregationPlan& plan,
                      ScanPlan& scans, std::size_t first, std::size_t last,
                      const ExecOptions& options, Cube& cube) {
  const TableId table = scans.families[first].table;
  if (evaluator.data().tables[table].passes) {
    const auto stream = options.stream_of(table);
    Scanned scanned =
        scan_stream(evaluator, plan, scans, first, last, options, *stream, cube.tables[table]);
    if (!stream->is_clean() || scanned.has_faulty_groups || !scanned.faults.empty()) {
      cube.must_be_loaded = true;
    }
    return scanned;
  }
  Scanned scanned = scan_table(evaluator, plan, scans, first, last, options);
  if (!scanned.has_faulty_groups) return scanned;
  look_at_each_group(scans, first, last);
  return scan_table(evaluator, plan, scans, first, last, options);
}

/// The results of every family, in the order of the scan plan.
std::vector<Finished> scan_all(const rows::Evaluator& evaluator, const plan::AggregationPlan& plan,
                               ScanPlan& scans, const ExecOptions& options, Cube& cube,
                               Diagnostics& diagnostics) {
  std::vector<Finished> finished;
  std::size_t first = 0;
  while (first < scans.families.size()) {
    const TableId table = scans.families[first].table;
    std::size_t last = first;
    while (last < scans.families.size() && scans.families[last].table == table)
      ++last;
    Scanned scanned = scan_families(evaluator, plan, scans, first, last, options, cube);
    if (cube.must_be_loaded) return finished;
    report_faults(evaluator, table, scanned.faults, diagnostics);
    const io::Timed timed(options.profile, "order cells", evaluator.program().tables[table].name);
    finished.resize(last);
    run_jobs(options.run_jobs, last - first, [&](std::size_t i) {
      finished[first + i] = Finished(scans.families[first + i], std::move(scanned.families[i]));
    });
    first = last;
  }
  return finished;
}

/// Whether a row counted in the days that some request over the space asks for.
bool has_counted(const Family& family, plan::SpaceId space, const Finished& finished,
                 const Entity& entity) {
  for (const Counted& counted : family.counted) {
    if (counted.space != space) continue;
    const auto any_row = [&](std::size_t interval) {
      const SlotRange ranks = finished.order.ranks(entity, family.slots_in(interval));
      return finished.states[counted.task].any_row(ranks);
    };
    if (std::any_of(counted.intervals.begin(), counted.intervals.end(), any_row)) return true;
  }
  return false;
}

/// Numbers of members that a row counted for, in any request over the space.
std::vector<std::uint64_t> seen_members(const ScanPlan& scans, plan::SpaceId space,
                                        const std::vector<Finished>& finished) {
  std::vector<std::uint64_t> seen;
  for (std::size_t f = 0; f < finished.size(); ++f) {
    const Family& family = scans.families[f];
    const bool any = std::any_of(family.counted.begin(), family.counted.end(),
                                 [&](const Counted& counted) { return counted.space == space; });
    if (!any) continue;
    for (const Entity& entity : finished[f].order.entities) {
      if (has_counted(family, space, finished[f], entity)) seen.push_back(entity.member);
    }
  }
  return seen;
}

}  // namespace

Cube execute(const Program& program, const plan::AggregationPlan& plan, const table::Dataset& data,
             const ExecOptions& options, Diagnostics& diagnostics) {
  const rows::Evaluator evaluator(program, data);
  ScanPlan scans = plan_scans(evaluator, plan);
  Cube cube;
  cube.tables.resize(program.tables.size());
  const std::vector<Finished> finished =
      scan_all(evaluator, plan, scans, options, cube, diagnostics);
  if (cube.must_be_loaded) return cube;
  const io::Timed timed(options.profile, "finish cells");
  std::vector<std::vector<std::uint64_t>> numbers(plan.spaces.size());
  for (std::size_t s = 0; s < plan.spaces.size(); ++s) {
    const plan::SpaceId space(s);
    cube.members.push(scans.spaces[space].finish(seen_members(scans, space, finished), numbers[s]));
  }
  cube.cells.resize(plan.cells.size());
  std::vector<std::vector<Conflict>> found(scans.requests.size());
  run_jobs(options.run_jobs, scans.requests.size(), [&](std::size_t i) {
    const Asked& asked = scans.requests[i];
    const plan::SpaceId space = plan.cells[asked.cells].space;
    finish_request(evaluator, plan, scans, asked, finished, numbers[space.index()],
                   cube.members[space], cube.cells[asked.cells], found[i]);
  });
  std::vector<Conflict> conflicts;
  for (const std::vector<Conflict>& of_request : found)
    conflicts.insert(conflicts.end(), of_request.begin(), of_request.end());
  const bool any_passes = std::any_of(data.tables.begin(), data.tables.end(),
                                      [](const table::TableData& table) { return table.passes; });
  cube.must_be_loaded = any_passes && !conflicts.empty();  // to name the rows that are in conflict
  if (cube.must_be_loaded) return cube;
  report_conflicts(evaluator, plan, cube, conflicts, diagnostics);
  run_jobs(options.run_jobs, program.tables.size(), [&](std::size_t t) {
    const TableId table(t);
    if (!program.tables[table].used || data.tables[table].passes) return;
    cube.tables[table] = facts_of(evaluator, plan, table);
  });
  return cube;
}

}  // namespace kpi::exec
