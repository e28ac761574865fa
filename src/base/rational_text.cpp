// Rationals as decimal text, and rounding to steps: what statements print and literals spell.

#include <algorithm>
#include <cstddef>
#include <cstdlib>

#include "base/check.hpp"
#include "base/rational.hpp"

namespace kpi {

namespace {

bool is_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The digits as an integer, in blocks that fit 64 bits.
Rational integer_of_digits(std::string_view digits) {
  constexpr std::size_t kBlock = 18;
  Rational value;
  while (!digits.empty()) {
    const std::string_view block = digits.substr(0, kBlock);
    std::int64_t number = 0;
    for (const char c : block)
      number = number * 10 + (c - '0');
    value = value.is_zero() ? Rational(number)
                            : value * power_of_ten(static_cast<int>(block.size())) + number;
    digits.remove_prefix(block.size());
  }
  return value;
}

/// The digits with a point before so many of them.
std::string with_point(std::string text, int digits, bool negative) {
  const auto places = static_cast<std::size_t>(digits);
  if (places > 0) {
    if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
    text.insert(text.size() - places, 1, '.');
  }
  return negative ? "-" + text : text;
}

}  // namespace

std::optional<Rational> Rational::parse_decimal(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative || (!text.empty() && text.front() == '+')) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  if (!is_digits(whole)) return std::nullopt;
  Rational value = integer_of_digits(whole);
  if (point != std::string_view::npos) {
    const std::string_view parts = text.substr(point + 1);
    if (!is_digits(parts)) return std::nullopt;
    value += integer_of_digits(parts) * power_of_ten(-static_cast<int>(parts.size()));
  }
  return negative ? -value : value;
}

std::string to_decimal_string(const Rational& x, int digits) {
  KPI_CHECK(digits >= 0);
  const auto mantissa = x.short_mantissa(digits);
  if (mantissa) return with_point(std::to_string(std::abs(*mantissa)), digits, *mantissa < 0);
  const Rational scaled = round_to_integer(x * power_of_ten(digits), RoundMode::HalfUp);
  return with_point(to_fraction_string(abs(scaled)), digits, scaled.sign() < 0);
}

std::optional<std::string> exact_decimal_string(const Rational& x) {
  const std::optional<int> digits = decimal_digits(x);
  if (!digits) return std::nullopt;
  return to_decimal_string(x, *digits);
}

Rational abs(const Rational& x) {
  return x.sign() < 0 ? -x : x;
}

}  // namespace kpi
