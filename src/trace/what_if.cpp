#include "trace/what_if.hpp"

#include <algorithm>

#include "program/operations.hpp"
#include "score/combine.hpp"

namespace kpi::trace {
namespace {

using plan::Step;
using plan::StepId;
using plan::StepKind;

Course opposite(Course course) {
  if (course == Course::Up) return Course::Down;
  if (course == Course::Down) return Course::Up;
  return course;
}

/// Two parts of one value that both go up where one does not go down.
Course joined(Course a, Course b) {
  if (a == Course::Flat) return b;
  if (b == Course::Flat || a == b) return a;
  return Course::Unknown;
}

/// A course through another.
Course through(Course outer, Course inner) {
  if (outer == Course::Flat || inner == Course::Flat) return Course::Flat;
  if (outer == Course::Unknown || inner == Course::Unknown) return Course::Unknown;
  return outer == Course::Up ? inner : opposite(inner);
}

Course by_sign(const Value& factor, Course course) {
  if (!factor.is_number()) return Course::Unknown;
  if (factor.number().is_zero()) return Course::Flat;
  return factor.number().sign() > 0 ? course : opposite(course);
}

bool brings_back(StepKind kind) {
  return kind == StepKind::Broadcast || kind == StepKind::Gather || kind == StepKind::Follow ||
         kind == StepKind::Pick;
}

Course step_course(const Rational& from, const Rational& to) {
  const int order = compare(from, to);
  return order < 0 ? Course::Up : order > 0 ? Course::Down : Course::Flat;
}

Course slope_course(const Rational& slope) {
  return step_course(Rational(0), slope);
}

}  // namespace

Course course_of(const Tiers& tiers) {
  if (tiers.has_two() || tiers.result.kind != Kind::Number || tiers.kind == TierKind::Ranked) {
    return Course::Unknown;
  }
  std::vector<TierRow> pieces = straight_pieces(tiers);
  for (const TierRow& piece : pieces) {
    if (piece.is_else || piece.key) return Course::Unknown;
  }
  std::stable_sort(pieces.begin(), pieces.end(), [](const TierRow& a, const TierRow& b) {
    if (!a.low || !b.low) return !a.low && b.low;
    return *a.low < *b.low;
  });
  Course course = Course::Flat;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    course = joined(course, slope_course(pieces[i].slope));
    if (i == 0 || !pieces[i].low) continue;
    const Rational& edge = *pieces[i].low;
    const auto at = [&](const TierRow& piece) { return piece.slope * edge + piece.intercept; };
    course = joined(course, step_course(at(pieces[i - 1]), at(pieces[i])));
  }
  return course;
}

WhatIf::WhatIf(const TraceInput& input, StepId moved, std::size_t member)
    : input_(input), moved_(key_of(moved, member)) {}

Course WhatIf::unknown(Way::Obstacle obstacle) {
  obstacle_ = obstacle;
  return Course::Unknown;
}

Course WhatIf::course(StepId id, std::size_t member) {
  const Key key = key_of(id, member);
  if (key == moved_) return Course::Up;
  if (const auto found = courses_.find(key); found != courses_.end()) return found->second;
  std::vector<StepId> states = {id};
  for (StepId before = state_before(id); before; before = state_before(before)) {
    if (courses_.count(key_of(before, member)) != 0) break;
    states.push_back(before);
  }
  for (; states.size() > 1; states.pop_back())
    courses_.emplace(key_of(states.back(), member), find_course(step_of(states.back()), member));
  const Course course = find_course(step_of(id), member);
  courses_.emplace(key, course);
  return course;
}

/// What came into the period of a state that is carried on. The oldest are looked at first: there
/// may be more of them than calls can be nested.
StepId WhatIf::state_before(StepId id) const {
  const Step& step = step_of(id);
  if (step.kind == StepKind::Carry) return step.args[0];
  return step.kind == StepKind::Streak ? step.args[2] : StepId();
}

Course WhatIf::arg(const Step& step, std::size_t index, std::size_t member) {
  return step.args[index] ? course(step.args[index], member) : Course::Flat;
}

/// Where every argument lifts the value.
Course WhatIf::together(const Step& step, std::size_t member) {
  Course all = Course::Flat;
  for (std::size_t i = 0; i < step.args.size(); ++i) {
    const Course one = arg(step, i, member);
    if (one == Course::Unknown) return one;
    all = joined(all, one);
    if (all == Course::Unknown) return unknown(Way::Obstacle::BothWays);
  }
  return all;
}

Course WhatIf::find_course(const Step& step, std::size_t member) {
  if (brings_back(step.kind)) {
    const auto read = score::member_read(input_.scored, step, member);
    return read ? course(step.args[0], *read) : Course::Flat;
  }
  switch (step.kind) {
    case StepKind::Apply: return of_operation(step, member);
    case StepKind::Attain: return of_attainment(step, member);
    case StepKind::Adjust: return of_adjustments(step, member);
    case StepKind::Publish:
    case StepKind::AtMost:
    case StepKind::AtLeast:
    case StepKind::Level:
    case StepKind::Settle: return arg(step, 0, member);
    case StepKind::AllOf:
    case StepKind::AnyOf:
    case StepKind::SumOf:
    case StepKind::Weigh: return together(step, member);
    case StepKind::Choose: {
      if (arg(step, 0, member) != Course::Flat) return unknown(Way::Obstacle::BothWays);
      const Value& condition = now(step, 0, member);
      return arg(step, condition.is_bool() && condition.truth() ? 1 : 2, member);
    }
    case StepKind::Constant:
    case StepKind::Column:
    case StepKind::Held:
    case StepKind::InScope:
    case StepKind::DayShare:
    case StepKind::Cells: return Course::Flat;
    case StepKind::Grade:
    case StepKind::Streak:
    case StepKind::Carry:
    case StepKind::OverUnits:
    case StepKind::Split:
      return together(step, member) == Course::Flat ? Course::Flat
                                                    : unknown(Way::Obstacle::BothWays);
    case StepKind::OverPeople:
    case StepKind::RollUp:
    case StepKind::Pool:
    case StepKind::Total:
    case StepKind::Rank:
    case StepKind::Ranked:
    case StepKind::Allot: return of_everybody(step);
    case StepKind::Broadcast:
    case StepKind::Gather:
    case StepKind::Follow:
    case StepKind::Pick: break;
  }
  return Course::Unknown;
}

/// A value made of many people's does not move with one unless it is made of that one.
Course WhatIf::of_everybody(const Step& step) {
  for (const StepId id : step.args) {
    if (!id) continue;
    const std::size_t count = input_.slots[id].values.size();
    for (std::size_t m = 0; m < count; ++m) {
      if (course(id, m) != Course::Flat) return unknown(Way::Obstacle::OtherPeople);
    }
  }
  return Course::Flat;
}

Course WhatIf::of_product(const Step& step, std::size_t member) {
  const Course a = arg(step, 0, member);
  const Course b = arg(step, 1, member);
  if (a == Course::Unknown || b == Course::Unknown) return Course::Unknown;
  if (b == Course::Flat) return by_sign(now(step, 1, member), a);
  if (a == Course::Flat) return by_sign(now(step, 0, member), b);
  return unknown(Way::Obstacle::BothWays);
}

Course WhatIf::of_quotient(const Step& step, std::size_t member) {
  const Course above = arg(step, 0, member);
  const Course below = arg(step, 1, member);
  if (above == Course::Unknown || below == Course::Unknown) return Course::Unknown;
  if (below == Course::Flat) return by_sign(now(step, 1, member), above);
  if (above != Course::Flat) return unknown(Way::Obstacle::BothWays);
  const Value& denominator = now(step, 1, member);
  const bool positive = denominator.is_number() && denominator.number().sign() > 0;
  if (!positive) return unknown(Way::Obstacle::BothWays);
  return by_sign(now(step, 0, member), opposite(below));
}

Course WhatIf::of_operation(const Step& step, std::size_t member) {
  const Expr& expr = input_.scored.program.exprs[step.expr];
  bool moves = false;
  for (std::size_t i = 0; i < step.args.size(); ++i) {
    const Course one = arg(step, i, member);
    if (one == Course::Unknown) return one;
    moves = moves || one != Course::Flat;
  }
  if (!moves) return Course::Flat;
  const Op op = expr.op;
  if (op == Op::Multiply) return of_product(step, member);
  if (op == Op::Divide) return of_quotient(step, member);
  if (op == Op::Growth) {
    if (arg(step, 1, member) != Course::Flat) return unknown(Way::Obstacle::BothWays);
    return arg(step, 0, member);  // a base that is not positive has no growth
  }
  if (op == Op::Add || op == Op::Min || op == Op::Max || op == Op::Clamp || op == Op::Round ||
      op == Op::Sqrt || op == Op::And || op == Op::Or) {
    return together(step, member);
  }
  if (op == Op::Negate || op == Op::Not) return opposite(arg(step, 0, member));
  if (op == Op::Subtract || op == Op::Change || op == Op::Greater || op == Op::GreaterEqual) {
    const Course both = joined(arg(step, 0, member), opposite(arg(step, 1, member)));
    return both == Course::Unknown ? unknown(Way::Obstacle::BothWays) : both;
  }
  if (op == Op::Less || op == Op::LessEqual) {
    const Course both = joined(opposite(arg(step, 0, member)), arg(step, 1, member));
    return both == Course::Unknown ? unknown(Way::Obstacle::BothWays) : both;
  }
  if (op == Op::IfNone) return arg(step, now(step, 0, member).is_none() ? 1 : 0, member);
  if (op == Op::IsPresent || op == Op::IsNone) return Course::Flat;
  if (op == Op::If && arg(step, 0, member) == Course::Flat) {
    const Value& condition = now(step, 0, member);
    if (condition.is_bool()) return arg(step, condition.truth() ? 1 : 2, member);
  }
  if (op == Op::Tiers && step.args.size() == 1) {
    const Course table = course_of(input_.scored.program.tiers[expr.tiers]);
    if (table == Course::Unknown) return unknown(Way::Obstacle::NotMonotonic);
    return through(table, arg(step, 0, member));
  }
  return unknown(Way::Obstacle::BothWays);
}

Course WhatIf::of_attainment(const Step& step, std::size_t member) {
  const Course value = arg(step, 0, member);
  const Course target = arg(step, 1, member);
  if (value == Course::Unknown || target == Course::Unknown) return Course::Unknown;
  if (value == Course::Flat && target == Course::Flat) return Course::Flat;
  if (target != Course::Flat || step.better.direction == Direction::Within) {
    return unknown(step.better.direction == Direction::Within ? Way::Obstacle::NotMonotonic
                                                              : Way::Obstacle::BothWays);
  }
  return step.better.direction == Direction::Lower ? opposite(value) : value;
}

/// A condition that comes to hold lifts the result where the adjustment lifts it.
Course WhatIf::of_adjustments(const Step& step, std::size_t member) {
  Course all = arg(step, 0, member);
  const auto& adjustments = score::adjustments_of(input_.scored.program, step);
  for (std::size_t i = 0; 2 * i + 2 < step.args.size(); ++i) {
    const std::size_t amount_at = 2 * i + 1;
    const AdjustKind kind = adjustments[i].kind;
    if (kind == AdjustKind::Round) continue;
    const Course amount = arg(step, amount_at, member);
    const Course when = arg(step, amount_at + 1, member);
    if (amount == Course::Unknown || when == Course::Unknown) return Course::Unknown;
    Course held = when;
    if (kind == AdjustKind::Cap) held = opposite(when);
    if (kind == AdjustKind::Add || kind == AdjustKind::Deduct) {
      const Course added = kind == AdjustKind::Add ? when : opposite(when);
      held = when == Course::Flat ? Course::Flat : by_sign(now(step, amount_at, member), added);
    }
    all = joined(all, kind == AdjustKind::Deduct ? opposite(amount) : amount);
    all = joined(all, held);
    if (all == Course::Unknown) return unknown(Way::Obstacle::BothWays);
  }
  return all;
}

Value WhatIf::value(StepId step, std::size_t member, const Value& moved) {
  moved_value_ = moved;
  values_.clear();
  return find_value(step, member);
}

Value WhatIf::find_value(StepId id, std::size_t member) {
  const Key key = key_of(id, member);
  if (key == moved_) return moved_value_;
  if (course(id, member) == Course::Flat) return input_.slots[id][member];
  if (const auto found = values_.find(key); found != values_.end()) return found->second;
  const Step& step = step_of(id);
  Value value = NoneReason::Failed;
  if (brings_back(step.kind)) {
    const auto read = score::member_read(input_.scored, step, member);
    if (read) value = find_value(step.args[0], *read);
  } else if (score::is_combined(step.kind)) {
    std::vector<Value> held(step.args.size());
    std::vector<const Value*> args;
    for (std::size_t i = 0; i < step.args.size(); ++i) {
      if (step.args[i]) held[i] = find_value(step.args[i], member);
      args.push_back(step.args[i] ? &held[i] : nullptr);
    }
    value = score::combined(input_.scored.program, step, args);
  }
  values_.emplace(key, value);
  return value;
}

}  // namespace kpi::trace
