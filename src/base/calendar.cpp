#include "base/calendar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/check.hpp"
#include "base/digits.hpp"

namespace kpi {

namespace {

constexpr int kFirstYear = 1;
constexpr int kLastYear = 9999;

std::chrono::year_month_day to_chrono(Date date) {
  return std::chrono::sys_days(std::chrono::days(date.days));
}

Date from_chrono(std::chrono::year_month_day civil) {
  return Date{static_cast<std::int32_t>(std::chrono::sys_days(civil).time_since_epoch().count())};
}

std::chrono::year_month_day chrono_day(int year, int month, int day) {
  return {std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
          std::chrono::day(static_cast<unsigned>(day))};
}

}  // namespace

CivilDate to_civil(Date date) {
  const auto civil = to_chrono(date);
  return {static_cast<int>(civil.year()), static_cast<int>(static_cast<unsigned>(civil.month())),
          static_cast<int>(static_cast<unsigned>(civil.day()))};
}

std::optional<Date> from_civil(int year, int month, int day) {
  if (year < kFirstYear || year > kLastYear || month < 1 || month > 12) return std::nullopt;
  if (day < 1 || day > days_in_month(year, month)) return std::nullopt;
  return from_chrono(chrono_day(year, month, day));
}

std::optional<Date> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const std::optional<int> year = number_of_digits(text.substr(0, 4));
  const std::optional<int> month = number_of_digits(text.substr(5, 2));
  const std::optional<int> day = number_of_digits(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  return from_civil(*year, *month, *day);
}

std::string to_string(Date date) {
  const CivilDate civil = to_civil(date);
  return fmt::format("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day);
}

std::string to_string(DateTime moment) {
  const Date day = day_of(moment);
  const std::int64_t seconds = moment.seconds - day.days * kSecondsPerDay;
  return fmt::format("{} {:02}:{:02}:{:02}", to_string(day), seconds / kSecondsPerHour,
                     seconds / 60 % 60, seconds % 60);
}

int days_in_month(int year, int month) {
  KPI_CHECK(month >= 1 && month <= 12);
  const std::chrono::year_month_day_last last{
      std::chrono::year(year),
      std::chrono::month_day_last(std::chrono::month(static_cast<unsigned>(month)))};
  return static_cast<int>(static_cast<unsigned>(last.day()));
}

Date add_months(Date date, int months) {
  const CivilDate from = to_civil(date);
  const std::int64_t index = std::int64_t{from.year} * 12 + (from.month - 1) + months;
  if (index < kFirstYear * 12) return from_chrono(chrono_day(kFirstYear, 1, 1));
  if (index >= (kLastYear + 1) * 12) return from_chrono(chrono_day(kLastYear, 12, 31));
  const int year = static_cast<int>(index / 12);
  const int month = static_cast<int>(index % 12) + 1;
  return from_chrono(chrono_day(year, month, std::min(from.day, days_in_month(year, month))));
}

bool has_months_later(Date date, int months) {
  const CivilDate from = to_civil(date);
  const std::int64_t index = std::int64_t{from.year} * 12 + (from.month - 1) + months;
  return index >= kFirstYear * 12 && index < (kLastYear + 1) * 12;
}

int months_between(Date a, Date b) {
  const CivilDate from = to_civil(a);
  const CivilDate to = to_civil(b);
  const int months = (to.year - from.year) * 12 + (to.month - from.month);
  // add_months(a, months) lies in the month of b, so the answer is this or one less.
  return add_months(a, months) <= b ? months : months - 1;
}

int weekday(Date date) {
  return static_cast<int>(
      std::chrono::weekday(std::chrono::sys_days(std::chrono::days(date.days))).iso_encoding());
}

}  // namespace kpi
