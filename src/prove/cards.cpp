#include <algorithm>
#include <set>

#include "check/value_types.hpp"
#include "prove/fixed_params.hpp"
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

/// Whose caps and floors, and on which params what is said of them rests.
struct Owner {
  std::string name;
  Unit unit;
  Phrase given;
};

void list_idle(Proofs& proofs, Span span, AdjustKind kind, const Owner& owner, const Range& before,
               const Range& bound) {
  const bool cap = kind == AdjustKind::Cap;
  const bool idle = cap ? before.high && bound.low && *before.high <= *bound.low
                        : before.low && bound.high && *before.low >= *bound.high;
  if (!idle) return;
  add(proofs, Verdict::Fact, span, Text::proof_idle_bound,
      {{"word", cap ? Text::proof_cap : Text::proof_floor},
       {"value", text_of(bound, owner.unit)},
       {"name", owner.name},
       {"bounds", text_of(before, owner.unit)},
       {"given", owner.given}});
}

void list_idle_adjustments(Ranges& ranges, const std::vector<Adjust>& adjustments, Range before,
                           const Site& site, const Owner& owner, Proofs& proofs) {
  for (const Adjust& adjust : adjustments) {
    const bool bounds = adjust.kind == AdjustKind::Cap || adjust.kind == AdjustKind::Floor;
    if (bounds) {
      list_idle(proofs, adjust.span, adjust.kind, owner, before, ranges.of(adjust.value, site));
    }
    before = ranges.adjusted(adjust, before, site);
  }
}

void list_idle_bounds(const Program& program, Proofs& proofs) {
  Ranges ranges(program);
  FixedParams fixed(program);
  for (std::size_t i = 0; i < program.scorecards.size(); ++i) {
    const ScorecardId id(i);
    const Scorecard& card = program.scorecards[id];
    const Phrase given = fixed.of(id);
    for (const Line& line : card.lines) {
      const Range scored = ranges.scored(line, id);
      const Owner owner{card.name + "." + line.name, of_points(),
                        fixed.of({line.scored}, {&line, id})};
      if (line.cap) {
        list_idle(proofs, line.span, AdjustKind::Cap, owner, scored, exactly(*line.cap));
      }
      if (line.floor) {
        list_idle(proofs, line.span, AdjustKind::Floor, owner, scored, exactly(*line.floor));
      }
    }
    list_idle_adjustments(ranges, card.adjustments, ranges.base(id), {nullptr, id},
                          {card.name, of_points(), given}, proofs);
  }
  for (std::size_t i = 0; i < program.payouts.size(); ++i) {
    const Payout& payout = program.payouts[PayoutId(i)];
    const Site site{nullptr, payout.scorecard};
    list_idle_adjustments(ranges, payout.adjustments, ranges.of(payout.amount, site), site,
                          {name_of(program, payout), payout.type.unit, fixed.of(PayoutId(i))},
                          proofs);
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
