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
  for (const char* text :
       {"2025-03-31", "2025-03-31 00:00:00", "2025-03-31T00:00:00", "2025-03-31 00:00",
        "2025-03-31T00:00:00.000", "2025/03/31", "2025/3/31", "2025-3-31", "2025.3.31", "20250331",
        "2025年3月31日", "2025/3/31 0:00", "2025年03月31日 00:00:00", "2025/3/31 12:00:00 AM"}) {
    CAPTURE(text);
    CHECK(read_day(text, "") == day);
    CHECK(read_day(text, "m/d/y") == day);
  }
  for (const char* text : {"2025-03-31 00:00:01",
                           "2025-03-31T12:00",
                           "2025-03-31T00:00:00Z",
                           "2025-03-31 00:00:00.",
                           "2025-03-31 00:00:00.001",
                           "2025-03-31 ",
                           "",
                           "2025-02-30",
                           "2025-13-01",
                           "2025/3-31",
                           "31.03.2025",
                           "2025331",
                           "2025-3-031",
                           "25-3-31",
                           "45747",
                           "2025年3月31",
                           "2025/3/31 0:0",
                           "3/31/2025",
                           "2025/3/31 12:00 PM",
                           "2025/3/31 0:00 AM",
                           "2025/3/31x"}) {
    CAPTURE(text);
    CHECK_FALSE(read_day(text, ""));
  }
}

TEST_CASE("a day is read in the order that its form says") {
  const std::optional<Date> day = parse_date("2025-03-04");
  const auto reads = [&](const char* form, const char* text) {
    CAPTURE(form, text);
    CHECK(read_day(text, form) == day);
  };
  reads("m/d/y", "3/4/2025");
  reads("m/d/y", "03/04/2025 00:00");
  reads("d/m/y", "4/3/2025");
  reads("d.m.y", "04.03.2025");
  reads("dmy", "04032025");
  reads("mdy", "03042025");
  reads("d-mon-y", "4-Mar-2025");
  reads("mon d, y", "MARCH 4, 2025");
  reads("y/d/m", "2025/4/3");
  reads("d日m月y年", "4日3月2025年");
  for (const char* text : {"13/4/2025", "3/32/2025", "3-4-2025", "3/4/25", "3/4/20255",
                           "4/Mar/2025", "2/29/2025", "3/4/2025 1:00"}) {
    CAPTURE(text);
    CHECK_FALSE(read_day(text, "m/d/y"));
  }
  CHECK_FALSE(read_day("2025/4/13", "y/d/m"));  // April 13 would be another form
  CHECK_FALSE(read_day("432025", "dmy"));
}

TEST_CASE("moments have a time of the day, by 12 or 24 hours") {
  const std::optional<DateTime> moment = read_moment("2025-03-31 21:05", "");
  REQUIRE(moment);
  for (const char* text : {"2025-03-31T21:05:00", "2025/3/31 21:05:00.00", "2025/3/31 9:05 PM",
                           "2025年3月31日 9:05:00pm"}) {
    CAPTURE(text);
    CHECK(read_moment(text, "") == moment);
  }
  CHECK(read_moment("3/31/2025 21:05", "m/d/y") == moment);
  for (const char* text :
       {"2025-03-31", "2025-03-31 21:5", "2025-03-31 24:00", "2025-03-31 13:00 PM",
        "2025-03-31 21:05:00.5", "2025-03-31 21:05Z", "2025-03-31 9"}) {
    CAPTURE(text);
    CHECK_FALSE(read_moment(text, ""));
  }
}

Column money_column(const char* currency) {
  Column column;
  column.storage = Storage::Decimal;
  column.type.kind = Kind::Number;
  column.type.scale = 2;
  column.type.unit.quantity = Quantity::Money;
  column.type.unit.currency = Currency(currency);
  return column;
}

std::optional<std::int64_t> cents(const char* text, const Column& column) {
  std::int64_t mantissa = 0;
  if (read_number(text, column, mantissa) != NumberFault::None) return std::nullopt;
  return mantissa;
}

TEST_CASE("numbers with one reading need no form") {
  const Column yuan = money_column("CNY");
  CHECK(cents("1200.5", yuan) == 120050);
  CHECK(cents("(1200.50)", yuan) == -120050);
  CHECK(cents("1200.50-", yuan) == -120050);
  CHECK(cents("−5", yuan) == -500);
  CHECK(cents("¥1200", yuan) == 120000);
  CHECK(cents("￥-12", yuan) == -1200);
  CHECK(cents("-¥12", yuan) == -1200);
  CHECK(cents("12元", yuan) == 1200);
  CHECK(cents("CNY 12.30", yuan) == 1230);
  CHECK(cents("1.2万", yuan) == 1200000);
  CHECK(cents("1.2万元", yuan) == 1200000);
  CHECK(cents("0.5亿", yuan) == 5000000000);
  CHECK(cents("１２．５", yuan) == 1250);
  for (const char* text : {"$12", "12 USD", "(-12)", "-12-", "1,200", "1.2.3", "万", "¥", "()", "",
                           "12 34", "1.2万万", "12%", "1e5", "0.001", "12abc", "--5"}) {
    CAPTURE(text);
    CHECK_FALSE(cents(text, yuan));
  }
  CHECK(cents("$12", money_column("USD")) == 1200);
  CHECK_FALSE(cents("¥12", money_column("USD")));
}

TEST_CASE("numbers are read with the signs of their form") {
  Column column = money_column("EUR");
  const auto with = [&](const NumberForm& form) {
    column.form.group = form.group;
    column.form.point = form.point;
  };
  with({"", ',', '.'});
  CHECK(cents("1,234,567.50", column) == 123456750);
  CHECK(cents("1234567.5", column) == 123456750);
  CHECK(cents("€ 1,234", column) == 123400);
  CHECK(cents("(1,234.00)", column) == -123400);
  for (const char* text : {"12,34", "1234,567", ",123", "1,2345", "1,234,", "1,23.4", "1.234,50"}) {
    CAPTURE(text);
    CHECK_FALSE(cents(text, column));
  }
  with({"", '.', ','});
  CHECK(cents("1.234,50", column) == 123450);
  CHECK(cents("1.234", column) == 123400);  // not 1.234
  CHECK(cents("12,5", column) == 1250);
  CHECK_FALSE(cents("12.5", column));
  with({"", ' ', ','});
  CHECK(cents("1 234,50 €", column) == 123450);
  CHECK(cents("1\u00A0234,50", column) == 123450);
  CHECK(cents("1\u202F234", column) == 123400);
  with({"", 0, ','});
  CHECK(cents("1234,5", column) == 123450);
  CHECK_FALSE(cents("1.234,5", column));
}

TEST_CASE("multiples are exact") {
  Column column = money_column("CNY");
  column.form.zeros = 3;
  CHECK(cents("500", column) == 50000000);
  CHECK(cents("0.5", column) == 50000);
  CHECK(cents("0.00001", column) == 1);
  CHECK_FALSE(cents("0.000001", column));
  CHECK_FALSE(cents("1.2万", column));  // the column says it already
  CHECK_FALSE(cents("1.2亿", column));
  column.form.zeros = 0;
  CHECK(cents("1.2万", column) == 1200000);
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
  CHECK(read_period("2025Q1", PeriodUnit::Quarter, plain) == 2025 * 4);
  CHECK(read_period("202503", PeriodUnit::Month, plain) == 2025 * 12 + 2);
  CHECK(read_period("2025/3", PeriodUnit::Month, plain) == 2025 * 12 + 2);
  CHECK(read_period("2025年3月", PeriodUnit::Month, plain) == 2025 * 12 + 2);
  CHECK_FALSE(read_period("3/4/2025", PeriodUnit::Day, plain));
  CHECK_FALSE(read_period("2025-03-04", PeriodUnit::Month, plain));
}

}  // namespace
}  // namespace kpi::table
