#include "trace/twins.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace kpi::trace {
namespace {

/// Whether two formulas over rows say the same, written twice.
bool is_same(const Program& program, ProgramExprId a, ProgramExprId b) {
  if (a == b) return true;
  if (!a || !b) return false;
  const Expr& x = program.exprs[a];
  const Expr& y = program.exprs[b];
  const auto ids = [](const Expr& e) {
    return std::tie(e.aggregate, e.reduction, e.metric, e.tiers, e.rates, e.payout, e.scorecard,
                    e.history, e.about);
  };
  const auto rounding = [](const Expr& e) {
    return e.round ? std::pair(e.round->step, e.round->mode) : std::pair(Rational(), RoundMode());
  };
  const bool of_rows = x.peers.kind == PeerKind::Nobody && y.peers.kind == PeerKind::Nobody &&
                       x.versions.empty() && y.versions.empty();
  return of_rows && x.op == y.op && x.type.table == y.type.table && x.path == y.path &&
         x.constant == y.constant && x.reason == y.reason && ids(x) == ids(y) &&
         rounding(x) == rounding(y) && x.text == y.text && x.index == y.index &&
         x.context.subject == y.context.subject && x.context.window == y.context.window &&
         std::equal(
             x.args.begin(), x.args.end(), y.args.begin(), y.args.end(),
             [&](ProgramExprId one, ProgramExprId other) { return is_same(program, one, other); });
}

bool is_same(const Program& program, AggregateId a, AggregateId b) {
  if (a == b) return true;
  const Aggregate& x = program.aggregates[a];
  const Aggregate& y = program.aggregates[b];
  const auto facts = [](const Aggregate& e) {
    return std::tie(e.kind, e.table, e.fraction, e.top, e.dated, e.owner, e.owner_table,
                    e.skipping_none, e.snapshot, e.of_subject, e.per, e.per_also, e.per_unit,
                    e.per_workday, e.per_people, e.per_table, e.of_card, e.by_credit);
  };
  const bool grouped = !x.group_aggregates.empty() || !y.group_aggregates.empty();
  return !grouped && facts(x) == facts(y) && is_same(program, x.value, y.value) &&
         is_same(program, x.other, y.other) && is_same(program, x.where, y.where);
}

/// Of how many members and which days the cells of a step are.
std::tuple<std::uint32_t, std::uint32_t, std::int32_t> place_of(const plan::Step& step) {
  return {step.space.value, step.interval.value, step.days.last.days};
}

}  // namespace

Twins twins_of(const score::ScoreInput& input) {
  const auto& cells = input.plan.aggregation.cells;
  Twins twins;
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::int32_t>, std::vector<plan::StepId>> met;
  for (const plan::Step& step : input.plan.steps) {
    const plan::StepId id = twins.next_id();
    twins.push(id);
    if (step.kind != plan::StepKind::Cells) continue;
    std::vector<plan::StepId>& there = met[place_of(step)];
    const auto twin = std::find_if(there.begin(), there.end(), [&](plan::StepId other) {
      const plan::CellsRequest& own = cells[step.cells];
      const plan::CellsRequest& its = cells[input.plan.steps[other].cells];
      return own.paths == its.paths && is_same(input.program, own.aggregate, its.aggregate);
    });
    if (twin == there.end()) {
      there.push_back(id);
    } else {
      twins[id] = *twin;
    }
  }
  return twins;
}

}  // namespace kpi::trace
