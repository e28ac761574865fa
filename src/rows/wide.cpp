#include "rows/wide.hpp"

#include <array>

namespace kpi::rows {
namespace {

constexpr int kMaxPower = 38;  // 10^38 < 2^127

constexpr std::array<Int128, kMaxPower + 1> powers_of_ten_up_to_38() {
  std::array<Int128, kMaxPower + 1> powers{};
  Int128 power = 1;
  for (std::size_t i = 0; i < powers.size(); ++i) {
    powers[i] = power;
    if (i + 1 < powers.size()) power *= 10;
  }
  return powers;
}

constexpr auto kPowersOfTen = powers_of_ten_up_to_38();

/// Whether a quotient cut towards zero moves one step away from it.
bool rounds_away(Int128 quotient, Int128 rest, Int128 denominator, RoundMode mode) {
  const bool negative = rest < 0;
  const Int128 size = negative ? -rest : rest;
  const Int128 other = denominator - size;  // size < other: nearer to the quotient
  switch (mode) {
    case RoundMode::HalfUp: return size >= other;
    case RoundMode::HalfEven: return size > other || (size == other && quotient % 2 != 0);
    case RoundMode::Up: return true;
    case RoundMode::Down: return false;
    case RoundMode::Floor: return negative;
    case RoundMode::Ceil: return !negative;
  }
  return false;
}

}  // namespace

Int128 power_of_ten_128(int exponent) {
  if (exponent > kMaxPower) return 0;
  return kPowersOfTen[static_cast<std::size_t>(exponent)];
}

bool divide_rounded(Int128 numerator, Int128 denominator, RoundMode mode, Int128& out) {
  if (denominator < 0) {
    if (!subtract_fits(0, numerator, numerator)) return false;
    if (!subtract_fits(0, denominator, denominator)) return false;
  }
  out = numerator / denominator;
  const Int128 rest = numerator % denominator;
  if (rest != 0 && rounds_away(out, rest, denominator, mode)) out += rest < 0 ? -1 : 1;
  return true;
}

std::optional<Int128> to_int128(const Rational& whole) {
  if (const auto small = whole.to_int64()) return Int128{*small};
  const Rational half_range = Rational(std::int64_t{1} << 62) * Rational(2);
  const Rational high = round_to_integer(whole / half_range, RoundMode::Floor);
  const auto high_part = high.to_int64();
  const auto low_part = (whole - high * half_range).to_int64();
  if (!high_part || !low_part) return std::nullopt;
  return Int128{*high_part} * (Int128{1} << 63) + *low_part;
}

}  // namespace kpi::rows
