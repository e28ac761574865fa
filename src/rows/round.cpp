#include "base/check.hpp"
#include "rows/kernels.hpp"
#include "rows/wide.hpp"

namespace kpi::rows {
namespace {

/// A step as a whole number of units of its last digit: 0.05 is 5 with two digits.
struct Step {
  explicit Step(const Rational& step) {
    const auto decimals = decimal_digits(step);
    KPI_CHECK(decimals.has_value());
    digits = *decimals;
    const auto whole = to_int128(step * power_of_ten(digits));
    KPI_CHECK(whole.has_value());
    size = *whole;
  }
  int digits = 0;
  Int128 size = 1;
};

/// numerator * 10^exponent / denominator, rounded to steps and multiplied out.
bool steps_of(Int128 numerator, Int128 denominator, int exponent, Int128 step, RoundMode mode,
              Int128& out) {
  const Int128 power = power_of_ten_128(exponent < 0 ? -exponent : exponent);
  Int128& scaled = exponent < 0 ? denominator : numerator;
  if (power == 0 || !multiply_fits(scaled, power, scaled)) return false;
  return divide_rounded(numerator, denominator, mode, out) && multiply_fits(out, step, out);
}

}  // namespace

bool round_exactly(const Rational& x, const RoundSpec& round, Int128& out) {
  const Step step(round.step);
  const auto mantissa =
      to_int128(round_to_step(x, round.step, round.mode) * power_of_ten(step.digits));
  if (mantissa) out = *mantissa;
  return mantissa.has_value();
}

Operand rounded(const Operand& a, const RoundSpec& round, const Scope& scope) {
  const Step step(round.step);
  const int exponent = step.digits - a.vector.scale;
  const Int128 divisor = step.size * a.vector.parts;
  Operand out = map_rows(a, scope, [&](Int128 x, Int128& result) {
    if (steps_of(x, divisor, exponent, step.size, round.mode, result)) return true;
    return round_exactly(number_of(x, a.vector), round, result);
  });
  out.vector.scale = step.digits;
  return out;
}

Operand rounded_quotient(const Operand& a, const Operand& b, const RoundSpec& round,
                         const Scope& scope) {
  const Step step(round.step);
  const int exponent = b.vector.scale + step.digits - a.vector.scale;
  Operand out = map_rows(a, b, scope, [&](Int128 x, Int128 y, Int128& result) {
    result = 0;
    if (y == 0) return true;
    Int128 divisor = 0;
    Int128 dividend = 0;
    if (multiply_fits(y, step.size * a.vector.parts, divisor) &&
        multiply_fits(x, b.vector.parts, dividend) &&
        steps_of(dividend, divisor, exponent, step.size, round.mode, result)) {
      return true;
    }
    return round_exactly(number_of(x, a.vector) / number_of(y, b.vector), round, result);
  });
  out.vector.scale = step.digits;
  for (std::size_t i = 0; i < out.vector.values.size(); ++i) {
    if (b.at(i) != 0) continue;
    if (out.vector.present.empty()) out.vector.present.resize(out.vector.values.size(), 1);
    out.vector.present[i] = 0;
  }
  return out;
}

}  // namespace kpi::rows
