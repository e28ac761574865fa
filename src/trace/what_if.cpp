#include "trace/what_if.hpp"

#include <algorithm>

#include "score/combine.hpp"

/// What depends on the moved value, and what comes of it. How it goes is in courses.cpp.
namespace kpi::trace {

using plan::Step;
using plan::StepId;
using plan::StepKind;

namespace {

/// Made of the values of many members.
bool is_of_everybody(StepKind kind) {
  return kind == StepKind::OverPeople || kind == StepKind::RollUp || kind == StepKind::Pool ||
         kind == StepKind::Total || kind == StepKind::GroupTotal || kind == StepKind::Rank ||
         kind == StepKind::Ranked || kind == StepKind::Allot;
}

bool is_state(StepKind kind) {
  return kind == StepKind::Carry || kind == StepKind::Streak;
}

}  // namespace

bool WhatIf::brings_back(StepKind kind) {
  return kind == StepKind::Broadcast || kind == StepKind::Gather || kind == StepKind::Follow ||
         kind == StepKind::FollowHeld || kind == StepKind::Pick;
}

bool WhatIf::runs_again(StepKind kind) {
  return !is_state(kind) && (kind == StepKind::OverUnits || score::is_combined(kind));
}

WhatIf::WhatIf(const TraceInput& input, StepId moved, std::size_t member, const Rational& by)
    : input_(input), moved_(key_of(moved, member)), by_(by) {}

/// What came into the period of a state that is carried on. The oldest are looked at first: there
/// may be more of them than calls can be nested.
StepId WhatIf::state_before(StepId id) const {
  const Step& step = step_of(id);
  if (step.kind == StepKind::Carry) return step.args[0];
  return step.kind == StepKind::Streak ? step.args[2] : StepId();
}

bool WhatIf::depends(StepId id, std::size_t member) {
  const Key key = key_of(id, member);
  if (key == moved_) return true;
  if (const auto found = depends_.find(key); found != depends_.end()) return found->second;
  std::vector<StepId> states = {id};
  for (StepId before = state_before(id); before; before = state_before(before)) {
    if (depends_.count(key_of(before, member)) != 0) break;
    states.push_back(before);
  }
  for (; states.size() > 1; states.pop_back())
    depends_.emplace(key_of(states.back(), member), find_depends(step_of(states.back()), member));
  const bool found = find_depends(step_of(id), member);
  depends_.emplace(key, found);
  return found;
}

bool WhatIf::find_depends(const Step& step, std::size_t member) {
  if (brings_back(step.kind)) {
    const auto read = score::member_read(input_.scored, input_.slots, step, member);
    return read && depends(step.args[0], *read);
  }
  if (is_of_everybody(step.kind)) {  // not on somebody whose values it is not made of
    return std::any_of(step.args.begin(), step.args.end(), [&](StepId id) {
      const std::size_t count = id ? input_.slots[id].values.size() : 0;
      for (std::size_t m = 0; m < count; ++m) {
        if (depends(id, m)) return true;
      }
      return false;
    });
  }
  if (const auto truth = chosen_for_good(step, member)) {
    return depends(step.args[*truth ? 1 : 2], member);
  }
  return std::any_of(step.args.begin(), step.args.end(),
                     [&](StepId id) { return id && depends(id, member); });
}

/// Which branch of a choice is taken, where the moved value has no part in that.
std::optional<bool> WhatIf::chosen_for_good(const Step& step, std::size_t member) {
  const bool chooses =
      step.kind == StepKind::Choose || (step.kind == StepKind::Apply && expr_of(step).op == Op::If);
  if (!chooses || depends(step.args[0], member)) return std::nullopt;
  const Value& condition = input_.slots[step.args[0]][member];
  if (condition.is_bool()) return condition.truth();
  return step.kind == StepKind::Choose ? std::optional(false) : std::nullopt;
}

void WhatIf::set_stretch(const Value& low, const Value& high) {
  courses_.clear();
  lines_.clear();
  turn_.reset();
  obstacle_ = Way::Obstacle::NoInput;
  ends_ = {Point{low, {}}, Point{high, {}}};
}

Value WhatIf::value(StepId step, std::size_t member, const Value& moved) {
  Point point{moved, {}};
  return find_value(point, step, member);
}

Value WhatIf::find_value(Point& point, StepId id, std::size_t member) {
  const Key key = key_of(id, member);
  if (key == moved_) return point.moved;
  if (!depends(id, member)) return input_.slots[id][member];
  if (const auto found = point.values.find(key); found != point.values.end()) return found->second;
  const Value value = compute(point, step_of(id), member);
  point.values.emplace(key, value);
  return value;
}

Value WhatIf::compute(Point& point, const Step& step, std::size_t member) {
  const score::ScoreInput& scored = input_.scored;
  if (brings_back(step.kind)) {
    const auto read = score::member_read(scored, input_.slots, step, member);
    return read ? find_value(point, step.args[0], *read) : NoneReason::Failed;
  }
  if (const auto truth = chosen_for_good(step, member)) {
    return find_value(point, step.args[*truth ? 1 : 2], member);
  }
  const bool of_units = step.kind == StepKind::OverUnits;
  if (!runs_again(step.kind)) return NoneReason::Failed;
  std::vector<Value> held(step.args.size());
  std::vector<const Value*> args;
  for (std::size_t i = 0; i < step.args.size(); ++i) {
    if (step.args[i]) held[i] = find_value(point, step.args[i], member);
    args.push_back(step.args[i] ? &held[i] : nullptr);
  }
  if (!of_units) return score::combined(scored.program, step, args);
  return score::summed_over(scored.program, scored.program.aggregates[expr_of(step).reduction],
                            args);
}

}  // namespace kpi::trace
