#include "program/statistics.hpp"

#include <algorithm>

namespace kpi {
namespace {

/// count times the sum of squared deviations from the mean.
Rational spread(std::int64_t count, const Rational& sum, const Rational& squares) {
  return Rational(count) * squares - sum * sum;
}

}  // namespace

void Moments::add(const Rational& a, const Rational& b) {
  ++count;
  x += a;
  y += b;
  xx += a * a;
  yy += b * b;
  xy += a * b;
}

Value stddev_of(AggregateKind kind, const Moments& moments) {
  if (moments.count == 0) return NoneReason::NoRows;
  const std::int64_t divisor = kind == AggregateKind::Stddev ? moments.count - 1 : moments.count;
  if (divisor == 0) return NoneReason::ZeroDenominator;
  const Rational variance =
      spread(moments.count, moments.x, moments.xx) / (Rational(moments.count) * Rational(divisor));
  return square_root(variance, kRootDigits);
}

Value corr_of(const Moments& moments) {
  if (moments.count == 0) return NoneReason::NoRows;
  const Rational first = spread(moments.count, moments.x, moments.xx);
  const Rational second = spread(moments.count, moments.y, moments.yy);
  if (first.is_zero() || second.is_zero()) return NoneReason::ZeroDenominator;
  const Rational both = Rational(moments.count) * moments.xy - moments.x * moments.y;
  const Rational size = square_root(both * both / (first * second), kRootDigits);
  return both.sign() < 0 ? -size : size;
}

std::vector<Rational> largest(std::vector<Rational> values, std::int64_t top) {
  if (top == 0 || static_cast<std::int64_t>(values.size()) <= top) return values;
  std::sort(values.begin(), values.end(),
            [](const Rational& a, const Rational& b) { return b < a; });
  values.resize(static_cast<std::size_t>(top));
  return values;
}

Value statistic_of(AggregateKind kind, const Rational& fraction, std::vector<Rational> values) {
  if (values.empty()) return NoneReason::NoRows;
  if (kind == AggregateKind::Percentile) {
    std::sort(values.begin(), values.end());
    return percentile_of(static_cast<std::int64_t>(values.size()), fraction,
                         [&](std::size_t i) { return values[i]; });
  }
  Moments moments;
  for (const Rational& value : values)
    moments.add(value, Rational(0));
  return stddev_of(kind, moments);
}

}  // namespace kpi
