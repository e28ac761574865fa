// Calendar periods: their days, their names, and the steps between them.

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/calendar.hpp"
#include "base/check.hpp"
#include "base/digits.hpp"

namespace kpi {

namespace {

constexpr std::int64_t kFirstMonth = 1 * 12;  // month index of 0001-01: year * 12 + month - 1
constexpr std::int64_t kEndMonth = (9999 + 1) * 12;  // one past 9999-12
constexpr int kThursday = 4;                         // the weekday of 1970-01-01

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

Date first_day_of_year(int year) {
  const std::optional<Date> date = from_civil(year, 1, 1);
  KPI_CHECK(date.has_value());
  return *date;
}

constexpr Date kEndOfDays{kLastDay.days + 1};

Date clamped_date(std::int64_t days) {
  const std::int64_t low = kFirstDay.days;
  const std::int64_t high = kEndOfDays.days;
  return Date{static_cast<std::int32_t>(std::clamp(days, low, high))};
}

Date first_of_month(std::int64_t month_index) {
  if (month_index < kFirstMonth) return kFirstDay;
  if (month_index >= kEndMonth) return kEndOfDays;
  const auto date =
      from_civil(static_cast<int>(month_index / 12), static_cast<int>(month_index % 12) + 1, 1);
  KPI_CHECK(date.has_value());
  return *date;
}

std::int64_t month_index_of(Date day) {
  const CivilDate civil = to_civil(day);
  return std::int64_t{civil.year} * 12 + (civil.month - 1);
}

/// Months per period of a unit that is made of months; 0 for days and weeks.
int months_in(PeriodUnit unit) {
  switch (unit) {
    case PeriodUnit::Day:
    case PeriodUnit::Week: return 0;
    case PeriodUnit::Month: return 1;
    case PeriodUnit::Quarter: return 3;
    case PeriodUnit::Half: return 6;
    case PeriodUnit::Year: return 12;
  }
  KPI_CHECK(false);
  return 0;
}

/// Months from the start of a fiscal year to January of the year that names it.
int fiscal_lead(bool fiscal, const Calendar& calendar) {
  return fiscal && calendar.fiscal_start_month != 1 ? 13 - calendar.fiscal_start_month : 0;
}

/// Days from 1970-01-01 to the first day of the week numbered 0.
int week_offset(const Calendar& calendar) {
  return calendar.week_start - kThursday;
}

std::int64_t week_ordinal(Date day, const Calendar& calendar) {
  return floor_divide(std::int64_t{day.days} - week_offset(calendar), 7);
}

Date first_day(const Period& period, std::int64_t ordinal, const Calendar& calendar) {
  if (period.unit == PeriodUnit::Day) return clamped_date(ordinal);
  if (period.unit == PeriodUnit::Week) return clamped_date(ordinal * 7 + week_offset(calendar));
  return first_of_month(ordinal * months_in(period.unit) - fiscal_lead(period.fiscal, calendar));
}

/// Period `number` (from 1) of those of one unit that make up a year.
Period part_of_year(PeriodUnit unit, bool fiscal, int year, int number, const Calendar& calendar) {
  const int per_year = 12 / months_in(unit);
  return {unit, fiscal && has_fiscal_form(unit, calendar), year * per_year + (number - 1)};
}

/// The year to which a week belongs, and its number in it.
struct WeekName {
  int year;
  int number;
};

WeekName week_name(std::int64_t ordinal, const Calendar& calendar) {
  const auto fourth_day = static_cast<std::int32_t>(ordinal * 7 + week_offset(calendar) + 3);
  const int year = to_civil(Date{fourth_day}).year;
  const std::int64_t start_of_year = first_of_month(std::int64_t{year} * 12).days;
  return {year, static_cast<int>((fourth_day - start_of_year) / 7) + 1};
}

std::optional<Period> parse_week(int year, std::string_view number_text, const Calendar& calendar) {
  const std::optional<int> number = number_of_digits(number_text);
  if (number_text.size() != 2 || !number || *number < 1) return std::nullopt;
  const Date fourth_of_january{first_day_of_year(year).days + 3};
  const std::int64_t ordinal = week_ordinal(fourth_of_january, calendar) + (*number - 1);
  if (week_name(ordinal, calendar).year != year) return std::nullopt;
  return Period{PeriodUnit::Week, false, static_cast<std::int32_t>(ordinal)};
}

/// Reads what follows the year and its hyphen: Q1, H1, 03, W07 or 03-31.
std::optional<Period> parse_part(int year, bool fiscal, std::string_view part,
                                 const Calendar& calendar) {
  if (part.size() == 2 && (part[0] == 'Q' || part[0] == 'H')) {
    const PeriodUnit unit = part[0] == 'Q' ? PeriodUnit::Quarter : PeriodUnit::Half;
    const std::optional<int> number = number_of_digits(part.substr(1));
    if (!number || *number < 1 || *number > 12 / months_in(unit)) return std::nullopt;
    return part_of_year(unit, fiscal, year, *number, calendar);
  }
  if (fiscal) return std::nullopt;
  if (part.size() == 2) {
    const std::optional<int> month = number_of_digits(part);
    if (!month || *month < 1 || *month > 12) return std::nullopt;
    return part_of_year(PeriodUnit::Month, false, year, *month, calendar);
  }
  if (!part.empty() && part[0] == 'W') return parse_week(year, part.substr(1), calendar);
  return std::nullopt;
}

}  // namespace

bool has_fiscal_form(PeriodUnit unit, const Calendar& calendar) {
  return months_in(unit) >= 3 && calendar.fiscal_start_month != 1;
}

std::optional<Period> parse_period(std::string_view text, const Calendar& calendar) {
  if (const std::optional<Date> date = parse_date(text)) {
    return Period{PeriodUnit::Day, false, date->days};
  }
  const bool fiscal = text.substr(0, 2) == "FY";
  if (fiscal) text.remove_prefix(2);
  const std::string_view year_text = text.substr(0, 4);
  const std::optional<int> year = number_of_digits(year_text);
  if (year_text.size() != 4 || !year || *year < 1) return std::nullopt;
  if (text.size() == 4) return part_of_year(PeriodUnit::Year, fiscal, *year, 1, calendar);
  if (text[4] != '-') return std::nullopt;
  return parse_part(*year, fiscal, text.substr(5), calendar);
}

std::string to_string(Period period, const Calendar& calendar) {
  if (period.unit == PeriodUnit::Day) return to_string(Date{period.ordinal});
  if (period.unit == PeriodUnit::Week) {
    const WeekName name = week_name(period.ordinal, calendar);
    return fmt::format("{:04}-W{:02}", name.year, name.number);
  }
  const int per_year = 12 / months_in(period.unit);
  const auto year = static_cast<int>(floor_divide(period.ordinal, per_year));
  const int number = period.ordinal - year * per_year + 1;
  const bool marked = period.fiscal && has_fiscal_form(period.unit, calendar);
  const std::string year_text = fmt::format("{}{:04}", marked ? "FY" : "", year);
  if (period.unit == PeriodUnit::Year) return year_text;
  if (period.unit == PeriodUnit::Month) return fmt::format("{}-{:02}", year_text, number);
  return fmt::format("{}-{}{}", year_text, period.unit == PeriodUnit::Half ? 'H' : 'Q', number);
}

DateRange days_of(Period period, const Calendar& calendar) {
  const Date first = first_day(period, period.ordinal, calendar);
  const Date end = first_day(period, std::int64_t{period.ordinal} + 1, calendar);
  return {first, Date{end.days - 1}};
}

Date day_that_places(Period period, const Calendar& calendar) {
  constexpr int kThreeDays = 3;
  const DateRange days = days_of(period, calendar);
  return period.unit == PeriodUnit::Week ? Date{days.first.days + kThreeDays} : days.last;
}

Period shift(Period period, int count) {
  using Limits = std::numeric_limits<std::int32_t>;
  const std::int64_t ordinal = std::int64_t{period.ordinal} + count;
  period.ordinal =
      static_cast<std::int32_t>(std::clamp<std::int64_t>(ordinal, Limits::min(), Limits::max()));
  return period;
}

Date shift_day(Date day, PeriodUnit unit, int count) {
  if (unit == PeriodUnit::Day) return Date{day.days + count};
  if (unit == PeriodUnit::Week) return Date{day.days + 7 * count};
  const CivilDate civil = to_civil(day);
  const Date shifted = add_months(day, count * months_in(unit));
  if (civil.day != days_in_month(civil.year, civil.month)) return shifted;
  const CivilDate there = to_civil(shifted);
  return Date{shifted.days + days_in_month(there.year, there.month) - there.day};
}

Period period_containing(Date day, PeriodUnit unit, bool fiscal, const Calendar& calendar) {
  if (unit == PeriodUnit::Day) return {unit, false, day.days};
  if (unit == PeriodUnit::Week) {
    return {unit, false, static_cast<std::int32_t>(week_ordinal(day, calendar))};
  }
  const bool shifted = fiscal && has_fiscal_form(unit, calendar);
  const std::int64_t month_index = month_index_of(day) + fiscal_lead(shifted, calendar);
  return {unit, shifted, static_cast<std::int32_t>(floor_divide(month_index, months_in(unit)))};
}

Period as_counted(Period period, const Calendar& calendar) {
  const DateRange days = days_of(period, calendar);
  const bool fiscal = period.unit >= PeriodUnit::Quarter && calendar.fiscal_start_month != 1;
  const Period own = period_containing(days.last, period.unit, fiscal, calendar);
  return days_of(own, calendar) == days ? own : period;
}

namespace {

bool is_of_months(DateRange days) {
  const CivilDate first = to_civil(days.first);
  const CivilDate last = to_civil(days.last);
  return first.day == 1 && last.day == days_in_month(last.year, last.month);
}

}  // namespace

std::vector<Period> periods_inside(DateRange range, PeriodUnit unit, bool fiscal,
                                   const Calendar& calendar) {
  std::vector<Period> periods;
  if (range.empty()) return periods;
  range.first = clamped_date(range.first.days);
  const bool by_fourth_day = unit == PeriodUnit::Week && is_of_months(range);
  Period period = period_containing(range.first, unit, fiscal, calendar);
  for (DateRange days = days_of(period, calendar); !days.empty() && days.first <= range.last;
       days = days_of(period, calendar)) {
    const bool whole = range.first <= days.first && days.last <= range.last;
    const Date fourth{days.first.days + 3};
    if (by_fourth_day ? range.contains(fourth) : whole) periods.push_back(period);
    period = shift(period, 1);
  }
  return periods;
}

int periods_per(PeriodUnit finer, PeriodUnit coarser) {
  if (finer == coarser) return 1;
  if (finer == PeriodUnit::Day && coarser == PeriodUnit::Week) return 7;
  const int finer_months = months_in(finer);
  const int coarser_months = months_in(coarser);
  if (finer_months == 0 || finer_months > coarser_months) return 0;
  return coarser_months / finer_months;
}

}  // namespace kpi
