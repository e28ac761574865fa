#include <numeric>

#include "base/check.hpp"
#include "rows/kernels.hpp"
#include "rows/wide.hpp"

namespace kpi::rows {
namespace {

/// f on two numbers of the same scale.
template <class Function>
Operand map_aligned(const Operand& a, const Operand& b, const Scope& scope, Function f) {
  const Alignment align(a, b);
  Operand out;
  if (!align.needed()) {
    out = map_rows(a, b, scope, f);
  } else {
    out = map_rows(a, b, scope, [&](Int128 x, Int128 y, Int128& result) {
      const bool fits = scale_up_fits(x, align.first, x) && scale_up_fits(y, align.second, y);
      return fits && f(x, y, result);
    });
  }
  out.vector.scale = align.scale;
  out.vector.parts = align.parts;
  return out;
}

}  // namespace

Alignment::Alignment(const Operand& a, const Operand& b)
    : scale(std::max(a.vector.scale, b.vector.scale)),
      parts(std::lcm(a.vector.parts, b.vector.parts)),
      first(power_of_ten_128(scale - a.vector.scale) * (parts / a.vector.parts)),
      second(power_of_ten_128(scale - b.vector.scale) * (parts / b.vector.parts)) {}

Operand add(const Operand& a, const Operand& b, const Scope& scope) {
  return map_aligned(a, b, scope,
                     [](Int128 x, Int128 y, Int128& out) { return add_fits(x, y, out); });
}

Operand subtract(const Operand& a, const Operand& b, const Scope& scope) {
  return map_aligned(a, b, scope,
                     [](Int128 x, Int128 y, Int128& out) { return subtract_fits(x, y, out); });
}

Operand multiply(const Operand& a, const Operand& b, const Scope& scope) {
  Operand out = map_rows(
      a, b, scope, [](Int128 x, Int128 y, Int128& result) { return multiply_fits(x, y, result); });
  out.vector.scale = a.vector.scale + b.vector.scale;
  KPI_CHECK(!__builtin_mul_overflow(a.vector.parts, b.vector.parts, &out.vector.parts));
  return out;
}

Operand negate(const Operand& a, const Scope& scope) {
  Operand out =
      map_rows(a, scope, [](Int128 x, Int128& result) { return subtract_fits(0, x, result); });
  out.vector.scale = a.vector.scale;
  out.vector.parts = a.vector.parts;
  return out;
}

Operand smaller(const Operand& a, const Operand& b, const Scope& scope) {
  return map_aligned(a, b, scope, [](Int128 x, Int128 y, Int128& out) {
    out = y < x ? y : x;
    return true;
  });
}

Operand larger(const Operand& a, const Operand& b, const Scope& scope) {
  return map_aligned(a, b, scope, [](Int128 x, Int128 y, Int128& out) {
    out = x < y ? y : x;
    return true;
  });
}

void align(Operand& a, Operand& b, const Scope& scope) {
  const Alignment align(a, b);
  const auto bring = [&](Operand& operand, Int128 power) {
    const table::Dictionary* dictionary = operand.vector.dictionary;
    if (power != 1) {
      operand = map_rows(operand, scope,
                         [&](Int128 x, Int128& result) { return scale_up_fits(x, power, result); });
      operand.vector.dictionary = dictionary;
    }
    operand.vector.scale = align.scale;
    operand.vector.parts = align.parts;
  };
  bring(a, align.first);
  bring(b, align.second);
}

Operand rescaled(const Operand& a, int scale, const Scope& scope) {
  if (a.vector.scale == scale) return a;
  const Int128 power = power_of_ten_128(scale - a.vector.scale);
  Operand out =
      map_rows(a, scope, [&](Int128 x, Int128& result) { return scale_up_fits(x, power, result); });
  out.vector.scale = scale;
  out.vector.parts = a.vector.parts;
  return out;
}

}  // namespace kpi::rows
