// Calendar and fiscal periods, and weeks that start on any day.

#include <catch2/catch.hpp>
#include <cstdio>

#include "../support/dates.hpp"
#include "base/calendar.hpp"

namespace kpi {
namespace {

using test::date_of;

Calendar calendar_of(int fiscal_start_month, int week_start = 1) {
  Calendar calendar;
  calendar.fiscal_start_month = fiscal_start_month;
  calendar.week_start = week_start;
  return calendar;
}

std::string days_text(const char* name, const Calendar& calendar) {
  const std::optional<Period> period = parse_period(name, calendar);
  if (!period) return "no such period";
  const DateRange days = days_of(*period, calendar);
  return to_string(days.first) + " to " + to_string(days.last);
}

constexpr PeriodUnit kUnits[] = {PeriodUnit::Day,     PeriodUnit::Week, PeriodUnit::Month,
                                 PeriodUnit::Quarter, PeriodUnit::Half, PeriodUnit::Year};

TEST_CASE("names of calendar periods") {
  const Calendar calendar = calendar_of(7);
  CHECK(days_text("2025", calendar) == "2025-01-01 to 2025-12-31");
  CHECK(days_text("2025-H2", calendar) == "2025-07-01 to 2025-12-31");
  CHECK(days_text("2025-Q1", calendar) == "2025-01-01 to 2025-03-31");
  CHECK(days_text("2024-02", calendar) == "2024-02-01 to 2024-02-29");
  CHECK(days_text("2025-03-31", calendar) == "2025-03-31 to 2025-03-31");
  CHECK(days_text("2025-W07", calendar) == "2025-02-10 to 2025-02-16");
  CHECK(days_text("9999-12", calendar) == "9999-12-01 to 9999-12-31");
}

TEST_CASE("a fiscal year is named after the year in which it ends") {
  CHECK(days_text("FY2025", calendar_of(7)) == "2024-07-01 to 2025-06-30");
  CHECK(days_text("FY2025-Q1", calendar_of(7)) == "2024-07-01 to 2024-09-30");
  CHECK(days_text("FY2025-H2", calendar_of(7)) == "2025-01-01 to 2025-06-30");
  CHECK(days_text("FY2025-Q4", calendar_of(4)) == "2025-01-01 to 2025-03-31");
  CHECK(days_text("FY2025", calendar_of(12)) == "2024-12-01 to 2025-11-30");
  CHECK(days_text("FY2025", calendar_of(2)) == "2024-02-01 to 2025-01-31");
  CHECK(days_text("FY2025", calendar_of(1)) == "2025-01-01 to 2025-12-31");
}

TEST_CASE("a fiscal year that starts in January is the calendar year") {
  const Calendar january = calendar_of(1);
  CHECK(parse_period("FY2025-Q1", january) == parse_period("2025-Q1", january));
  CHECK(to_string(*parse_period("FY2025-Q1", january), january) == "2025-Q1");
  CHECK(period_containing(date_of("2025-02-03"), PeriodUnit::Quarter, true, january) ==
        parse_period("2025-Q1", january));
  CHECK(parse_period("FY2025-Q1", calendar_of(7)) != parse_period("2025-Q1", calendar_of(7)));
}

TEST_CASE("periods that do not exist and other spellings are refused") {
  const Calendar calendar = calendar_of(1);
  for (const char* text :
       {"2025-13",   "2025-00",  "2025-Q5",   "2025-Q0",    "2025-H3",      "2025-W54",
        "2025-W53",  "2025-W00", "2025-W7",   "2025-1",     "2025-",        "202",
        "20255",     "0000",     "FY2025-03", "FY2025-W07", "FY2025-01-01", "FY",
        "FY25",      "fy2025",   "2025-q1",   "2025-Q01",   "2025-02-30",   "2025Q1",
        "2025-W073", "",         "FYFY2025",  " 2025",      "2025-Qx"}) {
    INFO(text);
    CHECK_FALSE(parse_period(text, calendar).has_value());
  }
  CHECK(parse_period("2020-W53", calendar).has_value());
}

TEST_CASE("ISO weeks belong to the year of their Thursday") {
  const Calendar iso = calendar_of(1, 1);
  CHECK(days_text("2020-W53", iso) == "2020-12-28 to 2021-01-03");
  CHECK(days_text("2021-W01", iso) == "2021-01-04 to 2021-01-10");
  CHECK(days_text("2026-W01", iso) == "2025-12-29 to 2026-01-04");
  for (Date date = date_of("1900-01-01"); date <= date_of("2100-12-31"); ++date.days) {
    const Period week = period_containing(date, PeriodUnit::Week, false, iso);
    const Date thursday{date.days - weekday(date) + 4};
    const int year = to_civil(thursday).year;
    const int number = (thursday.days - from_civil(year, 1, 1)->days) / 7 + 1;
    char name[32];
    std::snprintf(name, sizeof name, "%04d-W%02d", year, number);
    INFO(to_string(date));
    REQUIRE(to_string(week, iso) == name);
  }
}

TEST_CASE("week 1 holds January 4th whatever day weeks start on") {
  for (int start = 1; start <= 7; ++start) {
    const Calendar calendar = calendar_of(1, start);
    for (int year = 1990; year <= 2040; ++year) {
      const std::optional<Period> first = parse_period(std::to_string(year) + "-W01", calendar);
      REQUIRE(first.has_value());
      const DateRange days = days_of(*first, calendar);
      REQUIRE(days.contains(*from_civil(year, 1, 4)));
      REQUIRE(weekday(days.first) == start);
      REQUIRE(days.last.days - days.first.days == 6);
    }
  }
  CHECK(days_text("2025-W01", calendar_of(1, 7)) == "2024-12-29 to 2025-01-04");
}

TEST_CASE("periods of every kind tile the time line and read back by name") {
  for (const int fiscal_start : {1, 4, 7, 12}) {
    for (const int week_start : {1, 6, 7}) {
      const Calendar calendar = calendar_of(fiscal_start, week_start);
      for (const PeriodUnit unit : kUnits) {
        for (const bool fiscal : {false, true}) {
          Period period = period_containing(date_of("2023-11-20"), unit, fiscal, calendar);
          for (Date date = date_of("2023-11-20"); date <= date_of("2026-02-10"); ++date.days) {
            const Period here = period_containing(date, unit, fiscal, calendar);
            if (here != period) {
              REQUIRE(here == shift(period, 1));
              REQUIRE(days_of(period, calendar).last.days == date.days - 1);
              REQUIRE(days_of(here, calendar).first == date);
              period = here;
            }
            REQUIRE(days_of(here, calendar).contains(date));
            INFO(to_string(here, calendar));
            REQUIRE(parse_period(to_string(here, calendar), calendar) == here);
          }
        }
      }
    }
  }
}

TEST_CASE("shifting walks along the names") {
  const Calendar calendar = calendar_of(7);
  const auto shifted = [&calendar](const char* name, int count) {
    return to_string(shift(*parse_period(name, calendar), count), calendar);
  };
  CHECK(shifted("2025-Q1", -1) == "2024-Q4");
  CHECK(shifted("FY2025-Q1", -4) == "FY2024-Q1");
  CHECK(shifted("2025-01", -1) == "2024-12");
  CHECK(shifted("2025-03-01", -1) == "2025-02-28");
  CHECK(shifted("2021-W01", -1) == "2020-W53");
  CHECK(shifted("2025-H1", 3) == "2026-H2");
}

TEST_CASE("a day as far into an earlier period") {
  const auto shifted = [](const char* text, PeriodUnit unit, int count) {
    return to_string(shift_day(date_of(text), unit, count));
  };
  CHECK(shifted("2025-05-30", PeriodUnit::Quarter, -1) == "2025-02-28");
  CHECK(shifted("2025-04-30", PeriodUnit::Quarter, -1) == "2025-01-31");
  CHECK(shifted("2025-04-29", PeriodUnit::Quarter, -1) == "2025-01-29");
  CHECK(shifted("2024-02-29", PeriodUnit::Year, -1) == "2023-02-28");
  CHECK(shifted("2023-02-28", PeriodUnit::Year, 1) == "2024-02-29");
  CHECK(shifted("2025-03-05", PeriodUnit::Week, -2) == "2025-02-19");
  CHECK(shifted("2025-03-01", PeriodUnit::Day, -1) == "2025-02-28");
}

TEST_CASE("the periods of a range lie wholly inside it, but weeks belong by their fourth day") {
  const Calendar calendar = calendar_of(7);
  const auto names = [&calendar](const char* first, const char* last, PeriodUnit unit,
                                 bool fiscal) {
    std::string text;
    for (const Period& period :
         periods_inside({date_of(first), date_of(last)}, unit, fiscal, calendar)) {
      text += (text.empty() ? "" : " ") + to_string(period, calendar);
    }
    return text;
  };
  CHECK(names("2025-01-01", "2025-12-31", PeriodUnit::Quarter, false) ==
        "2025-Q1 2025-Q2 2025-Q3 2025-Q4");
  CHECK(names("2025-01-02", "2025-12-30", PeriodUnit::Quarter, false) == "2025-Q2 2025-Q3");
  CHECK(names("2025-01-01", "2025-12-31", PeriodUnit::Year, true).empty());
  CHECK(names("2024-07-01", "2025-06-30", PeriodUnit::Half, true) == "FY2025-H1 FY2025-H2");
  CHECK(names("2025-02-03", "2025-02-16", PeriodUnit::Week, false) == "2025-W06 2025-W07");
  // December 30 to January 5 has its Thursday in January, March 31 to April 6 in April
  CHECK(names("2025-01-01", "2025-01-31", PeriodUnit::Week, false) ==
        "2025-W01 2025-W02 2025-W03 2025-W04 2025-W05");
  CHECK(names("2025-03-01", "2025-03-31", PeriodUnit::Week, false) ==
        "2025-W10 2025-W11 2025-W12 2025-W13");
  CHECK(names("2025-01-01", "2025-01-30", PeriodUnit::Week, false) == "2025-W02 2025-W03 2025-W04");
  CHECK(names("2025-02-27", "2025-03-01", PeriodUnit::Day, false) ==
        "2025-02-27 2025-02-28 2025-03-01");
  CHECK(names("2025-02-02", "2025-02-01", PeriodUnit::Day, false).empty());
  CHECK(names("9999-06-01", "9999-12-31", PeriodUnit::Quarter, false) == "9999-Q3 9999-Q4");
}

TEST_CASE("periods beyond the calendar are empty") {
  const Calendar calendar = calendar_of(1);
  const DateRange open_start{Date{-2147483647}, date_of("0003-05-01")};
  CHECK(periods_inside(open_start, PeriodUnit::Year, false, calendar).size() == 2);
  for (const PeriodUnit unit : kUnits) {
    const Period last = period_containing(date_of("9999-12-31"), unit, false, calendar);
    CHECK(days_of(last, calendar).last == date_of("9999-12-31"));
    CHECK(days_of(shift(last, 1), calendar).empty());
    CHECK(days_of(shift(last, 2147483647), calendar).empty());
    const Period first = period_containing(date_of("0001-01-01"), unit, false, calendar);
    CHECK(days_of(first, calendar).first == date_of("0001-01-01"));
    CHECK(days_of(shift(shift(first, -2147483647), -2147483647), calendar).empty());
  }
}

TEST_CASE("how many periods make up a longer one") {
  CHECK(periods_per(PeriodUnit::Quarter, PeriodUnit::Year) == 4);
  CHECK(periods_per(PeriodUnit::Month, PeriodUnit::Quarter) == 3);
  CHECK(periods_per(PeriodUnit::Half, PeriodUnit::Year) == 2);
  CHECK(periods_per(PeriodUnit::Day, PeriodUnit::Week) == 7);
  CHECK(periods_per(PeriodUnit::Year, PeriodUnit::Year) == 1);
  CHECK(periods_per(PeriodUnit::Year, PeriodUnit::Quarter) == 0);
  CHECK(periods_per(PeriodUnit::Week, PeriodUnit::Month) == 0);
  CHECK(periods_per(PeriodUnit::Day, PeriodUnit::Month) == 0);
  CHECK(periods_per(PeriodUnit::Month, PeriodUnit::Week) == 0);
}

TEST_CASE("a period written as other programs write it is understood where it is clear") {
  const auto means = [](const char* text) { return period_meant(text).value_or("nothing"); };
  for (const char* text :
       {"Q1 2025", "2025Q1", "2025 Q1", "2025/Q1", "2025-q1", "1Q2025", "1Q 2025", "2025年1季度",
        "2025年第一季度", "2025年Q1", "２０２５Ｑ１"}) {
    CAPTURE(text);
    CHECK(means(text) == "2025-Q1");
  }
  for (const char* text : {"2025/3", "2025.3", "2025-3", "202503", "2025年3月", "2025年03月",
                           "3/2025", "Mar 2025", "March 2025", "2025 mar"}) {
    CAPTURE(text);
    CHECK(means(text) == "2025-03");
  }
  CHECK(means("2025/3/31") == "2025-03-31");
  CHECK(means("2025.3.1") == "2025-03-01");
  CHECK(means("20250331") == "2025-03-31");
  CHECK(means("2025年3月31日") == "2025-03-31");
  CHECK(means("2025上半年") == "2025-H1");
  CHECK(means("2025年下半年") == "2025-H2");
  CHECK(means("FY25") == "nothing");
  CHECK(means("FY 2025") == "FY2025");
  CHECK(means("fy2025 q3") == "FY2025-Q3");
  CHECK(means("2025年") == "2025");
  CHECK(means("2025 W7") == "2025-W07");
  CHECK(means("2025年第7周") == "2025-W07");
}

TEST_CASE("what is written right, unclear or no period has no other meaning") {
  for (const char* text : {"2025-Q1", "2025-03", "2025", "FY2025-Q1", "3/4/2025", "31.03.2025",
                           "Q1", "2025Q5", "2025/13", "2025/2/30", "last quarter",
                           "2025Q1 to 2025Q2", "", "R1", "2025-Q1-H1", "H", "Q 2025"}) {
    CAPTURE(text);
    CHECK(!period_meant(text).has_value());
  }
}

}  // namespace
}  // namespace kpi
