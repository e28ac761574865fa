#include <algorithm>

#include "base/calendar.hpp"

/// Days that are worked: Monday to Friday, except for the project's holidays.
namespace kpi {
namespace {

constexpr int kFriday = 5;
constexpr std::int64_t kDaysOfWeek = 7;

/// How many of the ascending days lie in the range.
std::int64_t count_inside(const std::vector<Date>& days, DateRange range) {
  return std::upper_bound(days.begin(), days.end(), range.last) -
         std::lower_bound(days.begin(), days.end(), range.first);
}

/// Whole weeks have five; the rest is looked at day by day.
std::int64_t mondays_to_fridays(DateRange range) {
  const std::int64_t length = std::int64_t{range.last.days} - range.first.days + 1;
  std::int64_t count = length / kDaysOfWeek * kFriday;
  for (std::int64_t i = length - length % kDaysOfWeek; i < length; ++i) {
    const Date day{range.first.days + static_cast<std::int32_t>(i)};
    if (weekday(day) <= kFriday) ++count;
  }
  return count;
}

DateRange between(DateRange backwards) {
  return {Date{backwards.last.days + 1}, Date{backwards.first.days - 1}};
}

}  // namespace

bool is_workday(Date day, const Calendar& calendar) {
  return count_workdays({day, day}, calendar) == 1;
}

bool knows_workdays(DateRange range, const Calendar& calendar) {
  if (!calendar.workdays) return true;
  if (range.empty()) range = between(range);
  return range.empty() || calendar.workdays->known.contains(range);
}

std::int64_t count_workdays(DateRange range, const Calendar& calendar) {
  if (range.empty()) {
    const DateRange days = between(range);
    return days.empty() ? 0 : -count_workdays(days, calendar);
  }
  const std::int64_t usual = mondays_to_fridays(range);
  if (!calendar.workdays) return usual;
  return usual - count_inside(calendar.workdays->off, range) +
         count_inside(calendar.workdays->worked, range);
}

}  // namespace kpi
