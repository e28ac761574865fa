#include <algorithm>

#include "score/peers.hpp"
#include "score/roll_up.hpp"
#include "trace/tracer.hpp"

/// Nodes about many people: places, parts of a total, values put together.
namespace kpi::trace {

using plan::Step;
using plan::StepId;
using plan::StepKind;

/// How many take part in a comparison or a division.
void Tracer::describe_people(const Step& step, std::size_t member, Node& node) const {
  if (step.kind == StepKind::Split) return describe_split(step, node);
  const std::size_t in_force = step.kind == StepKind::Allot ? 2 : 1;
  const score::Slot& present = input_.slots[step.args[in_force]];
  const std::size_t count = input_.scored.cube.members[step.space].size();
  const bool ranks = node.kind == NodeKind::Peers && step.args.size() > 2;
  const StepId group = step.kind == StepKind::Allot ? step.args[3]
                       : ranks                      ? step.args[2]
                                                    : StepId();
  Rational total;
  for (std::size_t m = 0; m < count; ++m) {
    const Value& value = present[m];
    const bool alike = !group || input_.slots[group][m] == input_.slots[group][member];
    if (!value.is_bool() || !value.truth() || !alike) continue;
    ++node.people;
    if (node.kind == NodeKind::Peers) count_peer(step, m, member, node);
    const Value& weight = input_.slots[step.args[in_force - 1]][m];
    if (weight.is_number() && weight.number().sign() > 0) total += weight.number();
  }
  if (step.kind == StepKind::Ranked) describe_place(step, member, node);
  if (node.kind != NodeKind::Part) return;
  node.bound = total;
  node.weight = node.inputs[in_force - 1];
}

/// The period's part of that of a longer one.
void Tracer::describe_split(const Step& step, Node& node) const {
  node.people = step.args.size() - 1;
  node.of_periods = true;
  node.weight = node.inputs[step.index];
  Rational total;
  for (std::size_t i = 1; i < node.inputs.size(); ++i) {
    const Value& weight = nodes_[node.inputs[i]].value.value;
    if (weight.is_number()) total += weight.number();
  }
  node.bound = total;
}

/// The row of a table by rank that the place falls into, and how far that row goes.
void Tracer::describe_place(const Step& step, std::size_t member, Node& node) const {
  if (!input_.slots[step.args[0]][member].is_number()) return;
  const Tiers& tiers = program().tiers[step.tiers];
  const std::vector<std::size_t> cuts = score::cuts_of(tiers, node.compared);
  const std::size_t place = node.before + 1 + (tiers.ties == Ties::Up ? 0 : node.same);
  const std::size_t row = score::row_of_place(cuts, place);
  TiersUsed used;
  used.name = tiers.name;
  used.kind = tiers.kind;
  used.row = words_of(tiers.rows[row].span);
  used.place = place_of(tiers.rows[row].span);
  used.is_best = row == 0;
  used.places = TiersUsed::Places{row == 0 ? 0 : cuts[row - 1], cuts[row], node.compared};
  node.tiers = std::move(used);
}

/// Whether a person in force meets the condition, if there is one.
bool Tracer::is_chosen(const Step& step, std::size_t person) const {
  for (const StepId condition : {step.args[0], step.args[1]}) {
    if (!condition) continue;
    const Value& holds = input_.slots[condition][person];
    if (!holds.is_bool() || !holds.truth()) return false;
  }
  return true;
}

/// Whether somebody is compared with the member, comes before, or stands beside.
void Tracer::count_peer(const Step& step, std::size_t other, std::size_t member, Node& node) const {
  const Value& theirs = input_.slots[step.args[0]][other];
  const Value& own = input_.slots[step.args[0]][member];
  if (!theirs.is_number() || !own.is_number()) return;
  ++node.compared;
  if (other == member) return;
  const int order = compare(theirs.number(), own.number());
  const bool better = step.direction == Direction::Lower ? order < 0 : order > 0;
  if (order == 0) ++node.same;
  if (better) ++node.before;
}

/// The people whose values are put together, those that have one.
std::vector<Tracer::Read> Tracer::people_of(const Step& step, std::size_t member) const {
  std::vector<std::size_t> people;
  StepId values = step.args[0];
  if (step.kind == StepKind::GroupTotal) {
    const score::Slot& groups = input_.slots[step.args[1]];
    for (std::size_t m = 0; m < input_.scored.cube.members[step.space].size(); ++m) {
      if (groups[m] == groups[member]) people.push_back(m);
    }
  } else if (step.kind != StepKind::Total) {
    people = score::people_in(input_.scored, step, member);
  } else {
    const std::size_t count = input_.scored.cube.members[step_of(step.args[1]).space].size();
    for (std::size_t m = 0; m < count; ++m) {
      const Value& present = input_.slots[step.args[1]][m];
      if (present.is_bool() && present.truth()) people.push_back(m);
    }
  }
  if (step.kind == StepKind::OverPeople) {
    people.erase(std::remove_if(people.begin(), people.end(),
                                [&](std::size_t person) { return !is_chosen(step, person); }),
                 people.end());
    values = step.args[2] ? step.args[2] : step.args[1] ? step.args[1] : step.args[0];
  }
  std::vector<Read> inputs;
  for (const std::size_t person : people) {
    const Value& value = input_.slots[values][person];
    const bool expected = !value.is_none() || value.reason() != NoneReason::OutOfScope;
    if (expected) inputs.emplace_back(values, person);
  }
  return inputs;
}

}  // namespace kpi::trace
