#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "plan/scoring_program.hpp"
#include "program/print.hpp"

/// The plan in readable form: what is scanned, then what is computed from it.
namespace kpi::plan {
namespace {

const char* word(StepKind kind) {
  switch (kind) {
    case StepKind::Constant: return "constant";
    case StepKind::Column: return "column";
    case StepKind::InScope: return "in scope";
    case StepKind::Cells: return "cells";
    case StepKind::Broadcast: return "broadcast";
    case StepKind::Gather: return "gather";
    case StepKind::Follow: return "follow";
    case StepKind::FollowHeld: return "follow held";
    case StepKind::Pick: return "pick";
    case StepKind::OverUnits: return "over units";
    case StepKind::OverPeople: return "over people";
    case StepKind::Apply: return "apply";
    case StepKind::AllOf: return "all of";
    case StepKind::AnyOf: return "any of";
    case StepKind::DayShare: return "day share";
    case StepKind::Choose: return "choose";
    case StepKind::Level: return "level";
    case StepKind::SumOf: return "sum of";
    case StepKind::RollUp: return "roll up";
    case StepKind::Pool: return "pool";
    case StepKind::Attain: return "attainment";
    case StepKind::Publish: return "publish";
    case StepKind::AtMost: return "at most";
    case StepKind::AtLeast: return "at least";
    case StepKind::Weigh: return "weigh";
    case StepKind::Adjust: return "adjust";
    case StepKind::Grade: return "grade";
    case StepKind::Settle: return "settle";
    case StepKind::Total: return "total";
    case StepKind::GroupTotal: return "group total";
    case StepKind::Rank: return "rank";
    case StepKind::Ranked: return "ranked";
    case StepKind::Streak: return "streak";
    case StepKind::Held: return "held";
    case StepKind::Carry: return "carry";
    case StepKind::Allot: return "allot";
    case StepKind::Split: return "split";
  }
  return "?";
}

const char* part_word(TreePart part) {
  switch (part) {
    case TreePart::Team: return "team";
    case TreePart::Below: return "below";
    case TreePart::Reports: return "reports";
  }
  return "?";
}

std::string space_text(const Plan& plan, const Program& program, SpaceId id) {
  const Space& space = plan.aggregation.spaces[id];
  std::string text;
  for (const Axis& axis : space.axes) {
    text += text.empty() ? "" : ", ";
    if (axis.kind == AxisKind::Owned) text += "all of ";
    text += program.tables[axis.table].name;
    if (axis.kind == AxisKind::Tree) text += std::string(" (") + part_word(axis.part) + ")";
    if (axis.column && axis.column->column) text += "." + axis.name;
  }
  return text.empty() ? "company" : text;
}

std::string days_text(DateRange days) {
  return fmt::format("{}..{}", to_string(days.first), to_string(days.last));
}

/// What the engine keeps of the rows, for each member and slot.
const char* kept_word(const Aggregate& aggregate) {
  if (aggregate.top > 0) return "every value";
  switch (aggregate.kind) {
    case AggregateKind::Count: return "a count";
    case AggregateKind::Sum:
    case AggregateKind::Avg: return "a sum and counts";
    case AggregateKind::CountDistinct: return "each value once";
    case AggregateKind::Min:
    case AggregateKind::Max: return "one value and counts";
    case AggregateKind::Only: return "one value and the first two rows";
    case AggregateKind::Percentile: return "every value";
    case AggregateKind::Stddev:
    case AggregateKind::StddevAll:
    case AggregateKind::Corr: return "a count and sums of products";
  }
  return "?";
}

bool reads_period(const Program& program, const Aggregate& aggregate) {
  return aggregate.reads_period ||
         std::any_of(aggregate.group_aggregates.begin(), aggregate.group_aggregates.end(),
                     [&](AggregateId inner) { return program.aggregates[inner].reads_period; });
}

/// Requests that find their rows in the same way are added up together, in common slots.
struct Family {
  std::string head;
  std::string requests;
  std::vector<DateRange> days;
  bool by_interval = false;
};

std::string family_head(const Plan& plan, const Program& program, const CellsRequest& request) {
  const Aggregate& aggregate = program.aggregates[request.aggregate];
  std::string head = "for " + space_text(plan, program, request.space);
  for (const ColumnPath& path : request.paths) {
    if (!path.links.empty() || path.column) head += " by " + print(program, aggregate.table, path);
  }
  if (aggregate.dated) {
    head += " on " + program.tables[aggregate.table].columns[aggregate.dated].name;
  }
  if (aggregate.per) head += ", groups by " + print(program, aggregate.table, *aggregate.per);
  for (const ColumnPath& key : aggregate.per_also)
    head += " and by " + print(program, aggregate.table, key);
  if (reads_several_tables(program, aggregate)) head += " of several tables";
  if (aggregate.per_table) head += " and the rows of " + program.tables[aggregate.per_table].name;
  return head;
}

/// All the days that belong to the same intervals are one slot.
std::size_t slots_of(const std::vector<DateRange>& ranges) {
  std::set<std::int64_t> edges;
  for (const DateRange& range : ranges) {
    edges.insert(range.first.days);
    edges.insert(range.last.days + 1);
  }
  return static_cast<std::size_t>(std::count_if(edges.begin(), edges.end(), [&](std::int64_t day) {
    return std::any_of(ranges.begin(), ranges.end(), [&](const DateRange& range) {
      return range.first.days <= day && day <= range.last.days;
    });
  }));
}

void add_request(const Plan& plan, const Program& program, CellsId id, Family& family) {
  const CellsRequest& request = plan.aggregation.cells[id];
  const Aggregate& aggregate = program.aggregates[request.aggregate];
  std::string& out = family.requests;
  out += fmt::format("    cells {}: {}\n", id.value, print(program, aggregate));
  if (aggregate.per) {
    out += "      keeps of each group how many rows it has\n";
    for (const AggregateId inner : aggregate.group_aggregates) {
      const Aggregate& part = program.aggregates[inner];
      out += fmt::format("      and for {} {}\n", print(program, part), kept_word(part));
    }
  } else {
    out += fmt::format("      keeps {}\n", kept_word(aggregate));
  }
  const auto add_days = [&](const char* word, const std::vector<IntervalId>& intervals) {
    for (const IntervalId interval : intervals) {
      const DateRange days = plan.aggregation.intervals[interval];
      out += fmt::format("      {}{}\n", word, days_text(days));
      family.days.push_back(days);
    }
  };
  add_days("", request.intervals);
  std::vector<IntervalId> read;
  for (const PartRequest& part : request.parts) {
    if (part.interval) read.push_back(part.interval);
  }
  add_days("groups read ", read);
}

void add_scans(const Plan& plan, const Program& program, std::string& out) {
  std::map<std::string, std::map<std::string, Family>> scans;
  for (std::size_t i = 0; i < plan.aggregation.cells.size(); ++i) {
    const CellsRequest& request = plan.aggregation.cells[CellsId(i)];
    const Aggregate& aggregate = program.aggregates[request.aggregate];
    std::string head = family_head(plan, program, request);
    const bool by_interval = reads_period(program, aggregate);
    if (by_interval) head += fmt::format(", once per interval ({})", i);
    Family& family = scans[program.tables[aggregate.table].name][head];
    family.by_interval = by_interval;
    add_request(plan, program, CellsId(i), family);
  }
  for (const auto& [table, families] : scans) {
    out += fmt::format("scan {}\n", table);
    for (const auto& [head, family] : families) {
      const std::size_t slots = family.by_interval ? family.days.size() : slots_of(family.days);
      out += fmt::format("  {}: {} {}\n{}", head, slots, slots == 1 ? "slot" : "slots",
                         family.requests);
    }
  }
}

}  // namespace

std::string print(const Plan& plan, const Program& program) {
  std::string out = fmt::format("as of {}\n", to_string(plan.aggregation.as_of));
  add_scans(plan, program, out);
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const Step& step = plan.steps[StepId(i)];
    out += fmt::format("%{} @{} {}", i, space_text(plan, program, step.space), word(step.kind));
    if (step.kind == StepKind::Cells)
      out += fmt::format(" {} {}", step.cells.value, days_text(step.days));
    for (const StepId arg : step.args)
      out += arg ? fmt::format(" %{}", arg.value) : " -";
    if (!step.name.empty()) out += "  # " + step.name;
    out += "\n";
  }
  return out;
}

}  // namespace kpi::plan
