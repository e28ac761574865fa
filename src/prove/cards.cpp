#include <algorithm>
#include <set>

#include "check/value_types.hpp"
#include "prove/questions.hpp"
#include "prove/ranges.hpp"
#include "prove/roles.hpp"

/// Scorecards: weights, people who could be on two, caps and floors that never have an effect.
namespace kpi::prove {
namespace {

bool are_alike(const Scorecard& first, const Scorecard& second) {
  return first.table == second.table && first.every == second.every;
}

/// Nothing where one is decided on the first day, the other on the last: a person may change in
/// between.
Meeting meeting_of_cards(const Program& program, const Scorecard& first, const Scorecard& second) {
  if (first.as_of_start != second.as_of_start) return {};
  return meeting_of(program, first.roles, second.roles);
}

void list_idle(Proofs& proofs, Span span, AdjustKind kind, const std::string& name,
               const Range& before, const Range& bound, const Unit& unit) {
  const bool cap = kind == AdjustKind::Cap;
  const bool idle = cap ? before.high && bound.low && *before.high <= *bound.low
                        : before.low && bound.high && *before.low >= *bound.high;
  if (!idle) return;
  add(proofs, Verdict::Fact, span, Text::proof_idle_bound,
      {{"word", cap ? Text::proof_cap : Text::proof_floor},
       {"value", text_of(bound, unit)},
       {"name", name},
       {"bounds", text_of(before, unit)}});
}

void list_idle_adjustments(Ranges& ranges, const std::vector<Adjust>& adjustments, Range before,
                           const Site& site, const std::string& name, const Unit& unit,
                           Proofs& proofs) {
  for (const Adjust& adjust : adjustments) {
    const bool bounds = adjust.kind == AdjustKind::Cap || adjust.kind == AdjustKind::Floor;
    if (bounds) {
      list_idle(proofs, adjust.span, adjust.kind, name, before, ranges.of(adjust.value, site),
                unit);
    }
    before = ranges.adjusted(adjust, before, site);
  }
}

void list_idle_bounds(const Program& program, Proofs& proofs) {
  Ranges ranges(program);
  Unit points;
  points.quantity = Quantity::Points;
  for (std::size_t i = 0; i < program.scorecards.size(); ++i) {
    const Scorecard& card = program.scorecards[ScorecardId(i)];
    for (const Line& line : card.lines) {
      const Range scored = ranges.scored(line, ScorecardId(i));
      const std::string name = card.name + "." + line.name;
      if (line.cap) {
        list_idle(proofs, line.span, AdjustKind::Cap, name, scored, exactly(*line.cap), points);
      }
      if (line.floor) {
        list_idle(proofs, line.span, AdjustKind::Floor, name, scored, exactly(*line.floor), points);
      }
    }
    list_idle_adjustments(ranges, card.adjustments, ranges.base(ScorecardId(i)),
                          {nullptr, ScorecardId(i)}, card.name, points, proofs);
  }
  for (const Payout& payout : program.payouts) {
    const Site site{nullptr, payout.scorecard};
    list_idle_adjustments(ranges, payout.adjustments, ranges.of(payout.amount, site), site,
                          name_of(program, payout), payout.type.unit, proofs);
  }
}

template <class Items>
void list_versions(const Items& items, Proofs& proofs) {
  std::set<std::string> named;
  for (const auto& item : items) {
    if (!item.effective || !named.insert(item.name).second) continue;
    add(proofs, Verdict::Proven, item.span, Text::proof_versions, {{"name", item.name}});
  }
}

void say_versions(Proofs& proofs, Span span, const std::string& name) {
  add(proofs, Verdict::Proven, span, Text::proof_versions, {{"name", name}});
}

bool targets_overlap(const Program& program, MetricId metric) {
  for (auto a = program.targets.begin(); a != program.targets.end(); ++a) {
    for (auto b = std::next(a); a->metric == metric && b != program.targets.end(); ++b) {
      if (b->metric == metric && overlaps(a->effective, b->effective)) return true;
    }
  }
  return false;
}

/// Definitions whose versions stand in one expression or list, and targets.
void list_versions_within(const Program& program, Proofs& proofs) {
  for (const Metric& metric : program.metrics) {
    const bool several = metric.formula && program.exprs[metric.formula].op == Op::Versions;
    if (several) say_versions(proofs, metric.span, metric.name);
  }
  for (const Role& role : program.roles) {
    if (!role.versions.empty()) say_versions(proofs, role.span, role.name);
  }
  for (const Param& param : program.params) {
    if (!param.versions.empty()) say_versions(proofs, param.span, param.name);
  }
  std::set<MetricId> named;
  for (const Target& target : program.targets) {
    if (!target.effective || !named.insert(target.metric).second) continue;
    if (targets_overlap(program, target.metric)) continue;  // of other roles or periods
    say_versions(proofs, target.span, "target " + program.metrics[target.metric].name);
  }
}

}  // namespace

void prove_cards(const Program& program, Proofs& proofs) {
  for (const Scorecard& card : program.scorecards) {
    add(proofs, Verdict::Proven, card.span, Text::proof_weights, {{"card", card.name}});
  }
  each_pair(program.scorecards, are_alike, [&](const Scorecard& first, const Scorecard& second) {
    add_meeting(proofs, second.span, meeting_of_cards(program, first, second),
                {{"first", first.name}, {"second", second.name}},
                {Text::proof_cards_apart, Text::proof_cards_open, Text::proof_cards_meet});
  });
  list_versions(program.scorecards, proofs);
  list_versions(program.payouts, proofs);
  list_versions(program.tiers, proofs);
  list_versions(program.rules, proofs);
  list_versions_within(program, proofs);
  list_idle_bounds(program, proofs);
}

void warn_of_cards(const Program& program, Diagnostics& diagnostics) {
  each_pair(program.scorecards, are_alike, [&](const Scorecard& first, const Scorecard& second) {
    const Meeting meeting = meeting_of_cards(program, first, second);
    if (meeting.answer != Meeting::Answer::Possible) return;
    diagnostics
        .report(Code::cards_meet, second.span,
                {{"first", first.name}, {"second", second.name}, {"witness", meeting.person}})
        .label(first.span, Text::first_here, {{"name", first.name}});
  });
}

}  // namespace kpi::prove
