#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kpi {

/// A day of the proleptic Gregorian calendar, counted from 1970-01-01. Valid years: 1 to 9999.
struct Date {
  std::int32_t days = 0;
  friend bool operator==(Date a, Date b) { return a.days == b.days; }
  friend bool operator!=(Date a, Date b) { return a.days != b.days; }
  friend bool operator<(Date a, Date b) { return a.days < b.days; }
  friend bool operator<=(Date a, Date b) { return a.days <= b.days; }
  friend bool operator>(Date a, Date b) { return a.days > b.days; }
  friend bool operator>=(Date a, Date b) { return a.days >= b.days; }
};

/// A moment of a day on the clock of the project's place, in seconds from 1970-01-01 00:00:00.
struct DateTime {
  std::int64_t seconds = 0;
  friend bool operator==(DateTime a, DateTime b) { return a.seconds == b.seconds; }
  friend bool operator!=(DateTime a, DateTime b) { return a.seconds != b.seconds; }
  friend bool operator<(DateTime a, DateTime b) { return a.seconds < b.seconds; }
};
inline constexpr std::int64_t kSecondsPerDay = 86400;
inline constexpr std::int64_t kSecondsPerHour = 3600;
/// The day the moment lies in.
inline Date day_of(DateTime moment) {
  const std::int64_t seconds = moment.seconds % kSecondsPerDay;
  const std::int64_t days = moment.seconds / kSecondsPerDay - (seconds < 0 ? 1 : 0);
  return Date{static_cast<std::int32_t>(days)};
}
/// YYYY-MM-DD HH:MM:SS.
std::string to_string(DateTime moment);

/// The first and the last day there is. Data uses them for "always" and "never"; days from the
/// first one on have no beginning to be judged.
inline constexpr Date kFirstDay{-719162};  // 0001-01-01
inline constexpr Date kLastDay{2932896};   // 9999-12-31

struct CivilDate {
  int year = 1970;
  int month = 1;
  int day = 1;
};

CivilDate to_civil(Date date);
/// Nothing if there is no such day (2025-02-30).
std::optional<Date> from_civil(int year, int month, int day);
/// Reads exactly YYYY-MM-DD.
std::optional<Date> parse_date(std::string_view text);
std::string to_string(Date date);
/// Days of the month; month is 1 to 12.
int days_in_month(int year, int month);
/// The day `months` later, clamped to the end of its month (Jan 31 + 1 month = Feb 28 or 29).
/// Stops at 0001-01-01 and 9999-12-31, which data uses for "always" and "never".
Date add_months(Date date, int months);
/// Whether the calendar goes so far; add_months ends with its first and last day.
bool has_months_later(Date date, int months);
/// Completed months from a to b: the largest n with add_months(a, n) <= b; negative when a > b.
int months_between(Date a, Date b);
/// 1 = Monday … 7 = Sunday.
int weekday(Date date);

/// Days from first to last, both included. Empty when last < first.
struct DateRange {
  Date first;
  Date last;
  bool empty() const { return last < first; }
  bool contains(Date d) const { return first <= d && d <= last; }
  bool contains(DateRange r) const { return first <= r.first && r.last <= last; }
  friend bool operator==(DateRange a, DateRange b) {
    return a.first == b.first && a.last == b.last;
  }
  friend bool operator!=(DateRange a, DateRange b) { return !(a == b); }
};

/// From the finest to the coarsest; a week belongs to the period that holds its fourth day
/// (the Thursday of an ISO week), and takes its year and number from there.
enum class PeriodUnit { Day, Week, Month, Quarter, Half, Year };

/// Which days are worked: Monday to Friday, except for what the project's table of holidays says.
struct Workdays {
  DateRange known{Date{0}, Date{-1}};  // the days that the table is complete for
  std::vector<Date> off;               // ascending
  std::vector<Date> worked;            // ascending; Saturdays and Sundays that are worked
};

/// The project's calendar block. Weeks are ISO weeks when week_start is Monday (1). Starting on
/// another day they follow the same rule: week 1 is the one that holds January 4th.
struct Calendar {
  int fiscal_start_month = 1;  // FY2025 is the fiscal year that ends in calendar 2025
  int week_start = 1;
  std::string timezone;
  std::optional<Workdays> workdays;  // absent: no holidays, or they are not read yet
};
/// Without holidays from Monday to Friday.
bool is_workday(Date day, const Calendar& calendar);
/// Whether the holidays say of every day of the range whether it is worked; an empty one asks of
/// the days between its ends.
bool knows_workdays(DateRange range, const Calendar& calendar);
/// Workdays of the range, both ends included; of one that runs backwards the days between count
/// negatively, so that two ranges that meet add up.
std::int64_t count_workdays(DateRange range, const Calendar& calendar);

/// One calendar period, e.g. 2025-Q1. `ordinal` counts periods of that unit (and fiscal flag)
/// along the time line, so that the period before is ordinal - 1. Made by the functions below
/// only: when the fiscal year starts in January they never set `fiscal`, so that equal days mean
/// equal periods.
struct Period {
  PeriodUnit unit = PeriodUnit::Day;
  bool fiscal = false;  // quarter, half and year of the fiscal year; never set for finer units
  std::int32_t ordinal = 0;
  friend bool operator==(Period a, Period b) {
    return a.unit == b.unit && a.fiscal == b.fiscal && a.ordinal == b.ordinal;
  }
  friend bool operator!=(Period a, Period b) { return !(a == b); }
};

/// Reads 2025, 2025-H1, 2025-Q1, 2025-03, 2025-W07, 2025-03-31, FY2025, FY2025-H1, FY2025-Q1,
/// exactly so. Nothing for any other text and for periods that do not exist (2025-13, 2025-W54).
std::optional<Period> parse_period(std::string_view text, const Calendar& calendar);
/// The period or day that somebody meant who wrote it in the way of another program: 2025-Q1 for
/// `Q1 2025`, `2025Q1` and `2025年1季度`, 2025-03 for `2025/3` and `Mar 2025`. Nothing if it is not
/// clear, or written right.
std::optional<std::string> period_meant(std::string_view text);
/// The same spelling back. A fiscal period prints with FY only where it differs from the calendar
/// one of the same name, that is when the fiscal year does not start in January.
std::string to_string(Period period, const Calendar& calendar);
/// Its first and last day. Days outside the years 1 to 9999 are cut off: a period that lies
/// wholly outside is empty.
DateRange days_of(Period period, const Calendar& calendar);
/// The day that says in which longer period one lies: of a week its fourth (ISO 8601), else its
/// last.
Date day_that_places(Period period, const Calendar& calendar);
/// The period `count` later, or earlier when negative.
Period shift(Period period, int count);
/// The day as far into the period `count` later (earlier when negative) as this one is into its
/// own, counted in months: May 30 of one quarter is February 28 of the one before, the end of a
/// month stays one. Weeks and days shift by whole days.
Date shift_day(Date day, PeriodUnit unit, int count);
/// Whether periods of that unit can be fiscal ones that differ from the calendar's: quarters,
/// halves and years of a fiscal year that does not start in January.
bool has_fiscal_form(PeriodUnit unit, const Calendar& calendar);
/// The period of that unit which holds the day. `fiscal` asks for the fiscal quarter, half or year.
Period period_containing(Date day, PeriodUnit unit, bool fiscal, const Calendar& calendar);
/// The same days as a period of the project: the fiscal quarter, half or year, where there is one.
Period as_counted(Period period, const Calendar& calendar);
/// Every period of the unit that belongs to the range, in order: those wholly inside, and of whole
/// months the weeks that have their fourth day there, so that each week belongs to one quarter.
std::vector<Period> periods_inside(DateRange range, PeriodUnit unit, bool fiscal,
                                   const Calendar& calendar);
/// How many `finer` periods make up one `coarser` one (quarter in year: 4); 0 if there is no fixed
/// number of them, as for days in a month and weeks in anything longer.
int periods_per(PeriodUnit finer, PeriodUnit coarser);

}  // namespace kpi
