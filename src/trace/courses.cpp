#include <algorithm>

#include "score/combine.hpp"
#include "trace/what_if.hpp"

/// How a step goes on a stretch of the moved value: by what its operation makes of the courses of
/// its arguments. Where that is not the same all along, the stretch is to be cut (`turn`).
namespace kpi::trace {
namespace {

using plan::Step;
using plan::StepId;
using plan::StepKind;

/// Whether a number is passed, reached or left between two others.
bool is_met(const Value& from, const Value& to, const Rational& at) {
  return from.is_number() && to.is_number() &&
         compare(from.number(), at) != compare(to.number(), at);
}

bool goes_against(Course course, const Value& from, const Value& to) {
  return from.is_number() && to.is_number() && course != course_from(from.number(), to.number());
}

bool is_true(const Value& value) {
  return value.is_bool() && value.truth();
}

bool keeps_direction(Op op) {
  return op == Op::Add || op == Op::Min || op == Op::Max || op == Op::Clamp || op == Op::Round ||
         op == Op::Sqrt || op == Op::And || op == Op::Or;
}

}  // namespace

Course WhatIf::unknown(Way::Obstacle obstacle) {
  obstacle_ = obstacle;
  turn_.reset();
  return Course::Unknown;
}

Course WhatIf::turning(const Step& step, std::size_t index, std::size_t member,
                       std::optional<Rational> at) {
  obstacle_ = Way::Obstacle::NotFollowed;
  turn_ = Turn{step.args[index], member, std::move(at)};
  return Course::Unknown;
}

/// The first of the edges that the argument meets.
std::optional<Course> WhatIf::turning_at(const std::vector<Rational>& edges, const Step& step,
                                         std::size_t index, std::size_t member) {
  const Value from = first(step, index, member);
  const Value to = last(step, index, member);
  const auto edge = std::find_if(edges.begin(), edges.end(),
                                 [&](const Rational& at) { return is_met(from, to, at); });
  if (edge == edges.end()) return std::nullopt;
  return turning(step, index, member, *edge);
}

Course WhatIf::course(StepId id, std::size_t member) {
  const Key key = key_of(id, member);
  if (key == moved_) return ends_[0].moved == ends_[1].moved ? Course::Flat : Course::Up;
  if (!depends(id, member)) return Course::Flat;
  if (const auto found = courses_.find(key); found != courses_.end()) return found->second;
  const Course course = checked(find_course(step_of(id), member), id, member);
  courses_.emplace(key, course);
  return course;
}

/// What only rises or falls, and ends where it began, has not moved. What is there at one end alone
/// is looked at apart where it is and where it is not.
Course WhatIf::checked(Course course, StepId id, std::size_t member) {
  if (course == Course::Flat || course == Course::Unknown) return course;
  const Value from = find_value(ends_[0], id, member);
  const Value to = find_value(ends_[1], id, member);
  if (from.is_none() != to.is_none()) {
    obstacle_ = Way::Obstacle::NotFollowed;
    turn_ = Turn{id, member, {}};
    return Course::Unknown;
  }
  if (from.is_none() || from == to) return Course::Flat;
  return goes_against(course, from, to) ? unknown(Way::Obstacle::NotFollowed) : course;
}

Course WhatIf::arg(const Step& step, std::size_t index, std::size_t member) {
  return step.args[index] ? course(step.args[index], member) : Course::Flat;
}

/// Where every argument lifts the value.
Course WhatIf::together(const Step& step, std::size_t member, std::size_t first) {
  Course all = Course::Flat;
  for (std::size_t i = first; i < step.args.size(); ++i) {
    const Course one = arg(step, i, member);
    if (one == Course::Unknown) return one;
    all = joined(all, one);
    if (all == Course::Unknown) return unknown(Way::Obstacle::BothWays);
  }
  return all;
}

/// Where the first argument lifts the value and the second lowers it.
Course WhatIf::against(const Step& step, std::size_t member) {
  const Course both = joined(arg(step, 0, member), opposite(arg(step, 1, member)));
  return both == Course::Unknown ? unknown(Way::Obstacle::BothWays) : both;
}

Course WhatIf::find_course(const Step& step, std::size_t member) {
  switch (step.kind) {
    case StepKind::Apply: return of_operation(step, member);
    case StepKind::Attain: return of_attainment(step, member);
    case StepKind::Adjust: return of_adjustments(step, member);
    case StepKind::Settle: return of_settled(step, member);
    case StepKind::Grade: return of_grade(step, member);
    case StepKind::OverUnits: return of_units(step, member);
    case StepKind::Choose: return of_choice(step, member);
    case StepKind::Publish:
    case StepKind::AtMost:
    case StepKind::AtLeast:
    case StepKind::Level: return arg(step, 0, member);
    case StepKind::AllOf:
    case StepKind::AnyOf:
    case StepKind::DayShare:
    case StepKind::SumOf:
    case StepKind::Weigh: return together(step, member);
    case StepKind::Broadcast:
    case StepKind::Gather:
    case StepKind::Follow:
    case StepKind::FollowHeld:
    case StepKind::Pick: {
      const auto read = score::member_read(input_.scored, input_.slots, step, member);
      return read ? course(step.args[0], *read) : Course::Flat;
    }
    case StepKind::OverPeople:
    case StepKind::RollUp:
    case StepKind::Pool:
    case StepKind::Total:
    case StepKind::GroupTotal:
    case StepKind::Rank:
    case StepKind::Ranked:
    case StepKind::Allot: return unknown(Way::Obstacle::OtherPeople);
    case StepKind::Streak:
    case StepKind::Carry:
    case StepKind::Split: return unknown(Way::Obstacle::NotFollowed);
    case StepKind::Constant:
    case StepKind::Column:
    case StepKind::Held:
    case StepKind::InScope:
    case StepKind::Cells: break;
  }
  return Course::Flat;
}

/// A condition decides apart where it holds and where it does not.
Course WhatIf::of_choice(const Step& step, std::size_t member) {
  const Course condition = arg(step, 0, member);
  if (condition == Course::Unknown) return condition;
  if (condition != Course::Flat) return turning(step, 0, member);
  const Value held = first(step, 0, member);
  if (step.kind == StepKind::Apply && held.is_none()) return Course::Flat;
  return arg(step, is_true(held) ? 1 : 2, member);
}

Course WhatIf::of_operation(const Step& step, std::size_t member) {
  const Op op = expr_of(step).op;
  if (op == Op::If) return of_choice(step, member);
  if (op == Op::IfNone) {
    const Course value = arg(step, 0, member);
    if (value == Course::Unknown || !first(step, 0, member).is_none()) return value;
    return arg(step, 1, member);
  }
  bool moves = false;
  for (std::size_t i = 0; i < step.args.size(); ++i) {
    const Course one = arg(step, i, member);
    if (one == Course::Unknown) return one;
    moves = moves || one != Course::Flat;
  }
  return moves ? of_arithmetic(step, member) : Course::Flat;
}

/// All courses of the arguments are known, and one of them moves.
Course WhatIf::of_arithmetic(const Step& step, std::size_t member) {
  const Op op = expr_of(step).op;
  if (keeps_direction(op)) return together(step, member);
  if (op == Op::Multiply) return of_product(step, member);
  if (op == Op::Divide) return of_quotient(step, member);
  if (op == Op::Negate || op == Op::Not) return opposite(arg(step, 0, member));
  if (op == Op::Subtract || op == Op::Change || op == Op::Greater || op == Op::GreaterEqual) {
    return against(step, member);
  }
  if (op == Op::Less || op == Op::LessEqual) return opposite(against(step, member));
  if (op == Op::Equal || op == Op::NotEqual) return of_equality(step, member);
  if (op == Op::IsPresent || op == Op::IsNone) return Course::Flat;  // coming to be there is a turn
  if (op == Op::Growth) {  // a base that is not positive has no growth
    const bool fixed = arg(step, 1, member) == Course::Flat;
    return fixed ? arg(step, 0, member) : unknown(Way::Obstacle::BothWays);
  }
  if (op == Op::Tiers && step.args.size() == 1) {
    return of_tiers(input_.scored.program.tiers[expr_of(step).tiers], step, member);
  }
  return unknown(Way::Obstacle::NotFollowed);
}

/// A course multiplied by an argument.
Course WhatIf::multiplied(Course course, const Step& step, std::size_t factor, std::size_t member) {
  if (course == Course::Flat) return course;
  const Value from = first(step, factor, member);
  const Value to = last(step, factor, member);
  if (!from.is_number() || !to.is_number()) return Course::Flat;  // nothing comes of it
  const int before = from.number().sign();
  const int after = to.number().sign();
  if (before * after < 0) return turning(step, factor, member, Rational(0));
  const int sign = before != 0 ? before : after;
  return sign == 0 ? Course::Flat : sign > 0 ? course : opposite(course);
}

Course WhatIf::of_product(const Step& step, std::size_t member) {
  const Course a = multiplied(arg(step, 0, member), step, 1, member);
  if (a == Course::Unknown) return a;
  const Course b = multiplied(arg(step, 1, member), step, 0, member);
  if (b == Course::Unknown) return b;
  const Course both = joined(a, b);
  return both == Course::Unknown ? unknown(Way::Obstacle::BothWays) : both;
}

/// By 0 nothing is divided, and below it the quotient goes the other way.
Course WhatIf::of_quotient(const Step& step, std::size_t member) {
  if (const auto turn = turning_at({Rational(0)}, step, 1, member)) return *turn;
  const bool both_move =
      arg(step, 0, member) != Course::Flat && arg(step, 1, member) != Course::Flat;
  const Course ratio = both_move ? of_ratio(step, member) : Course::Unknown;
  if (ratio != Course::Unknown) return ratio;
  const Course above = multiplied(arg(step, 0, member), step, 1, member);
  const Course below = multiplied(opposite(arg(step, 1, member)), step, 0, member);
  if (below == Course::Unknown) return below;
  const Course both = joined(above, below);
  return both == Course::Unknown ? unknown(Way::Obstacle::BothWays) : both;
}

/// Where one of two numbers meets the other, which does not move.
Course WhatIf::of_equality(const Step& step, std::size_t member) {
  const std::size_t moving = arg(step, 0, member) == Course::Flat ? 1 : 0;
  const Value fixed = first(step, 1 - moving, member);
  if (arg(step, 1 - moving, member) != Course::Flat || !fixed.is_number()) {
    return unknown(Way::Obstacle::NotFollowed);
  }
  return turning_at({fixed.number()}, step, moving, member).value_or(Course::Flat);
}

Course WhatIf::of_tiers(const Tiers& tiers, const Step& step, std::size_t member) {
  const Course argument = arg(step, 0, member);
  if (argument == Course::Unknown || argument == Course::Flat) return argument;
  const Value from = first(step, 0, member);
  const Value to = last(step, 0, member);
  if (!from.is_number() || !to.is_number()) return unknown(Way::Obstacle::NotFollowed);
  const TierCourse table = course_between(tiers, std::min(from.number(), to.number()),
                                          std::max(from.number(), to.number()));
  if (table.turn) return turning(step, 0, member, table.turn);
  if (table.course == Course::Unknown) return unknown(Way::Obstacle::NotFollowed);
  return through(table.course, argument);
}

/// Between two edges it is one grade.
Course WhatIf::of_grade(const Step& step, std::size_t member) {
  const Course score = arg(step, 0, member);
  if (score == Course::Unknown || score == Course::Flat) return score;
  const Tiers& tiers = input_.scored.program.tiers[step.tiers];
  if (tiers.has_two() || tiers.kind == TierKind::Ranked) {
    return unknown(Way::Obstacle::NotFollowed);
  }
  return turning_at(edges_of(tiers), step, 0, member).value_or(Course::Flat);
}

Course WhatIf::of_attainment(const Step& step, std::size_t member) {
  const Course value = arg(step, 0, member);
  const Course target = arg(step, 1, member);
  if (value == Course::Unknown || target == Course::Unknown) return Course::Unknown;
  if (step.better.direction == Direction::Within) return of_band(step, member);
  if (target != Course::Flat) {
    return unknown(value == Course::Flat ? Way::Obstacle::NotFollowed : Way::Obstacle::BothWays);
  }
  if (value == Course::Flat) return value;
  const bool lower = step.better.direction == Direction::Lower;
  const Value wanted = first(step, 1, member);
  const bool by_zero = wanted.is_number() && wanted.number().is_zero();
  // what is nothing at all has an attainment of its own
  if (by_zero || (lower && step.better.method != LowerMethod::Linear)) {
    if (const auto turn = turning_at({Rational(0)}, step, 0, member)) return *turn;
  }
  return lower ? opposite(value) : value;
}

/// Rises up to the band, falls behind it.
Course WhatIf::of_band(const Step& step, std::size_t member) {
  const Course value = arg(step, 0, member);
  const Better& better = step.better;
  const auto turn = turning_at(
      {better.zero_low, better.within_low, better.within_high, better.zero_high}, step, 0, member);
  if (turn) return *turn;
  const Value from = first(step, 0, member);
  const bool below = from.is_number() && from.number() < better.within_low;
  return below ? value : opposite(value);
}

/// Conditions decide apart where they hold and where they do not.
Course WhatIf::of_adjustments(const Step& step, std::size_t member) {
  Course all = arg(step, 0, member);
  if (all == Course::Unknown) return all;
  const auto& adjustments = score::adjustments_of(input_.scored.program, step);
  for (std::size_t i = 0; 2 * i + 2 < step.args.size(); ++i) {
    const std::size_t amount_at = 2 * i + 1;
    const std::size_t when_at = amount_at + 1;
    const Course when = arg(step, when_at, member);
    if (when == Course::Unknown) return when;
    if (when != Course::Flat) return turning(step, when_at, member);
    const AdjustKind kind = adjustments[i].kind;
    const bool applies = !step.args[when_at] || is_true(first(step, when_at, member));
    if (kind == AdjustKind::Round || !applies) continue;
    const Course amount = arg(step, amount_at, member);
    if (amount == Course::Unknown) return amount;
    all = joined(all, kind == AdjustKind::Deduct ? opposite(amount) : amount);
    if (all == Course::Unknown) return unknown(Way::Obstacle::BothWays);
  }
  return all;
}

/// The amount, or what a policy pays where there is none.
Course WhatIf::of_settled(const Step& step, std::size_t member) {
  const Course amount = arg(step, 0, member);
  if (amount == Course::Unknown || !first(step, 0, member).is_none()) return amount;
  const Course supplied = together(step, member, 1);
  return supplied == Course::Flat || supplied == Course::Unknown
             ? supplied
             : unknown(Way::Obstacle::NotFollowed);
}

/// Of the units that count, each with its condition, value and other value.
Course WhatIf::of_units(const Step& step, std::size_t member) {
  const Aggregate& how = input_.scored.program.aggregates[expr_of(step).reduction];
  Course all = Course::Flat;
  for (std::size_t i = 0; i < step.args.size(); i += kInputsPerUnit) {
    const Course condition = arg(step, i, member);
    if (condition == Course::Unknown) return condition;
    if (condition != Course::Flat) return turning(step, i, member);
    if (step.args[i] && !is_true(first(step, i, member))) continue;
    const Course value = arg(step, i + 1, member);
    const Course other = arg(step, i + 2, member);
    if (value == Course::Unknown || other == Course::Unknown) return Course::Unknown;
    if (other != Course::Flat) return unknown(Way::Obstacle::NotFollowed);
    all = joined(all, value);
    if (all == Course::Unknown) return unknown(Way::Obstacle::BothWays);
  }
  const bool rises = how.kind == AggregateKind::Sum || how.kind == AggregateKind::Avg ||
                     how.kind == AggregateKind::Min || how.kind == AggregateKind::Max ||
                     how.kind == AggregateKind::Only || how.kind == AggregateKind::Percentile;
  return rises || all == Course::Flat ? all : unknown(Way::Obstacle::NotFollowed);
}

}  // namespace kpi::trace
