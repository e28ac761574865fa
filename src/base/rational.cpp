#include "base/rational.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <boost/multiprecision/cpp_int.hpp>
#include <limits>
#include <numeric>
#include <utility>

#include "base/check.hpp"

namespace kpi {

namespace {

// Without expression templates, so that `auto` and function templates see plain values.
using Integer = boost::multiprecision::number<boost::multiprecision::cpp_int_backend<>,
                                              boost::multiprecision::et_off>;

constexpr std::int64_t kMin64 = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMax64 = std::numeric_limits<std::int64_t>::max();
constexpr int kMaxInlinePower = 18;  // 10^18 is the largest power of ten in 64 bits

constexpr std::array<std::int64_t, kMaxInlinePower + 1> powers_of_ten_up_to_18() {
  std::array<std::int64_t, kMaxInlinePower + 1> powers{};
  std::int64_t power = 1;
  for (std::size_t i = 0; i < powers.size(); ++i) {
    powers[i] = power;
    if (i + 1 < powers.size()) power *= 10;
  }
  return powers;
}

constexpr auto kPowersOfTen = powers_of_ten_up_to_18();

std::uint64_t magnitude(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  return value < 0 ? 0 - bits : bits;
}

/// Greatest common divisor; `positive` bounds it, so that it fits even where `value` is the
/// smallest 64-bit integer.
std::int64_t common_divisor(std::int64_t value, std::int64_t positive) {
  if (positive == 1 || value == 1) return 1;
  return static_cast<std::int64_t>(std::gcd(magnitude(value), magnitude(positive)));
}

/// The power of ten that this is: most fractions are decimals as they were written or rounded.
std::optional<int> power_of(std::int64_t denominator) {
  const int twos = std::countr_zero(magnitude(denominator));
  const bool is_power =
      twos <= kMaxInlinePower && kPowersOfTen[static_cast<std::size_t>(twos)] == denominator;
  return is_power ? std::optional<int>(twos) : std::nullopt;
}

/// Digits behind the point of mantissa / 10^scale, without zeros at the end.
int digits_needed(std::int64_t mantissa, int scale) {
  if (mantissa == 0) return 0;
  for (; scale > 0 && mantissa % 10 == 0; --scale)
    mantissa /= 10;
  return scale;
}

bool fits_64(Int128 value) {
  return value == static_cast<std::int64_t>(value);
}

std::size_t hash_of(std::int64_t numerator, std::int64_t denominator) {
  std::uint64_t mixed = static_cast<std::uint64_t>(numerator) * 0x9e3779b97f4a7c15U;
  mixed = (mixed ^ (mixed >> 32)) + static_cast<std::uint64_t>(denominator);
  mixed *= 0xd6e8feb86659fd93U;
  return static_cast<std::size_t>(mixed ^ (mixed >> 29));
}

int sign_of(Int128 value) {
  return value < 0 ? -1 : (value > 0 ? 1 : 0);
}

/// numerator / denominator as an integer; the denominator is positive.
template <class Number>
Number rounded_quotient(const Number& numerator, const Number& denominator, RoundMode mode) {
  const Number quotient = numerator / denominator;  // cut towards zero
  const Number rest = numerator % denominator;      // with the sign of the numerator
  if (rest == 0) return quotient;
  const bool negative = rest < 0;
  const Number size = negative ? Number(-rest) : rest;
  const Number other_size = denominator - size;  // size < other_size: nearer to the quotient
  bool away = false;
  switch (mode) {
    case RoundMode::HalfUp: away = size >= other_size; break;
    case RoundMode::HalfEven:
      away = size > other_size || (size == other_size && quotient % 2 != 0);
      break;
    case RoundMode::Up: away = true; break;
    case RoundMode::Down: break;
    case RoundMode::Floor: away = negative; break;
    case RoundMode::Ceil: away = !negative; break;
  }
  if (!away) return quotient;
  return negative ? Number(quotient - 1) : Number(quotient + 1);
}

/// The same, in 64 bits where they are enough: a division of 128 takes ten times as long.
Int128 rounded_quotient(Int128 numerator, Int128 denominator, RoundMode mode) {
  if (!fits_64(numerator) || !fits_64(denominator)) {
    return rounded_quotient<Int128>(numerator, denominator, mode);
  }
  return rounded_quotient<std::int64_t>(static_cast<std::int64_t>(numerator),
                                        static_cast<std::int64_t>(denominator), mode);
}

}  // namespace

/// The arbitrary-precision form, also the common ground of operations whose operands or results
/// leave 64 bits.
struct Rational::Big {
  Integer numerator;
  Integer denominator = 1;

  static Big of(const Rational& x) {
    if (x.is_big()) return x.big();
    return Big{Integer(x.numerator_), Integer(x.denominator_)};
  }

  /// The value in lowest terms, moved inline where it fits. The denominator may be negative.
  static Rational make(Integer numerator, Integer denominator) {
    const Integer divisor = boost::multiprecision::gcd(numerator, denominator);
    if (divisor != 1) {
      numerator /= divisor;
      denominator /= divisor;
    }
    if (denominator < 0) {
      numerator = -numerator;
      denominator = -denominator;
    }
    if (denominator > kMax64 || numerator < kMin64 || numerator > kMax64) {
      return Rational(Big{std::move(numerator), std::move(denominator)});
    }
    return fitting(static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator));
  }
};

std::size_t Rational::bits() const {
  if (!is_big()) {
    const std::uint64_t longer = std::max(magnitude(numerator_), magnitude(denominator_));
    return static_cast<std::size_t>(std::bit_width(longer));
  }
  const auto size = [](const Integer& x) {
    return x == 0 ? std::size_t{0} : static_cast<std::size_t>(msb(x < 0 ? Integer(-x) : x)) + 1;
  };
  return std::max(size(big().numerator), size(big().denominator));
}

Rational::Rational(Big&& value)
    : numerator_(reinterpret_cast<std::intptr_t>(new Big(std::move(value)))), denominator_(0) {}

void Rational::copy_big() {
  numerator_ = reinterpret_cast<std::intptr_t>(new Big(big()));
}

void Rational::drop_big() {
  delete &big();
}

/// A fraction already in lowest terms, with a positive denominator.
Rational Rational::reduced(Int128 numerator, Int128 denominator) {
  if (!fits_64(numerator) || !fits_64(denominator)) {
    return Rational(Big{Integer(numerator), Integer(denominator)});
  }
  return fitting(static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator));
}

/// A fraction in any terms, with a positive denominator.
Rational Rational::quotient(Int128 numerator, Int128 denominator) {
  if (!fits_64(numerator) || !fits_64(denominator)) {
    return Big::make(Integer(numerator), Integer(denominator));
  }
  return fitting(static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator));
}

/// The same in lowest terms. Only what no longer fits is brought there: most values are rounded
/// before that, and a divisor costs as much as ten sums.
Rational Rational::lowest() const {
  if (is_big() || denominator_ == 1) return *this;
  const std::int64_t divisor = common_divisor(numerator_, denominator_);
  return fitting(numerator_ / divisor, denominator_ / divisor);
}

Rational Rational::fraction(std::int64_t numerator, std::int64_t denominator) {
  KPI_CHECK(denominator != 0);
  const Int128 sign = denominator < 0 ? -1 : 1;
  return quotient(sign * numerator, sign * denominator);
}

Rational Rational::from_int128(Int128 value) {
  return reduced(value, 1);
}

Rational Rational::from_decimal(Int128 mantissa, int scale) {
  if (scale >= 0 && scale <= kMaxInlinePower && fits_64(mantissa)) {
    return fitting(static_cast<std::int64_t>(mantissa),
                   kPowersOfTen[static_cast<std::size_t>(scale)]);
  }
  return from_int128(mantissa) * power_of_ten(-scale);
}

int Rational::sign() const {
  return is_big() ? big().numerator.sign() : sign_of(numerator_);
}

bool Rational::is_integer() const {
  if (is_big()) return big().denominator == 1;
  return denominator_ == 1 || numerator_ % denominator_ == 0;
}

std::optional<std::int64_t> Rational::to_int64() const {
  if (is_big() || !is_integer()) return std::nullopt;
  return numerator_ / denominator_;
}

std::size_t Rational::hash() const {
  // Big values are taken modulo a prime below 2^61; equal values have the same lowest terms.
  constexpr std::int64_t kPrime = (std::int64_t{1} << 61) - 1;
  if (!is_big() && denominator_ != 1) {
    const std::int64_t divisor = common_divisor(numerator_, denominator_);
    return hash_of(numerator_ / divisor, denominator_ / divisor);
  }
  if (!is_big()) return hash_of(numerator_, denominator_);
  return hash_of(static_cast<std::int64_t>(Integer(big().numerator % kPrime)),
                 static_cast<std::int64_t>(Integer(big().denominator % kPrime)));
}

Rational operator+(const Rational& a, const Rational& b) {
  if (a.is_big() || b.is_big()) {
    const auto x = Rational::Big::of(a);
    const auto y = Rational::Big::of(b);
    return Rational::Big::make(x.numerator * y.denominator + y.numerator * x.denominator,
                               x.denominator * y.denominator);
  }
  if (a.denominator_ == b.denominator_) {
    const Int128 sum = Int128{a.numerator_} + b.numerator_;
    if (fits_64(sum)) return Rational::fitting(static_cast<std::int64_t>(sum), a.denominator_);
  }
  // Products of 64-bit numbers and the sum of two of them fit 128 bits.
  const Int128 sum = Int128{a.numerator_} * b.denominator_ + Int128{b.numerator_} * a.denominator_;
  const Int128 product = Int128{a.denominator_} * b.denominator_;
  if (fits_64(sum) && fits_64(product)) {
    return Rational::fitting(static_cast<std::int64_t>(sum), static_cast<std::int64_t>(product));
  }
  return sum_in_lowest_terms(a.lowest(), b.lowest());
}

/// Of inline fractions in lowest terms. Only factors shared by both denominators can be cancelled,
/// so that 64-bit divisors suffice.
Rational sum_in_lowest_terms(const Rational& a, const Rational& b) {
  const std::int64_t shared = common_divisor(a.denominator_, b.denominator_);
  const Int128 numerator = Int128{a.numerator_} * (b.denominator_ / shared) +
                           Int128{b.numerator_} * (a.denominator_ / shared);
  const std::int64_t again = common_divisor(static_cast<std::int64_t>(numerator % shared), shared);
  return Rational::reduced(numerator / again,
                           Int128{a.denominator_ / shared} * (b.denominator_ / again));
}

Rational operator-(const Rational& a, const Rational& b) {
  return a + -b;
}

Rational operator*(const Rational& a, const Rational& b) {
  if (a.is_big() || b.is_big()) {
    const auto x = Rational::Big::of(a);
    const auto y = Rational::Big::of(b);
    return Rational::Big::make(x.numerator * y.numerator, x.denominator * y.denominator);
  }
  const Int128 numerator = Int128{a.numerator_} * b.numerator_;
  const Int128 denominator = Int128{a.denominator_} * b.denominator_;
  if (fits_64(numerator) && fits_64(denominator)) {
    return Rational::fitting(static_cast<std::int64_t>(numerator),
                             static_cast<std::int64_t>(denominator));
  }
  return product_in_lowest_terms(a.lowest(), b.lowest());
}

/// Of inline fractions in lowest terms.
Rational product_in_lowest_terms(const Rational& a, const Rational& b) {
  const std::int64_t left = common_divisor(a.numerator_, b.denominator_);
  const std::int64_t right = common_divisor(b.numerator_, a.denominator_);
  return Rational::reduced(Int128{a.numerator_ / left} * (b.numerator_ / right),
                           Int128{a.denominator_ / right} * (b.denominator_ / left));
}

Rational operator/(const Rational& a, const Rational& b) {
  KPI_CHECK(!b.is_zero());
  if (b.is_big()) return a * Rational::Big::make(b.big().denominator, b.big().numerator);
  const Int128 sign = b.numerator_ < 0 ? -1 : 1;
  return a * Rational::quotient(sign * b.denominator_, sign * b.numerator_);
}

Rational operator-(const Rational& a) {
  if (a.is_big()) return Rational::Big::make(-a.big().numerator, a.big().denominator);
  return Rational::quotient(-Int128{a.numerator_}, a.denominator_);
}

int compare(const Rational& a, const Rational& b) {
  if (!a.is_big() && !b.is_big()) {
    if (a.denominator_ == b.denominator_) {
      return sign_of(Int128{a.numerator_} - b.numerator_);
    }
    return sign_of(Int128{a.numerator_} * b.denominator_ - Int128{b.numerator_} * a.denominator_);
  }
  const auto x = Rational::Big::of(a);
  const auto y = Rational::Big::of(b);
  const int order =
      Integer(x.numerator * y.denominator).compare(Integer(y.numerator * x.denominator));
  return sign_of(order);
}

Rational round_to_integer(const Rational& x, RoundMode mode) {
  if (!x.is_big()) return rounded_quotient(x.numerator_, x.denominator_, mode);
  return Rational::Big::make(rounded_quotient(x.big().numerator, x.big().denominator, mode), 1);
}

/// In 128 bits where everything is inline: one division instead of three fractions.
Rational round_to_step(const Rational& x, const Rational& step, RoundMode mode) {
  KPI_CHECK(step.sign() > 0);
  if (!x.is_big() && !step.is_big()) {
    const Int128 steps = rounded_quotient(Int128{x.numerator_} * step.denominator_,
                                          Int128{x.denominator_} * step.numerator_, mode);
    if (fits_64(steps)) {
      return Rational::quotient(steps * step.numerator_, step.denominator_);
    }
  }
  return round_to_integer(x / step, mode) * step;
}

/// x * 10^digits, rounded half up, if that can be had without long numbers.
std::optional<std::int64_t> Rational::short_mantissa(int digits) const {
  if (is_big() || digits > kMaxInlinePower) return std::nullopt;
  const Int128 scaled = Int128{numerator_} * kPowersOfTen[static_cast<std::size_t>(digits)];
  const Int128 rounded = rounded_quotient(scaled, Int128{denominator_}, RoundMode::HalfUp);
  if (rounded <= kMin64 || rounded > kMax64) return std::nullopt;
  return static_cast<std::int64_t>(rounded);
}

/// Twice the root, cut to a whole number of the last digit, decides the rounding exactly.
Rational square_root(const Rational& x, int digits) {
  KPI_CHECK(x.sign() >= 0);
  const Rational scaled = x * Rational(4) * power_of_ten(2 * digits);
  const Rational whole = round_to_integer(scaled, RoundMode::Floor);
  const Integer square = Rational::Big::of(whole).numerator;
  const Integer twice = boost::multiprecision::sqrt(square);
  return Rational::Big::make(Integer((twice + 1) / 2), 1) * power_of_ten(-digits);
}

std::string to_fraction_string(const Rational& x) {
  if (x.is_big()) {
    const std::string numerator = x.big().numerator.str();
    return x.is_integer() ? numerator : numerator + "/" + x.big().denominator.str();
  }
  const Rational lowest = x.lowest();
  const std::string numerator = std::to_string(lowest.numerator_);
  const bool whole = lowest.denominator_ == 1;
  return whole ? numerator : numerator + "/" + std::to_string(lowest.denominator_);
}

std::optional<int> decimal_digits(const Rational& x) {
  if (!x.is_big()) {
    if (const auto power = power_of(x.denominator_)) return digits_needed(x.numerator_, *power);
    // A finite expansion has a denominator of 2^a * 5^b; it takes max(a, b) digits.
    const std::int64_t denominator = x.lowest().denominator_;
    const int twos = std::countr_zero(magnitude(denominator));
    std::int64_t odd = denominator >> twos;
    int fives = 0;
    for (; odd % 5 == 0; ++fives)
      odd /= 5;
    return odd == 1 ? std::optional<int>(std::max(twos, fives)) : std::nullopt;
  }
  Integer rest = x.big().denominator;
  const auto remove = [&rest](int factor) {
    int count = 0;
    for (; rest % factor == 0; ++count)
      rest /= factor;
    return count;
  };
  const int twos = remove(2);
  const int fives = remove(5);
  if (rest != 1) return std::nullopt;
  return twos > fives ? twos : fives;
}

Rational power_of_ten(int exponent) {
  const unsigned size =
      exponent < 0 ? 0 - static_cast<unsigned>(exponent) : static_cast<unsigned>(exponent);
  if (size <= kMaxInlinePower) {
    const std::int64_t power = kPowersOfTen[size];
    return exponent < 0 ? Rational::reduced(1, power) : Rational::reduced(power, 1);
  }
  const Integer power = boost::multiprecision::pow(Integer(10), size);
  return exponent < 0 ? Rational::Big::make(1, power) : Rational::Big::make(power, 1);
}

}  // namespace kpi
