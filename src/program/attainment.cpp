#include "program/operations.hpp"

namespace kpi {
namespace {

Value on_zero_target(const Rational& actual, const Better& better) {
  if (!better.zero_target) return NoneReason::ZeroTarget;
  const bool met = better.direction == Direction::Lower ? actual.sign() <= 0 : actual.sign() >= 0;
  return met ? *better.zero_target : better.zero_target_else.value_or(Rational(0));
}

Value higher(const Rational& actual, const Rational& target, const Better& better) {
  if (target.sign() > 0) return actual / target;
  if (target.is_zero()) return on_zero_target(actual, better);
  if (!better.linear) return NoneReason::NegativeTarget;
  return Rational(1) + (actual - target) / abs(target);
}

Value lower(const Rational& actual, const Rational& target, const Better& better) {
  if (target.is_zero()) return on_zero_target(actual, better);
  if (better.method == LowerMethod::Linear) {
    return Rational(1) - (actual - target) / abs(target);  // 2 - a/t for t > 0
  }
  if (target.sign() < 0) return NoneReason::NegativeTarget;
  if (actual.sign() <= 0) {
    if (better.at_zero) return *better.at_zero;
    return NoneReason::ZeroDenominator;
  }
  return target / actual;
}

}  // namespace

Value attainment_within(const Value& actual, const Better& better) {
  if (actual.is_none()) return actual;
  const Rational& x = actual.number();
  if (better.within_low <= x && x <= better.within_high) return Rational(1);
  if (x <= better.zero_low || x >= better.zero_high) return Rational(0);
  if (x < better.within_low) {
    return (x - better.zero_low) / (better.within_low - better.zero_low);
  }
  return (better.zero_high - x) / (better.zero_high - better.within_high);
}

Value attainment_of(const Value& actual, const Value& target, const Better& better) {
  if (better.direction == Direction::Within) return attainment_within(actual, better);
  if (actual.is_none() && target.is_none()) return stronger(actual.reason(), target.reason());
  if (actual.is_none()) return actual;
  if (target.is_none()) return target;
  return better.direction == Direction::Lower ? lower(actual.number(), target.number(), better)
                                              : higher(actual.number(), target.number(), better);
}

}  // namespace kpi
