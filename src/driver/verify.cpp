#include "driver/verify.hpp"

#include "score/combine.hpp"

namespace kpi::driver {
namespace {

/// Cells of one person or of the company, in days of the aggregate's own.
std::optional<Value> cells_again(reference::Recompute& reference, const score::ScoreInput& input,
                                 const plan::Step& step, std::size_t member) {
  const plan::AggregationPlan& plan = input.plan.aggregation;
  const plan::CellsRequest& request = plan.cells[step.cells];
  const auto& axes = plan.spaces[step.space].axes;
  const bool own_days = request.parts.empty();
  const DateRange days = plan.intervals[step.interval];
  if (!own_days || axes.size() > 1) return std::nullopt;
  if (axes.empty()) {
    return reference.aggregate(request.aggregate, TableId(), std::nullopt, days, step.look_back);
  }
  if (axes[0].kind != plan::AxisKind::Row || axes[0].from || !axes[0].links.empty()) {
    return std::nullopt;
  }
  const exec::Member& who = input.cube.members[step.space][member];
  if (who[0].none) return std::nullopt;
  return reference.aggregate(request.aggregate, axes[0].table, who[0].row, days, step.look_back);
}

}  // namespace

std::optional<Value> computed_again(reference::Recompute& reference, const score::ScoreInput& input,
                                    const plan::Step& step, std::size_t member,
                                    const std::vector<const Value*>& args) {
  if (step.kind == plan::StepKind::Cells) return cells_again(reference, input, step, member);
  if (!score::is_combined(step.kind)) return std::nullopt;
  return reference.from_arguments(step, args);
}

void report_disagreements(const std::vector<trace::Explanation>& parts, const Calendar& calendar,
                          Diagnostics& diagnostics) {
  for (const trace::Explanation& part : parts) {
    if (!part.verified || part.verified->disagreed.empty()) continue;
    std::string names;
    for (const trace::NodeId id : part.verified->disagreed) {
      const trace::Node& node = part.nodes[id];
      names += (names.empty() ? "`" : ", `") + (node.name.empty() ? node.text : node.name) + "`";
    }
    diagnostics.report(Code::explanation_disagrees, Span{},
                       {{"count", part.verified->disagreed.size()},
                        {"key", part.key},
                        {"period", to_string(part.period, calendar)},
                        {"names", names}});
  }
}

}  // namespace kpi::driver
