#include "output/number.hpp"

#include <catch2/catch.hpp>

#include "sample.hpp"

namespace kpi::output {
namespace {

using sample::decimal;
using sample::step;

const std::optional<RoundSpec> kUnpublished;
const Rational kThird = Rational::fraction(1, 3);

std::string shown(const Rational& number, const Type& type,
                  const std::optional<RoundSpec>& published) {
  return shown_number(number, type.unit, published, Words(Language::English));
}

Type count() {
  return sample::number_type(kpi::Quantity::Count);
}
Type days() {
  return sample::number_type(kpi::Quantity::Days);
}

TEST_CASE("a ratio is shown in percent with the digits of its step") {
  CHECK(shown(decimal("0.85"), sample::ratio(), step("0.0001")) == "85.00%");
  CHECK(shown(decimal("0.85"), sample::ratio(), step("0.01")) == "85%");
  CHECK(shown(decimal("2"), sample::ratio(), step("1")) == "200%");
  CHECK(shown(decimal("0"), sample::ratio(), step("0.0001")) == "0.00%");
  CHECK(shown(decimal("-0.087"), sample::ratio(), step("0.001")) == "-8.7%");
  CHECK(shown(decimal("0.1"), sample::number_type(kpi::Quantity::PercentagePoints),
              step("0.0001")) == "10.00 pp");
}

TEST_CASE("money has thousands separators and the digits of its step") {
  CHECK(shown(decimal("1234567.5"), sample::money(), step("0.01")) == "1,234,567.50");
  CHECK(shown(decimal("999"), sample::money(), step("0.01")) == "999.00");
  CHECK(shown(decimal("-1000"), sample::money(), step("1")) == "-1,000");
  CHECK(shown(decimal("32890351.7237"), sample::money(), step("0.0001")) == "32,890,351.7237");
  CHECK(shown(decimal("123000"), sample::money(), step("1000")) == "123,000");
  CHECK(shown(decimal("12.05"), sample::money(), step("0.05")) == "12.05");
}

TEST_CASE("an unpublished number shows two digits at most and says when it has more") {
  CHECK(shown(decimal("7"), count(), kUnpublished) == "7");
  CHECK(shown(decimal("7.5"), days(), kUnpublished) == "7.5");
  CHECK(shown(decimal("7.25"), days(), kUnpublished) == "7.25");
  CHECK(shown(decimal("7.125"), days(), kUnpublished) == "≈7.13");
  CHECK(shown(kThird, days(), kUnpublished) == "≈0.33");
  CHECK(shown(kThird, sample::ratio(), kUnpublished) == "≈33.33%");
  CHECK(shown(decimal("0.125"), sample::ratio(), kUnpublished) == "12.5%");
  CHECK(shown(decimal("5"), sample::money(), kUnpublished) == "5.00");
  CHECK(shown(-kThird, days(), kUnpublished) == "≈-0.33");
}

TEST_CASE("a value with more digits than its step is not passed off as exact") {
  CHECK(shown(decimal("73.1049"), sample::points(), step("0.01")) == "≈73.10");
}

TEST_CASE("programs get plain digits") {
  CHECK(plain_number(decimal("1234567.5"), step("0.01")) == "1234567.50");
  CHECK(plain_number(decimal("0.85"), step("0.0001")) == "0.8500");
  CHECK(plain_number(decimal("1234567.5"), kUnpublished) == "1234567.5");
  CHECK(plain_number(decimal("-12"), kUnpublished) == "-12");
  CHECK(plain_number(kThird, kUnpublished) == "0.333333333333333333");
  CHECK(plain_number(Rational::fraction(2, 3), step("0.01")) == "0.666666666666666667");
  CHECK(plain_number(decimal("0.0000000000000000005"), kUnpublished) == "0.000000000000000001");
  CHECK(plain_number(Rational::fraction(1, 1) * power_of_ten(30), kUnpublished) ==
        "1000000000000000000000000000000");
  CHECK_FALSE(plain_is_exact(kThird));
  CHECK_FALSE(plain_is_exact(power_of_ten(-19)));
  CHECK(plain_is_exact(power_of_ten(-18)));
}

TEST_CASE("values that are no numbers") {
  const Words english(Language::English);
  const Words chinese(Language::Chinese);
  Type text;
  text.kind = Kind::Text;
  CHECK(shown_value(NoneReason::NoTarget, sample::ratio(), {}, english) == "— no_target");
  CHECK(shown_value(std::string("华东"), text, {}, english) == "华东");
  CHECK(shown_value(*from_civil(2025, 3, 31), text, {}, english) == "2025-03-31");
  CHECK(shown_value(Value::boolean(true), text, {}, english) == "yes");
  CHECK(shown_value(Value::boolean(false), text, {}, chinese) == "否");
}

TEST_CASE("kpi eval shows every digit, or six and the fraction") {
  CHECK(render_value(decimal("0.0015"), sample::ratio(), Language::English) == "0.15%");
  CHECK(render_value(kThird, sample::ratio(), Language::English) == "≈33.333333% (1/3)");
  CHECK(render_value(Rational::fraction(7, 3), sample::money(), Language::English) ==
        "≈2.333333 CNY (7/3)");
  CHECK(render_value(decimal("1"), days(), Language::English) == "1 day");
  CHECK(render_value(decimal("2"), days(), Language::Chinese) == "2 天");
  CHECK(render_value(decimal("6150"), sample::money(), Language::English) == "6,150 CNY");
  CHECK(render_value(NoneReason::NoRow, days(), Language::English) == "— no_row");
}

TEST_CASE("weights need at most two digits") {
  CHECK(shown_share(decimal("0.4")) == "40%");
  CHECK(shown_share(decimal("0.125")) == "12.5%");
  CHECK(shown_share(Rational::fraction(4, 7)) == "≈57.14%");
}

}  // namespace
}  // namespace kpi::output
