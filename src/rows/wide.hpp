#pragma once

#include <optional>

#include "base/int128.hpp"
#include "base/rational.hpp"

/// Checked arithmetic of 128-bit mantissas. Every function answers whether the result fits.
namespace kpi::rows {

inline bool add_fits(Int128 a, Int128 b, Int128& out) {
  return !__builtin_add_overflow(a, b, &out);
}
inline bool subtract_fits(Int128 a, Int128 b, Int128& out) {
  return !__builtin_sub_overflow(a, b, &out);
}
inline bool multiply_fits(Int128 a, Int128 b, Int128& out) {
  return !__builtin_mul_overflow(a, b, &out);
}

/// 10^exponent; 0 stands for a power beyond 38 digits.
Int128 power_of_ten_128(int exponent);

/// x times a power of ten as power_of_ten_128 gives it.
inline bool scale_up_fits(Int128 x, Int128 power, Int128& out) {
  if (power == 0) {
    out = 0;
    return x == 0;
  }
  return multiply_fits(x, power, out);
}

/// numerator / denominator (not 0) as a whole number; false where a sign cannot be turned.
bool divide_rounded(Int128 numerator, Int128 denominator, RoundMode mode, Int128& out);

/// A whole number below 2^126 as mantissa.
std::optional<Int128> to_int128(const Rational& whole);

}  // namespace kpi::rows
