#pragma once

#include <cstdint>
#include <vector>

#include "base/rational.hpp"
#include "program/program.hpp"

/// What median, percentile, standard deviation and correlation mean, so that rows and groups mean
/// the same by them.
namespace kpi {

inline constexpr int kRootDigits = 18;  // after the point, of every square root

/// Sums of pairs of numbers; the second of a pair is 0 where there is one number.
struct Moments {
  std::int64_t count = 0;
  Rational x, y, xx, yy, xy;
  void add(const Rational& a, const Rational& b);
};

/// The values at rank fraction * (count - 1), counted from 0: on a straight line between the two
/// neighbours. `value_at` gives the value at a position of the ascending order.
template <class ValueAt>
Rational percentile_of(std::int64_t count, const Rational& fraction, ValueAt value_at) {
  const Rational rank = fraction * Rational(count - 1);
  const Rational below = round_to_integer(rank, RoundMode::Floor);
  const auto position = static_cast<std::size_t>(below.to_int64().value_or(0));
  const Rational low = value_at(position);
  if (rank == below) return low;
  return low + (rank - below) * (value_at(position + 1) - low);
}

/// Stddev divides by count - 1, StddevAll by count; none(zero_denominator) where that is 0.
Value stddev_of(AggregateKind kind, const Moments& moments);
/// Pearson's coefficient; none(zero_denominator) where one of the two never varies.
Value corr_of(const Moments& moments);

/// Percentile, Stddev, StddevAll of numbers in any order; none(no_rows) of none.
Value statistic_of(AggregateKind kind, const Rational& fraction, std::vector<Rational> values);
/// The `top` largest of them; all where `top` is 0.
std::vector<Rational> largest(std::vector<Rational> values, std::int64_t top);

}  // namespace kpi
