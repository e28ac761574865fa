// Rounding and decimal text of exact fractions.

#include <catch2/catch.hpp>
#include <random>

#include "base/rational.hpp"

namespace kpi {
namespace {

std::string rounded(std::int64_t top, std::int64_t bottom, RoundMode mode) {
  return to_fraction_string(round_to_integer(Rational::fraction(top, bottom), mode));
}

/// The definition, literally: of the integers next to x, the one that the mode asks for.
Rational round_by_definition(const Rational& x, const Rational& below, RoundMode mode) {
  if (x == below) return x;
  const Rational above = below + 1;
  const Rational to_below = x - below;
  const Rational to_above = above - x;
  const Rational inner = x.sign() > 0 ? below : above;
  const Rational outer = x.sign() > 0 ? above : below;
  const bool tie = to_below == to_above;
  const Rational closer = to_below < to_above ? below : above;
  switch (mode) {
    case RoundMode::HalfUp: return tie ? outer : closer;
    case RoundMode::HalfEven: return tie ? ((below / 2).is_integer() ? below : above) : closer;
    case RoundMode::Up: return outer;
    case RoundMode::Down: return inner;
    case RoundMode::Floor: return below;
    case RoundMode::Ceil: return above;
  }
  FAIL("no such mode");
  return x;
}

constexpr RoundMode kModes[] = {RoundMode::HalfUp, RoundMode::HalfEven, RoundMode::Up,
                                RoundMode::Down,   RoundMode::Floor,    RoundMode::Ceil};

TEST_CASE("rounding follows its definition in every mode") {
  std::mt19937_64 random(42);
  // Offsets that push the value out of 64 bits must not change what happens after the point.
  const Rational offsets[] = {Rational(0), power_of_ten(25), -power_of_ten(25)};
  for (int i = 0; i < 3000; ++i) {
    const auto whole = static_cast<std::int64_t>(random() % 41) - 20;
    const auto bottom = static_cast<std::int64_t>(random() % 12) + 1;
    const auto top = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(bottom));
    for (const Rational& offset : offsets) {
      const Rational below = offset + whole;
      const Rational x = below + Rational::fraction(top, bottom);
      for (const RoundMode mode : kModes) {
        INFO(to_fraction_string(x) << " mode " << static_cast<int>(mode));
        REQUIRE(round_to_integer(x, mode) == round_by_definition(x, below, mode));
      }
    }
  }
}

TEST_CASE("ties and signs") {
  CHECK(rounded(5, 2, RoundMode::HalfUp) == "3");
  CHECK(rounded(-5, 2, RoundMode::HalfUp) == "-3");
  CHECK(rounded(5, 2, RoundMode::HalfEven) == "2");
  CHECK(rounded(7, 2, RoundMode::HalfEven) == "4");
  CHECK(rounded(-5, 2, RoundMode::HalfEven) == "-2");
  CHECK(rounded(1, 1000, RoundMode::Up) == "1");
  CHECK(rounded(-1, 1000, RoundMode::Up) == "-1");
  CHECK(rounded(-1999, 1000, RoundMode::Down) == "-1");
  CHECK(rounded(-1, 1000, RoundMode::Floor) == "-1");
  CHECK(rounded(-1, 1000, RoundMode::Ceil) == "0");
}

TEST_CASE("rounding to a step") {
  const Rational cent = Rational::fraction(1, 100);
  const Rational five_cents = Rational::fraction(1, 20);
  const auto value = [](const char* text) { return Rational::parse_decimal(text).value(); };
  CHECK(round_to_step(value("74.995"), cent, RoundMode::HalfUp) == value("75"));
  CHECK(round_to_step(value("74.9949"), cent, RoundMode::HalfUp) == value("74.99"));
  CHECK(round_to_step(value("1.12"), five_cents, RoundMode::HalfUp) == value("1.10"));
  CHECK(round_to_step(value("1.125"), five_cents, RoundMode::HalfUp) == value("1.15"));
  CHECK(round_to_step(value("-1.125"), five_cents, RoundMode::HalfUp) == value("-1.15"));
  CHECK(round_to_step(value("1499"), Rational(1000), RoundMode::HalfUp) == Rational(1000));
  CHECK(round_to_step(Rational(10), Rational::fraction(3, 1), RoundMode::Up) == Rational(12));
}

TEST_CASE("decimal text is cut half up and never says minus zero") {
  CHECK(to_decimal_string(Rational::fraction(1, 3), 4) == "0.3333");
  CHECK(to_decimal_string(Rational::fraction(2, 3), 4) == "0.6667");
  CHECK(to_decimal_string(Rational::fraction(-1, 200), 2) == "-0.01");
  CHECK(to_decimal_string(Rational::fraction(-1, 201), 2) == "0.00");
  CHECK(to_decimal_string(Rational::fraction(-1, 3), 0) == "0");
  CHECK(to_decimal_string(Rational(-12), 2) == "-12.00");
  CHECK(to_decimal_string(Rational::fraction(5, 1000), 3) == "0.005");
  CHECK(to_decimal_string(Rational::fraction(999, 1000), 2) == "1.00");
  CHECK(to_decimal_string(power_of_ten(25), 1) == "10000000000000000000000000.0");
  CHECK(to_decimal_string(power_of_ten(-25), 25) == "0.0000000000000000000000001");
}

TEST_CASE("exact decimals exist for denominators of twos and fives only") {
  CHECK(exact_decimal_string(Rational::fraction(1, 8)) == std::string("0.125"));
  CHECK(exact_decimal_string(Rational::fraction(-7, 50)) == std::string("-0.14"));
  CHECK(exact_decimal_string(Rational(1200)) == std::string("1200"));
  CHECK(exact_decimal_string(Rational(0)) == std::string("0"));
  CHECK(exact_decimal_string(power_of_ten(-22)) == std::string("0.0000000000000000000001"));
  CHECK_FALSE(exact_decimal_string(Rational::fraction(1, 3)).has_value());
  CHECK_FALSE(exact_decimal_string(Rational::fraction(1, 70)).has_value());
  CHECK(decimal_digits(Rational::fraction(1, 100)) == 2);
  CHECK(decimal_digits(Rational::fraction(1, 20)) == 2);
  CHECK(decimal_digits(Rational(1000)) == 0);
  CHECK(decimal_digits(Rational::fraction(1, 1024)) == 10);
  CHECK_FALSE(decimal_digits(Rational::fraction(1, 7)).has_value());
}

TEST_CASE("decimal text reads back") {
  std::mt19937_64 random(11);
  for (int i = 0; i < 3000; ++i) {
    const auto mantissa = static_cast<std::int64_t>(random()) >> (random() % 64);
    const Rational x = Rational(mantissa) * power_of_ten(static_cast<int>(random() % 60) - 40);
    const std::optional<std::string> text = exact_decimal_string(x);
    REQUIRE(text.has_value());
    INFO(*text);
    REQUIRE(Rational::parse_decimal(*text) == x);
    // Shortest: no zero at the end of the digits after the point.
    REQUIRE((text->find('.') == std::string::npos || text->back() != '0'));
  }
}

TEST_CASE("decimal literals") {
  CHECK(Rational::parse_decimal("-12.50") == Rational::fraction(-25, 2));
  CHECK(Rational::parse_decimal("+3") == Rational(3));
  CHECK(Rational::parse_decimal("007.10") == Rational::fraction(71, 10));
  CHECK(Rational::parse_decimal("-0.0") == Rational(0));
  const std::string digits = "123456789012345678901234567890123456789012345";
  CHECK(to_fraction_string(Rational::parse_decimal(digits).value()) == digits);
  CHECK(Rational::parse_decimal("1000000000000000000000000000000000000001").value() ==
        power_of_ten(39) + 1);
  for (const char* text : {"", "-", ".", "+.5", ".5", "5.", "1.2.3", "1e3", " 1", "1 ", "--1",
                           "1,000", "1_000", "0x10", "１"}) {
    INFO(text);
    CHECK_FALSE(Rational::parse_decimal(text).has_value());
  }
}

}  // namespace
}  // namespace kpi
