#include "trace/what_if.hpp"

#include "score/combine.hpp"

/// Quotients of two lines: `(x - c) / x` moves with x above and below, and still goes one way.
namespace kpi::trace {

using plan::Step;
using plan::StepId;
using plan::StepKind;

/// Nothing where the step is no line of the moved value, or rounds on the way.
std::optional<WhatIf::Line> WhatIf::line_of(StepId id, std::size_t member) {
  if (!id) return std::nullopt;
  const Key key = key_of(id, member);
  if (key == moved_) return Line{Rational(1), Rational(0)};
  if (const auto found = lines_.find(key); found != lines_.end()) return found->second;
  return lines_[key] = line_through(id, member);
}

std::optional<WhatIf::Line> WhatIf::line_through(StepId id, std::size_t member) {
  if (!depends(id, member)) {
    const Value& value = input_.slots[id][member];
    return value.is_number() ? std::optional(Line{Rational(0), value.number()}) : std::nullopt;
  }
  const Step& step = step_of(id);
  if (brings_back(step.kind)) {
    const auto read = score::member_read(input_.scored, input_.slots, step, member);
    return read ? line_of(step.args[0], *read) : std::nullopt;
  }
  if (step.kind == StepKind::Publish) return line_of_published(step, member);
  return step.kind == StepKind::Apply ? line_of_operation(step, member) : std::nullopt;
}

/// Cents are not changed by rounding to cents.
std::optional<WhatIf::Line> WhatIf::line_of_published(const Step& step, std::size_t member) {
  const auto line = line_of(step.args[0], member);
  if (!line || !step.round) return line;
  const Value& from = ends_[0].moved;
  if (by_.is_zero() || !from.is_number()) return std::nullopt;
  const Rational begins = line->times * from.number() + line->plus;
  const bool stays = (line->times * by_ / step.round->step).is_integer() &&
                     (begins / step.round->step).is_integer();
  return stays ? line : std::nullopt;
}

std::optional<WhatIf::Line> WhatIf::line_of_operation(const Step& step, std::size_t member) {
  const Op op = expr_of(step).op;
  const auto a = step.args.empty() ? std::nullopt : line_of(step.args[0], member);
  if (!a) return std::nullopt;
  if (op == Op::Negate) return Line{-a->times, -a->plus};
  if (step.args.size() != 2) return std::nullopt;
  const auto b = line_of(step.args[1], member);
  if (!b) return std::nullopt;
  if (op == Op::Add) return Line{a->times + b->times, a->plus + b->plus};
  if (op == Op::Subtract) return Line{a->times - b->times, a->plus - b->plus};
  if (op == Op::Multiply && b->times.is_zero()) return Line{a->times * b->plus, a->plus * b->plus};
  if (op == Op::Multiply && a->times.is_zero()) return Line{b->times * a->plus, b->plus * a->plus};
  const bool divides = op == Op::Divide && b->times.is_zero() && !b->plus.is_zero();
  return divides ? std::optional(Line{a->times / b->plus, a->plus / b->plus}) : std::nullopt;
}

/// The sign of the slope of (ax + b) / (cx + d) is that of ad - bc, wherever it is not divided by
/// 0.
Course WhatIf::of_ratio(const Step& step, std::size_t member) {
  const auto above = line_of(step.args[0], member);
  const auto below = above ? line_of(step.args[1], member) : std::nullopt;
  if (!below) return Course::Unknown;
  met_ratio_ = true;
  return course_from(below->times * above->plus, above->times * below->plus);
}

/// Of what many members have a part in, and of what is handed on, nothing is run again.
bool WhatIf::can_follow(StepId id, std::size_t member) {
  const Key key = key_of(id, member);
  if (key == moved_ || !depends(id, member)) return true;
  if (const auto found = followed_.find(key); found != followed_.end()) return found->second;
  const Step& step = step_of(id);
  bool all = true;
  if (brings_back(step.kind)) {
    const auto read = score::member_read(input_.scored, input_.slots, step, member);
    all = read && can_follow(step.args[0], *read);
  } else if (!runs_again(step.kind)) {
    all = false;
  } else {
    for (const StepId arg : step.args)
      all = all && (!arg || can_follow(arg, member));
  }
  followed_.emplace(key, all);
  return all;
}

}  // namespace kpi::trace
