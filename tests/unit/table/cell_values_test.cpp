#include "table/cell_values.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "base/rational.hpp"

namespace kpi::table {
namespace {

std::int64_t decimal(std::string_view text, int scale, int shift = 0) {
  std::int64_t mantissa = 0;
  REQUIRE(read_decimal(text, scale, shift, mantissa) == NumberFault::None);
  return mantissa;
}

NumberFault fault(std::string_view text, int scale, int shift = 0) {
  std::int64_t mantissa = 0;
  return read_decimal(text, scale, shift, mantissa);
}

TEST_CASE("decimals are read exactly") {
  CHECK(decimal("-12.50", 2) == -1250);
  CHECK(decimal("+3", 2) == 300);
  CHECK(decimal(".5", 2) == 50);
  CHECK(decimal("5.", 2) == 500);
  CHECK(decimal("0012.3", 2) == 1230);
  CHECK(decimal("1.2000000000000000000000", 2) == 120);
  CHECK(decimal("-0", 2) == 0);
  CHECK(decimal("999999999999999999", 0) == 999'999'999'999'999'999);
  CHECK(decimal("-9999999999999999.99", 2) == -999'999'999'999'999'999);
  CHECK(decimal("1.2", 4, 2) == 120);
  CHECK(decimal("100", 1, 2) == 10);
}

TEST_CASE("nothing is rounded, nothing overflows") {
  CHECK(fault("1.234", 2) == NumberFault::TooManyDecimals);
  CHECK(fault("1.23456", 4, 2) == NumberFault::TooManyDecimals);
  CHECK(fault("12", 1, 2) == NumberFault::TooManyDecimals);
  CHECK(fault("1000000000000000000", 0) == NumberFault::TooManyDigits);
  CHECK(fault("10000000000000000", 2) == NumberFault::TooManyDigits);
  CHECK(fault("99999999999999999999999999999999999", 2) == NumberFault::TooManyDigits);
  for (const char* text : {"", "-", ".", "-.", "1e5", "1,000", "1 000", "0x10", "1.2.3", "--1",
                           "1-", "１", "nan", "inf", "￥1", "1%"}) {
    CHECK(fault(text, 2) == NumberFault::NotANumber);
  }
}

TEST_CASE("a decimal is the rational its text says", "[property]") {
  std::mt19937_64 random(7);
  for (int i = 0; i < 2000; ++i) {
    const int scale = static_cast<int>(random() % 7);
    const auto mantissa =
        static_cast<std::int64_t>(random() % 2'000'000'000'000'000) - 1'000'000'000'000'000;
    const std::string text = to_decimal_string(Rational(mantissa) / power_of_ten(scale), scale);
    CHECK(decimal(text, scale) == mantissa);
    CHECK(decimal(text + (scale == 0 ? "." : "") + "00", scale) == mantissa);
  }
}

TEST_CASE("truth is read in both languages") {
  for (const char* text : {"true", "TRUE", "Yes", "1", "是"})
    CHECK(read_truth(text) == true);
  for (const char* text : {"false", "False", "NO", "0", "否"})
    CHECK(read_truth(text) == false);
  for (const char* text : {"", "y", "2", "truely", "真的"})
    CHECK_FALSE(read_truth(text));
}

TEST_CASE("a day is a date, or a date at midnight") {
  const std::optional<Date> day = parse_date("2025-03-31");
  for (const char* text : {"2025-03-31", "2025-03-31 00:00:00", "2025-03-31T00:00:00",
                           "2025-03-31 00:00", "2025-03-31T00:00:00.000"}) {
    CHECK(read_day(text) == day);
  }
  for (const char* text :
       {"2025-03-31 00:00:01", "2025-03-31T12:00", "2025-03-31T00:00:00Z", "2025-03-31 00:00:00.",
        "2025-03-31 00:00:00.001", "2025-03-31 ", "", "2025-02-30", "2025-13-01", "2025/03/31",
        "31.03.2025", "20250331", "2025-3-31", "45747"}) {
    CHECK_FALSE(read_day(text));
  }
}

TEST_CASE("periods are those of the fiscal year where there is one") {
  Calendar plain;
  Calendar april;
  april.fiscal_start_month = 4;
  Calendar february;
  february.fiscal_start_month = 2;
  CHECK(read_period("2025-Q1", PeriodUnit::Quarter, plain) == 2025 * 4);
  CHECK(read_period("FY2025-Q1", PeriodUnit::Quarter, plain) == 2025 * 4);
  CHECK(read_period("2025-03", PeriodUnit::Month, april) == 2025 * 12 + 2);
  CHECK(read_period("2025-Q2", PeriodUnit::Quarter, april) == 2026 * 4);
  CHECK(read_period("FY2026-Q1", PeriodUnit::Quarter, april) == 2026 * 4);
  CHECK_FALSE(read_period("2025-Q2", PeriodUnit::Quarter, february));
  CHECK_FALSE(read_period("2025", PeriodUnit::Year, april));
  CHECK_FALSE(read_period("2025-03", PeriodUnit::Quarter, plain));
  CHECK_FALSE(read_period("Q1 2025", PeriodUnit::Quarter, plain));
}

}  // namespace
}  // namespace kpi::table
