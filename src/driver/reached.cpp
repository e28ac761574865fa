#include "driver/reached.hpp"

#include <iterator>

#include "stdlib/stdlib.hpp"

/// From the declarations of the project to all that they read.
namespace kpi::driver {

Reached::Reached(const Compiled& compiled) : compiled_(compiled) {
  const Program& program = compiled.program;
  for (const auto& metric : program.metrics)
    note(metric.span, false);
  for (const auto& tiers : program.tiers)
    note(tiers.span, false);
  for (const auto& card : program.scorecards)
    note(card.span, false);
  for (const auto& payout : program.payouts)
    note(payout.span, false);
  for (const auto& target : program.targets)
    note(target.span, true);
  for (const auto& table : program.tables)
    note(table.span, true);
  for (const auto& role : program.roles)
    note(role.span, true);
  for (const auto& param : program.params)
    note(param.span, true);
  add_roots();
}

bool Reached::has(Span span) const {
  if (is_own(span)) return true;
  const auto next = declared_.upper_bound({span.file.value, span.begin});
  return next == declared_.begin() || std::prev(next)->first.first != span.file.value ||
         std::prev(next)->second;
}

bool Reached::is_own(Span span) const {
  return !span.file || !stdlib::text_of(compiled_.sources[span.file].path());
}

void Reached::note(Span span, bool reached) {
  if (!span.file) return;
  bool& known = declared_[{span.file.value, span.begin}];
  known = known || reached;
}

template <class Id, class Declarations>
void Reached::add_own(const Declarations& declarations) {
  for (std::size_t i = 0; i < declarations.size(); ++i) {
    if (is_own(declarations[Id(i)].span)) add(Id(i));
  }
}

void Reached::add_roots() {
  const Program& program = compiled_.program;
  add_own<MetricId>(program.metrics);
  add_own<TiersId>(program.tiers);
  add_own<ScorecardId>(program.scorecards);
  add_own<PayoutId>(program.payouts);
  for (const Target& target : program.targets) {
    if (is_own(target.span)) add_targets(target.metric);
  }
  for (const Rule& rule : program.rules) {
    add(rule.when);
    for (const MessagePart& part : rule.message)
      add(part.value);
  }
  for (const Role& role : program.roles) {
    add(role.condition);
    for (const RoleVersion& version : role.versions)
      add(version.condition);
  }
  for (const Test& test : program.tests) {
    for (const Expectation& expect : test.expects) {
      add(expect.actual);
      add(expect.expected);
    }
  }
  for (const TableSchema& table : program.tables) {
    for (const Column& column : table.columns)
      add(column.computed);
  }
}

void Reached::add(ProgramExprId id) {
  if (!id || !exprs_.insert(id).second) return;
  const Expr& expr = compiled_.program.exprs[id];
  if (expr.aggregate) add(expr.aggregate);
  if (expr.reduction) add(expr.reduction);
  if (expr.metric) add(expr.metric);
  if (expr.tiers) add(expr.tiers);
  if (expr.payout) add(expr.payout);
  if (expr.scorecard) add(expr.scorecard);
  for (const ProgramExprId arg : expr.args)
    add(arg);
}

void Reached::add(AggregateId id) {
  if (!aggregates_.insert(id).second) return;
  const Aggregate& aggregate = compiled_.program.aggregates[id];
  for (const ProgramExprId part :
       {aggregate.value, aggregate.other, aggregate.where, aggregate.group_value,
        aggregate.group_other, aggregate.group_where})
    add(part);
  for (const AggregateId part : aggregate.group_aggregates)
    add(part);
}

void Reached::add(MetricId id) {
  if (!id || !metrics_.insert(id).second) return;
  note(compiled_.program.metrics[id].span, true);
  add(compiled_.program.metrics[id].formula);
  add_targets(id);
}

void Reached::add_targets(MetricId id) {
  for (const Target& target : compiled_.program.targets) {
    if (target.metric != id) continue;
    add(target.target);
    add(target.baseline);
    add(target.stretch);
  }
}

void Reached::add(TiersId id) {
  if (tiers_.insert(id).second) note(compiled_.program.tiers[id].span, true);
}

void Reached::add(ScorecardId id) {
  if (!cards_.insert(id).second) return;
  const Scorecard& card = compiled_.program.scorecards[id];
  note(card.span, true);
  for (const Line& line : card.lines) {
    add(line.measure);
    add(line.metric);
    add(line.target);
    add(line.scored);
  }
  add(card.adjustments);
  if (card.grade) add(card.grade);
}

void Reached::add(PayoutId id) {
  if (!payouts_.insert(id).second) return;
  const Payout& payout = compiled_.program.payouts[id];
  note(payout.span, true);
  if (payout.scorecard) add(payout.scorecard);
  add(payout.amount);
  add(payout.pool);
  add(payout.adjustments);
  for (const Carry& carry : payout.carries) {
    add(carry.initial);
    add(carry.next);
  }
  for (const Policy& policy : payout.policies)
    add(policy.value);
}

void Reached::add(const std::vector<Adjust>& adjustments) {
  for (const Adjust& adjust : adjustments) {
    add(adjust.value);
    add(adjust.when);
  }
}

}  // namespace kpi::driver
