// The arithmetic of exact fractions against an independent one (Boost cpp_rational).

#include "base/rational.hpp"

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <catch2/catch.hpp>
#include <limits>
#include <random>
#include <utility>
#include <vector>

namespace kpi {
namespace {

using Oracle = boost::multiprecision::cpp_rational;
using BigInteger = boost::multiprecision::cpp_int;

constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();

Oracle oracle_of(const Rational& x) {
  const std::string text = to_fraction_string(x);
  const std::size_t slash = text.find('/');
  if (slash == std::string::npos) return Oracle(BigInteger(text));
  return Oracle(BigInteger(text.substr(0, slash)), BigInteger(text.substr(slash + 1)));
}

std::string text_of(const Oracle& x) {
  const BigInteger bottom = denominator(x);
  return bottom == 1 ? numerator(x).str() : numerator(x).str() + "/" + bottom.str();
}

struct Pair {
  Rational value;
  Oracle oracle;
};

/// Integers of every length up to 64 bits, with the ends of the range among them.
std::int64_t any_integer(std::mt19937_64& random) {
  switch (random() % 8) {
    case 0: return kMin;
    case 1: return kMax;
    case 2: return static_cast<std::int64_t>(random() % 7) - 3;
    default: return static_cast<std::int64_t>(random()) >> (random() % 64);
  }
}

Pair any_fraction(std::mt19937_64& random) {
  const std::int64_t top = any_integer(random);
  const std::int64_t bottom = any_integer(random);
  const std::int64_t divisor = bottom == 0 ? 1 : bottom;
  return {Rational::fraction(top, divisor), Oracle(top) / Oracle(divisor)};
}

/// A product of some fractions, so that about half of the values leave 64 bits.
Pair any_value(std::mt19937_64& random) {
  Pair result = any_fraction(random);
  for (std::uint64_t count = random() % 3; count > 0; --count) {
    const Pair factor = any_fraction(random);
    result = {result.value * factor.value, result.oracle * factor.oracle};
  }
  return result;
}

TEST_CASE("arithmetic on fractions agrees with arbitrary-precision rationals") {
  std::mt19937_64 random(20250331);
  for (int i = 0; i < 20000; ++i) {
    const Pair a = any_value(random);
    const Pair b = any_value(random);
    INFO(to_fraction_string(a.value) << " and " << to_fraction_string(b.value));
    REQUIRE(to_fraction_string(a.value) == text_of(a.oracle));
    REQUIRE(to_fraction_string(a.value + b.value) == text_of(a.oracle + b.oracle));
    REQUIRE(to_fraction_string(a.value - b.value) == text_of(a.oracle - b.oracle));
    REQUIRE(to_fraction_string(a.value * b.value) == text_of(a.oracle * b.oracle));
    REQUIRE(to_fraction_string(-a.value) == text_of(-a.oracle));
    REQUIRE(to_fraction_string(abs(a.value)) == text_of(abs(a.oracle)));
    REQUIRE(a.value.sign() == a.oracle.sign());
    REQUIRE((a.value < b.value) == (a.oracle < b.oracle));
    REQUIRE((a.value <= b.value) == (a.oracle <= b.oracle));
    REQUIRE((a.value == b.value) == (a.oracle == b.oracle));
    if (!b.value.is_zero()) {
      REQUIRE(to_fraction_string(a.value / b.value) == text_of(a.oracle / b.oracle));
    }
  }
}

TEST_CASE("a value that fits 64 bits again is the same value with the same hash") {
  std::mt19937_64 random(7);
  for (int i = 0; i < 5000; ++i) {
    const Pair a = any_fraction(random);
    const Pair b = any_value(random);
    if (b.value.is_zero()) continue;
    const Rational back = a.value * b.value / b.value;
    REQUIRE(back == a.value);
    REQUIRE(back.hash() == a.value.hash());
    REQUIRE(back.to_int64() == a.value.to_int64());
    const Rational again = a.value + b.value - b.value;
    REQUIRE(again == a.value);
    REQUIRE(again.hash() == a.value.hash());
  }
}

TEST_CASE("hashes tell values apart") {
  std::vector<std::size_t> hashes;
  for (std::int64_t top = -50; top <= 50; ++top) {
    for (std::int64_t bottom = 1; bottom <= 50; ++bottom) {
      const Rational value = Rational::fraction(top, bottom);
      if (to_fraction_string(value) !=
          std::to_string(top) + (bottom == 1 ? "" : "/" + std::to_string(bottom))) {
        continue;  // not in lowest terms: seen before
      }
      hashes.push_back(value.hash());
    }
  }
  const std::size_t count = hashes.size();
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  CHECK(hashes.size() == count);
}

TEST_CASE("the ends of the 64-bit range") {
  const Rational low(kMin);
  const Rational high(kMax);
  CHECK(to_fraction_string(-low) == "9223372036854775808");
  CHECK(-(-low) == low);
  CHECK((-(-low)).to_int64() == kMin);
  CHECK_FALSE((-low).to_int64().has_value());
  CHECK(to_fraction_string(high + 1) == "9223372036854775808");
  CHECK((high + 1 - 1).to_int64() == kMax);
  CHECK(low / -1 == high + 1);
  CHECK(Rational::fraction(kMin, kMin) == Rational(1));
  CHECK(to_fraction_string(Rational::fraction(1, kMin)) == "-1/9223372036854775808");
  CHECK(to_fraction_string(Rational::fraction(6, -4)) == "-3/2");
  CHECK(low < high);
  CHECK(low - 1 < low);
  CHECK((high * high).is_integer());
  CHECK_FALSE((Rational(1) / (high * high)).is_integer());
}

TEST_CASE("a third three times is one") {
  const Rational third = Rational::fraction(1, 3);
  CHECK(third + third + third == Rational(1));
  CHECK(third * 3 == Rational(1));
  Rational sum;
  for (std::int64_t n = 50; n < 1050; ++n)
    sum += Rational::fraction(1, n);
  for (std::int64_t n = 50; n < 1050; ++n)
    sum -= Rational::fraction(1, n);
  CHECK(sum.is_zero());
  CHECK(sum.to_int64() == 0);
}

TEST_CASE("copies and moves keep large values") {
  const Rational large = power_of_ten(40) / 7;
  Rational copy = large;
  CHECK(copy == large);
  const Rational& same = copy;
  copy = same;
  CHECK(copy == large);
  copy = Rational(5);
  CHECK(copy == Rational(5));
  copy = large;
  Rational moved = std::move(copy);
  CHECK(moved == large);
  moved += 1;
  CHECK(moved - 1 == large);
}

TEST_CASE("columns give mantissa and scale") {
  CHECK(Rational::from_decimal(-1250, 2) == Rational::fraction(-25, 2));
  CHECK(Rational::from_decimal(7, 0) == Rational(7));
  CHECK(Rational::from_decimal(7, -2) == Rational(700));
  CHECK(Rational::from_decimal(1, 30) * power_of_ten(30) == Rational(1));
  const Int128 wide = Int128{kMax} * 1000 + 7;
  CHECK(to_fraction_string(Rational::from_int128(wide)) == "9223372036854775807007");
  CHECK(to_fraction_string(Rational::from_int128(-wide)) == "-9223372036854775807007");
  CHECK(Rational::from_decimal(wide, 3) * 1000 == Rational::from_int128(wide));
}

TEST_CASE("powers of ten") {
  Rational expected(1);
  for (int exponent = 0; exponent <= 45; ++exponent) {
    CHECK(power_of_ten(exponent) == expected);
    CHECK(power_of_ten(-exponent) * expected == Rational(1));
    expected *= 10;
  }
}

TEST_CASE("large values compare with their neighbours") {
  const Rational large = power_of_ten(30);
  const Rational tiny = power_of_ten(-30);
  CHECK(compare(large, large + tiny) < 0);
  CHECK(compare(large + tiny, large) > 0);
  CHECK(compare(large, power_of_ten(30)) == 0);
  CHECK(-large < Rational(0));
  CHECK(oracle_of(large + tiny) - oracle_of(large) == oracle_of(tiny));
}

}  // namespace
}  // namespace kpi
