// Days of the calendar against a day-by-day walk that knows only the length of months.

#include "base/calendar.hpp"

#include <catch2/catch.hpp>
#include <cstdio>

#include "../support/dates.hpp"

namespace kpi {
namespace {

using test::date_of;

int month_length(int year, int month) {
  constexpr int kLengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return kLengths[month - 1] + (month == 2 && leap ? 1 : 0);
}

std::string name_of(const CivilDate& civil) {
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
  return text;
}

TEST_CASE("every day from 1900 to 2100 follows the one before") {
  CivilDate civil{1900, 1, 1};
  int expected_weekday = 1;  // 1900-01-01 was a Monday
  std::int32_t days = -25567;
  for (; civil.year <= 2100; ++days) {
    const Date date{days};
    INFO(name_of(civil));
    const CivilDate found = to_civil(date);
    REQUIRE((found.year == civil.year && found.month == civil.month && found.day == civil.day));
    REQUIRE(from_civil(civil.year, civil.month, civil.day) == date);
    REQUIRE(to_string(date) == name_of(civil));
    REQUIRE(parse_date(name_of(civil)) == date);
    REQUIRE(weekday(date) == expected_weekday);
    expected_weekday = expected_weekday % 7 + 1;
    if (++civil.day > month_length(civil.year, civil.month)) {
      civil.day = 1;
      if (++civil.month > 12) {
        civil.month = 1;
        ++civil.year;
      }
    }
  }
  CHECK(days == 47847);
}

TEST_CASE("the calendar begins in year 1 and ends in year 9999") {
  CHECK(to_string(*from_civil(1, 1, 1)) == "0001-01-01");
  CHECK(weekday(*from_civil(1, 1, 1)) == 1);
  CHECK(to_string(*from_civil(9999, 12, 31)) == "9999-12-31");
  CHECK(from_civil(1970, 1, 1)->days == 0);
  CHECK_FALSE(from_civil(0, 12, 31).has_value());
  CHECK_FALSE(from_civil(10000, 1, 1).has_value());
}

TEST_CASE("days that do not exist and other spellings are refused") {
  for (const char* text : {"2025-02-29", "2025-02-30", "1900-02-29", "2025-13-01", "2025-00-01",
                           "2025-01-00", "2025-04-31", "0000-01-01", "2025-1-1", "2025/01/01",
                           "20250101", "2025-01-1x", "+025-01-01", "2025-01-01 ", "", "2025-01"}) {
    INFO(text);
    CHECK_FALSE(parse_date(text).has_value());
  }
  CHECK(parse_date("2000-02-29").has_value());
}

TEST_CASE("months are added with the day clamped to the end of the month") {
  CHECK(add_months(date_of("2025-01-31"), 1) == date_of("2025-02-28"));
  CHECK(add_months(date_of("2024-01-31"), 1) == date_of("2024-02-29"));
  CHECK(add_months(date_of("2024-02-29"), 12) == date_of("2025-02-28"));
  CHECK(add_months(date_of("2025-03-31"), -1) == date_of("2025-02-28"));
  CHECK(add_months(date_of("2025-01-15"), -13) == date_of("2023-12-15"));
  CHECK(add_months(date_of("2025-05-30"), -3) == date_of("2025-02-28"));
  CHECK(add_months(date_of("2025-05-30"), 0) == date_of("2025-05-30"));
  CHECK(add_months(date_of("9999-12-31"), 1) == date_of("9999-12-31"));
  CHECK(add_months(date_of("9999-12-30"), 2147483647) == date_of("9999-12-31"));
  CHECK(add_months(date_of("0001-01-05"), -1) == date_of("0001-01-01"));
  CHECK(add_months(date_of("0001-01-05"), -2147483647) == date_of("0001-01-01"));
}

TEST_CASE("completed months between two days") {
  CHECK(months_between(date_of("2024-10-02"), date_of("2025-04-01")) == 5);
  CHECK(months_between(date_of("2024-10-01"), date_of("2025-04-01")) == 6);
  CHECK(months_between(date_of("2024-08-31"), date_of("2025-02-28")) == 6);
  CHECK(months_between(date_of("2024-02-29"), date_of("2025-02-28")) == 12);
  CHECK(months_between(date_of("2025-03-15"), date_of("2025-01-01")) == -3);
  CHECK(months_between(date_of("2025-03-15"), date_of("2025-03-15")) == 0);
  CHECK(months_between(date_of("2025-03-15"), date_of("2025-03-14")) == -1);
}

TEST_CASE("completed months are the largest number that does not pass the second day") {
  for (Date a = date_of("2023-12-25"); a < date_of("2024-04-05"); ++a.days) {
    for (Date b = date_of("2022-11-25"); b < date_of("2025-04-05"); b.days += 3) {
      int largest = -40;
      while (add_months(a, largest + 1) <= b)
        ++largest;
      INFO(to_string(a) << " to " << to_string(b));
      REQUIRE(months_between(a, b) == largest);
    }
  }
}

TEST_CASE("ranges include both ends") {
  const DateRange range{date_of("2025-01-01"), date_of("2025-01-31")};
  CHECK(range.contains(range.first));
  CHECK(range.contains(range.last));
  CHECK_FALSE(range.contains(date_of("2025-02-01")));
  CHECK(range.contains(DateRange{date_of("2025-01-31"), date_of("2025-01-31")}));
  CHECK_FALSE(range.contains(DateRange{date_of("2025-01-31"), date_of("2025-02-01")}));
  CHECK_FALSE(range.empty());
  CHECK(DateRange{date_of("2025-01-02"), date_of("2025-01-01")}.empty());
}

}  // namespace
}  // namespace kpi
