#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/int128.hpp"

namespace kpi {

/// How a value between two steps is rounded. Names are those of the language: HalfUp sends ties
/// away from zero, Up and Down go away from and towards zero, Floor and Ceil down and up the line.
enum class RoundMode { HalfUp, HalfEven, Up, Down, Floor, Ceil };

/// An exact fraction of unbounded size. Who looks at it sees its lowest terms and a positive
/// denominator.
///
/// Values whose numerator and denominator fit 64 bits live inline and never allocate; larger ones
/// move to arbitrary-precision integers. Division by zero is a bug of the caller (KPI_CHECK):
/// the language decides what a zero denominator means before it divides.
class Rational {
 public:
  Rational() = default;
  Rational(std::int64_t value) : numerator_(value) {}  // NOLINT: integers are rationals
  Rational(const Rational& other) : numerator_(other.numerator_), denominator_(other.denominator_) {
    if (is_big()) copy_big();
  }
  Rational(Rational&& other) noexcept
      : numerator_(other.numerator_), denominator_(other.denominator_) {
    other.forget();
  }
  Rational& operator=(const Rational& other) { return *this = Rational(other); }
  Rational& operator=(Rational&& other) noexcept {
    std::swap(numerator_, other.numerator_);
    std::swap(denominator_, other.denominator_);
    return *this;
  }
  ~Rational() {
    if (is_big()) drop_big();
  }

  static Rational fraction(std::int64_t numerator, std::int64_t denominator);
  static Rational from_int128(Int128 value);
  /// mantissa * 10^-scale, as columns store it.
  static Rational from_decimal(Int128 mantissa, int scale);
  /// Reads `-12.50`: an optional sign, digits, at most one point with a digit on both sides;
  /// nothing else.
  static std::optional<Rational> parse_decimal(std::string_view text);

  /// Numerator and denominator where both fit 64 bits, to be put back as they are.
  struct Parts {
    std::int64_t numerator = 0;
    std::int64_t denominator = 1;  // above 0
  };
  std::optional<Parts> parts() const {
    if (is_big()) return std::nullopt;
    return Parts{numerator_, denominator_};
  }
  static Rational of_parts(Parts parts) { return fitting(parts.numerator, parts.denominator); }

  int sign() const;
  bool is_zero() const { return sign() == 0; }
  bool is_integer() const;
  /// The value as a 64-bit integer, if it is one and fits.
  std::optional<std::int64_t> to_int64() const;
  std::size_t hash() const;
  /// How many bits the longer of numerator and denominator has.
  std::size_t bits() const;

  friend Rational operator+(const Rational& a, const Rational& b);
  friend Rational operator-(const Rational& a, const Rational& b);
  friend Rational operator*(const Rational& a, const Rational& b);
  friend Rational operator/(const Rational& a, const Rational& b);
  friend Rational operator-(const Rational& a);
  Rational& operator+=(const Rational& b) { return *this = *this + b; }
  Rational& operator-=(const Rational& b) { return *this = *this - b; }
  Rational& operator*=(const Rational& b) { return *this = *this * b; }

  /// Negative, zero or positive as a is less than, equal to or greater than b.
  friend int compare(const Rational& a, const Rational& b);
  friend bool operator==(const Rational& a, const Rational& b) { return compare(a, b) == 0; }
  friend bool operator!=(const Rational& a, const Rational& b) { return compare(a, b) != 0; }
  friend bool operator<(const Rational& a, const Rational& b) { return compare(a, b) < 0; }
  friend bool operator<=(const Rational& a, const Rational& b) { return compare(a, b) <= 0; }
  friend bool operator>(const Rational& a, const Rational& b) { return compare(a, b) > 0; }
  friend bool operator>=(const Rational& a, const Rational& b) { return compare(a, b) >= 0; }

  /// The value times 10^digits, rounded half up, where it and its opposite fit 64 bits.
  std::optional<std::int64_t> short_mantissa(int digits) const;

  /// Integer k with x = k * 1, rounded by mode.
  friend Rational round_to_integer(const Rational& x, RoundMode mode);
  /// `7/3`, or `7` for an integer.
  friend std::string to_fraction_string(const Rational& x);
  /// Digits after the point that x (a step such as 0.01 or 0.05) needs; nothing if its decimal
  /// expansion does not end.
  friend std::optional<int> decimal_digits(const Rational& x);
  friend Rational round_to_step(const Rational& x, const Rational& step, RoundMode mode);
  friend Rational square_root(const Rational& x, int digits);
  /// 10^exponent; a negative exponent gives a fraction.
  friend Rational power_of_ten(int exponent);

 private:
  struct Big;  // numerator and denominator of arbitrary size; defined in rational.cpp

  explicit Rational(Big&& value);
  bool is_big() const { return denominator_ == 0; }
  /// The address stands where the numerator does.
  const Big& big() const {
    return *reinterpret_cast<const Big*>(numerator_);  // NOLINT(performance-no-int-to-ptr)
  }
  void forget() {
    numerator_ = 0;
    denominator_ = 1;
  }
  void copy_big();
  void drop_big();

  static Rational fitting(std::int64_t numerator, std::int64_t denominator) {
    Rational value(numerator);
    value.denominator_ = denominator;
    return value;
  }
  static Rational reduced(Int128 numerator, Int128 denominator);
  static Rational quotient(Int128 numerator, Int128 denominator);
  Rational lowest() const;
  friend Rational sum_in_lowest_terms(const Rational& a, const Rational& b);
  friend Rational product_in_lowest_terms(const Rational& a, const Rational& b);

  // 16 bytes, as a run holds millions of values
  std::int64_t numerator_ = 0;
  std::int64_t denominator_ = 1;  // 0: the value does not fit, and is owned elsewhere: big()
};

Rational round_to_integer(const Rational& x, RoundMode mode);
std::string to_fraction_string(const Rational& x);

/// x rounded to a whole multiple of step (step > 0). Ties of HalfUp go away from zero.
Rational round_to_step(const Rational& x, const Rational& step, RoundMode mode);

/// x in decimal with exactly `digits` digits after the point, rounded half up; `-0` never appears.
std::string to_decimal_string(const Rational& x, int digits);
/// The shortest decimal that is exactly x, or nothing if x has no finite decimal expansion.
std::optional<std::string> exact_decimal_string(const Rational& x);
std::optional<int> decimal_digits(const Rational& x);
Rational abs(const Rational& x);
/// The root of x >= 0 with `digits` digits after the point, correctly rounded half up.
Rational square_root(const Rational& x, int digits);
Rational power_of_ten(int exponent);

}  // namespace kpi
