#include <fmt/format.h>

#include <map>

#include "plan/scoring_program.hpp"

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
    case StepKind::Pick: return "pick";
    case StepKind::OverUnits: return "over units";
    case StepKind::Apply: return "apply";
    case StepKind::AllOf: return "all of";
    case StepKind::AnyOf: return "any of";
    case StepKind::Choose: return "choose";
    case StepKind::Level: return "level";
    case StepKind::Attain: return "attainment";
    case StepKind::Publish: return "publish";
    case StepKind::AtMost: return "at most";
    case StepKind::AtLeast: return "at least";
    case StepKind::Weigh: return "weigh";
    case StepKind::Adjust: return "adjust";
    case StepKind::Grade: return "grade";
    case StepKind::Settle: return "settle";
    case StepKind::Total: return "total";
    case StepKind::Rank: return "rank";
    case StepKind::Ranked: return "ranked";
    case StepKind::Streak: return "streak";
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

const char* kind_word(AggregateKind kind) {
  static constexpr const char* kKinds[] = {"sum", "count", "count distinct", "avg",    "min",
                                           "max", "only",  "percentile",     "stddev", "stddev_all",
                                           "corr"};
  return kKinds[static_cast<int>(kind)];
}

void add_scans(const Plan& plan, const Program& program, std::string& out) {
  std::map<std::string, std::string> scans;
  for (std::size_t i = 0; i < plan.aggregation.cells.size(); ++i) {
    const CellsRequest& request = plan.aggregation.cells[CellsId(i)];
    const Aggregate& aggregate = program.aggregates[request.aggregate];
    std::string& scan = scans[program.tables[aggregate.table].name];
    scan += fmt::format("  cells {}: {} for {}{}{}\n", i, kind_word(aggregate.kind),
                        space_text(plan, program, request.space), aggregate.per ? " per group" : "",
                        aggregate.reads_period ? ", one pass per interval" : "");
    for (const IntervalId interval : request.intervals) {
      scan += "    " + days_text(plan.aggregation.intervals[interval]) + "\n";
    }
  }
  for (const auto& [table, text] : scans)
    out += fmt::format("scan {}\n{}", table, text);
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
