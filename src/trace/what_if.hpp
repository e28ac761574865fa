#pragma once

#include <map>
#include <optional>
#include <utility>

#include "trace/tracer.hpp"

namespace kpi::trace {

/// How a value goes when another one rises and everything else stays.
enum class Course : std::uint8_t { Flat, Up, Down, Unknown };

/// The scoring program with one value replaced: the same steps, run again for one member.
class WhatIf {
 public:
  WhatIf(const TraceInput& input, plan::StepId moved, std::size_t member);

  /// Unknown where it goes both ways, or where other people have a part in it (`obstacle`).
  Course course(plan::StepId step, std::size_t member);
  Way::Obstacle obstacle() const { return obstacle_; }
  /// The value of a step when the moved one is `value`. Asked only where the course is known.
  Value value(plan::StepId step, std::size_t member, const Value& moved);

 private:
  using Key = std::pair<std::uint32_t, std::size_t>;
  Key key_of(plan::StepId step, std::size_t member) const {
    return {step.value, input_.slots[step].constant ? 0 : member};
  }
  const plan::Step& step_of(plan::StepId id) const { return input_.scored.plan.steps[id]; }
  plan::StepId state_before(plan::StepId state) const;
  Course find_course(const plan::Step& step, std::size_t member);
  Course of_operation(const plan::Step& step, std::size_t member);
  Course of_everybody(const plan::Step& step);
  Course of_product(const plan::Step& step, std::size_t member);
  Course of_quotient(const plan::Step& step, std::size_t member);
  Course of_attainment(const plan::Step& step, std::size_t member);
  Course of_adjustments(const plan::Step& step, std::size_t member);
  Course together(const plan::Step& step, std::size_t member);
  Course arg(const plan::Step& step, std::size_t index, std::size_t member);
  const Value& now(const plan::Step& step, std::size_t index, std::size_t member) const {
    return input_.slots[step.args[index]][member];
  }
  Course unknown(Way::Obstacle obstacle);
  Value find_value(plan::StepId id, std::size_t member);

  TraceInput input_;
  Key moved_;
  Way::Obstacle obstacle_ = Way::Obstacle::NoInput;
  std::map<Key, Course> courses_;
  Value moved_value_;
  std::map<Key, Value> values_;
};

/// Whether a table's values rise with its one argument, fall, or do neither.
Course course_of(const Tiers& tiers);

}  // namespace kpi::trace
