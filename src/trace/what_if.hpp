#pragma once

#include <array>
#include <map>
#include <optional>
#include <utility>

#include "trace/tier_course.hpp"
#include "trace/tracer.hpp"

namespace kpi::trace {

/// Where a course changes: where the step passes a number, or, without one, where it comes to be
/// there or to hold.
struct Turn {
  plan::StepId step;
  std::size_t member = 0;
  std::optional<Rational> at;
};

/// The scoring program with one value replaced: the same steps, run again for one member.
class WhatIf {
 public:
  /// `by`: the steps it moves by, where they are known.
  WhatIf(const TraceInput& input, plan::StepId moved, std::size_t member, const Rational& by = {});

  /// Whether all that lies between the moved value and the step can be run again.
  bool can_follow(plan::StepId step, std::size_t member);
  /// Whether the step reads the moved value, through whatever steps.
  bool depends(plan::StepId step, std::size_t member);
  /// Between which values of the moved one courses are asked for from here on.
  void set_stretch(const Value& low, const Value& high);
  /// Unknown where nobody can tell (`obstacle`), or not yet: apart before and behind `turn`.
  Course course(plan::StepId step, std::size_t member);
  Way::Obstacle obstacle() const { return obstacle_; }
  const std::optional<Turn>& turn() const { return turn_; }
  /// Whether the moved value stands above and below a line somewhere.
  bool met_ratio() const { return met_ratio_; }
  /// The value of a step when the moved one is `value`. Asked only where the course is known, or
  /// the way to it can be followed.
  Value value(plan::StepId step, std::size_t member, const Value& moved);

 private:
  using Key = std::pair<std::uint32_t, std::size_t>;
  /// `times` of the moved value, and a number.
  struct Line {
    Rational times, plus;
  };
  struct Point {
    Value moved;
    std::map<Key, Value> values;
  };

  Key key_of(plan::StepId step, std::size_t member) const {
    return {(*input_.twins)[step].value, input_.slots[step].constant ? 0 : member};
  }
  const plan::Step& step_of(plan::StepId id) const { return input_.scored.plan.steps[id]; }
  const Expr& expr_of(const plan::Step& step) const {
    return input_.scored.program.exprs[step.expr];
  }
  /// Reads the value of another member, as it is.
  static bool brings_back(plan::StepKind kind);
  static bool runs_again(plan::StepKind kind);
  plan::StepId state_before(plan::StepId state) const;
  bool find_depends(const plan::Step& step, std::size_t member);
  std::optional<bool> chosen_for_good(const plan::Step& step, std::size_t member);

  Course checked(Course course, plan::StepId id, std::size_t member);
  Course find_course(const plan::Step& step, std::size_t member);
  Course of_operation(const plan::Step& step, std::size_t member);
  Course of_arithmetic(const plan::Step& step, std::size_t member);
  Course of_choice(const plan::Step& step, std::size_t member);
  Course of_product(const plan::Step& step, std::size_t member);
  Course of_ratio(const plan::Step& step, std::size_t member);
  std::optional<Line> line_of(plan::StepId id, std::size_t member);
  std::optional<Line> line_through(plan::StepId id, std::size_t member);
  std::optional<Line> line_of_published(const plan::Step& step, std::size_t member);
  std::optional<Line> line_of_operation(const plan::Step& step, std::size_t member);
  Course of_quotient(const plan::Step& step, std::size_t member);
  Course of_equality(const plan::Step& step, std::size_t member);
  Course of_tiers(const Tiers& tiers, const plan::Step& step, std::size_t member);
  Course of_grade(const plan::Step& step, std::size_t member);
  Course of_attainment(const plan::Step& step, std::size_t member);
  Course of_band(const plan::Step& step, std::size_t member);
  Course of_adjustments(const plan::Step& step, std::size_t member);
  Course of_settled(const plan::Step& step, std::size_t member);
  Course of_units(const plan::Step& step, std::size_t member);
  Course together(const plan::Step& step, std::size_t member, std::size_t first = 0);
  Course against(const plan::Step& step, std::size_t member);
  Course multiplied(Course course, const plan::Step& step, std::size_t factor, std::size_t member);
  Course arg(const plan::Step& step, std::size_t index, std::size_t member);
  Course unknown(Way::Obstacle obstacle);
  Course turning(const plan::Step& step, std::size_t index, std::size_t member,
                 std::optional<Rational> at = std::nullopt);
  std::optional<Course> turning_at(const std::vector<Rational>& edges, const plan::Step& step,
                                   std::size_t index, std::size_t member);

  /// An argument at the low and at the high end of the stretch.
  Value first(const plan::Step& step, std::size_t index, std::size_t member) {
    return find_value(ends_[0], step.args[index], member);
  }
  Value last(const plan::Step& step, std::size_t index, std::size_t member) {
    return find_value(ends_[1], step.args[index], member);
  }
  Value find_value(Point& point, plan::StepId id, std::size_t member);
  Value compute(Point& point, const plan::Step& step, std::size_t member);

  TraceInput input_;
  Key moved_;
  Rational by_;
  bool met_ratio_ = false;
  Way::Obstacle obstacle_ = Way::Obstacle::NoInput;
  std::optional<Turn> turn_;
  std::map<Key, bool> depends_, followed_;
  std::map<Key, Course> courses_;             // on the stretch
  std::map<Key, std::optional<Line>> lines_;  // on the stretch
  std::array<Point, 2> ends_;                 // of the stretch
};

}  // namespace kpi::trace
