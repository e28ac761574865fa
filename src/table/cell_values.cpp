#include "table/cell_values.hpp"

#include "base/check.hpp"
#include "base/day_form.hpp"
#include "base/digits.hpp"
#include "base/text.hpp"
#include "base/time_zone.hpp"

namespace kpi::table {
namespace {

constexpr std::int64_t kLimit = 1'000'000'000'000'000'000;  // 10^kMaxDigits

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Appends digits to a mantissa, up to kMaxDigits of them.
class Mantissa {
 public:
  void append(int digit) {
    if (value_ > (kLimit - 1 - digit) / 10) {
      too_large_ = true;
      return;
    }
    value_ = value_ * 10 + digit;
  }
  bool too_large() const { return too_large_; }
  std::int64_t value() const { return value_; }

 private:
  std::int64_t value_ = 0;
  bool too_large_ = false;
};

/// One or two digits below the limit, moving the text behind them.
std::optional<int> take_below(std::string_view& text, int limit) {
  const std::size_t size = text.size() > 1 && is_digit(text[1]) ? 2 : 1;
  const auto number = number_of_digits(text.substr(0, size));
  if (!number || *number >= limit) return std::nullopt;
  text.remove_prefix(size);
  return number;
}

/// The hour of the day of `9` with ` AM` or ` PM` at the end of the clock, which is cut off.
std::optional<int> hour_of(int hour, std::string_view& rest) {
  const std::string word = ascii_lower(trim(rest));
  if (word != "am" && word != "pm") return hour;
  rest = {};
  if (hour < 1 || hour > 12) return std::nullopt;
  return hour % 12 + (word == "pm" ? 12 : 0);
}

struct Clock {
  std::int64_t seconds = 0;
  bool is_whole = true;                // no part of a second stands behind
  std::optional<std::int64_t> offset;  // of the zone behind it, ahead of UTC
};

/// Cuts `Z`, `+08:00` or ` +0800` off the end of a clock.
std::optional<std::int64_t> take_offset(std::string_view& rest) {
  const std::size_t at = rest.find_first_of("Zz+-");
  if (at == std::string_view::npos) return std::nullopt;
  const auto offset = offset_written(rest.substr(at));
  if (offset) rest = trim(rest.substr(0, at));
  return offset;
}

/// ` 14:05`, `T14:05:06`, ` 14:05:06.000` or ` 2:05 PM` after a day; `T14:05:06Z`.
std::optional<Clock> read_clock(std::string_view text) {
  Clock clock;
  if (!take_front(text, " ") && !take_front(text, "T")) return std::nullopt;
  auto hour = take_below(text, 24);
  if (!hour || !take_front(text, ":") || text.size() < 2 || !is_digit(text[1])) return std::nullopt;
  const auto minute = take_below(text, 60);
  if (!minute) return std::nullopt;
  clock.offset = take_offset(text);
  std::int64_t second = 0;
  if (take_front(text, ":")) {
    if (text.size() < 2 || !is_digit(text[1])) return std::nullopt;
    const auto said = take_below(text, 60);
    if (!said) return std::nullopt;
    second = *said;
    const std::string_view fraction = text;
    if (take_front(text, ".")) {
      while (!text.empty() && is_digit(text[0])) {
        clock.is_whole = clock.is_whole && text[0] == '0';
        text.remove_prefix(1);
      }
      if (fraction.size() - text.size() < 2) return std::nullopt;
    }
  }
  hour = hour_of(*hour, text);
  if (!hour || !text.empty()) return std::nullopt;
  clock.seconds = *hour * kSecondsPerHour + *minute * 60 + second;
  return clock;
}

/// As the clock in the zone shows it.
std::optional<DateTime> moment_in(std::string_view zone, Date day, const Clock& clock) {
  const std::int64_t shown = day.days * kSecondsPerDay + clock.seconds;
  if (!clock.offset) return DateTime{shown};
  const std::int64_t seconds = shown - *clock.offset;
  const auto ahead = offset_in(zone, seconds);
  return ahead ? std::optional(DateTime{seconds + *ahead}) : std::nullopt;
}

}  // namespace

std::int64_t power_of_ten_integer(int exponent) {
  KPI_CHECK(exponent >= 0 && exponent <= kMaxDigits);
  std::int64_t power = 1;
  for (int i = 0; i < exponent; ++i)
    power *= 10;
  return power;
}

NumberFault read_decimal(std::string_view text, int scale, int shift, std::int64_t& mantissa) {
  const bool negative = !text.empty() && text[0] == '-';
  if (negative || (!text.empty() && text[0] == '+')) text.remove_prefix(1);
  const int kept = scale - shift;  // digits of the text's fraction that the mantissa can hold
  int fraction = -1;               // digits seen after the point; -1 before it
  bool any_digit = false;
  bool lost = false;
  Mantissa value;
  for (const char c : text) {
    if (c == '.' && fraction < 0) {
      fraction = 0;
      continue;
    }
    if (!is_digit(c)) return NumberFault::NotANumber;
    any_digit = true;
    if (fraction >= 0 && ++fraction > kept) {
      lost = lost || c != '0';
    } else {
      value.append(c - '0');
    }
  }
  if (!any_digit) return NumberFault::NotANumber;
  if (lost) return NumberFault::TooManyDecimals;
  for (int i = fraction < 0 ? 0 : fraction; i < kept; ++i)
    value.append(0);
  if (value.too_large()) return NumberFault::TooManyDigits;
  const std::int64_t divisor = kept < 0 ? power_of_ten_integer(-kept) : 1;
  if (value.value() % divisor != 0) return NumberFault::TooManyDecimals;
  mantissa = (negative ? -value.value() : value.value()) / divisor;
  return NumberFault::None;
}

bool is_ratio(const Column& column) {
  return column.type.unit.quantity == Quantity::Ratio && !column.type.unit.per;
}

RatioText split_percent(std::string_view text, bool in_percent) {
  if (text.empty() || text.back() != '%') return {text, in_percent ? 2 : 0};
  text.remove_suffix(1);
  return {trim(text), 2};
}

bool has_percent_sign(std::string_view text) {
  constexpr std::string_view kFullWidth = "％";
  return !text.empty() &&
         (text.back() == '%' || (text.size() >= kFullWidth.size() &&
                                 text.substr(text.size() - kFullWidth.size()) == kFullWidth));
}

std::optional<bool> read_truth(std::string_view text) {
  if (text == "1" || text == "是") return true;
  if (text == "0" || text == "否") return false;
  if (text.size() > 5) return std::nullopt;
  const std::string lower = ascii_lower(text);
  if (lower == "true" || lower == "yes") return true;
  if (lower == "false" || lower == "no") return false;
  return std::nullopt;
}

/// Days with the year first cannot be mistaken for one of a form that has it elsewhere.
std::optional<Date> take_written_day(std::string_view& text, std::string_view form) {
  if (!form.empty()) {
    if (const auto day = take_day(form, text)) return day;
  }
  return form.empty() || form[0] != 'y' ? take_year_first(text) : std::nullopt;
}

std::optional<Date> read_day(std::string_view text, std::string_view form, std::string_view zone) {
  const std::optional<Date> day = take_written_day(text, form);
  if (!day || text.empty()) return day;
  const auto clock = read_clock(text);
  if (!clock) return std::nullopt;
  if (clock->offset) {
    const auto moment = moment_in(zone, *day, *clock);
    return moment ? std::optional(day_of(*moment)) : std::nullopt;
  }
  return clock->seconds == 0 && clock->is_whole ? day : std::nullopt;
}

std::optional<DateTime> read_moment(std::string_view text, std::string_view form,
                                    std::string_view zone) {
  const std::optional<Date> day = take_written_day(text, form);
  const auto clock = day ? read_clock(text) : std::nullopt;
  if (!clock || !clock->is_whole) return std::nullopt;
  return moment_in(zone, *day, *clock);
}

std::optional<std::int64_t> read_period(std::string_view text, PeriodUnit unit,
                                        const Calendar& calendar) {
  std::optional<Period> period = parse_period(text, calendar);
  const auto meant = period ? std::nullopt : period_meant(text);
  if (meant) period = parse_period(*meant, calendar);
  if (!period || period->unit != unit) return std::nullopt;
  const DateRange days = days_of(*period, calendar);
  const Period own = period_containing(days.first, unit, true, calendar);
  if (days_of(own, calendar) != days) return std::nullopt;
  return own.ordinal;
}

std::optional<std::int64_t> number_in_year(std::string_view text, PeriodUnit unit) {
  const std::string plain = to_nfkc(trim(text));
  const bool bare = plain.find_first_not_of("0123456789") == std::string::npos;
  const char* const letter = unit == PeriodUnit::Quarter ? "Q" : "H";
  std::string written = bare && unit != PeriodUnit::Month ? letter + plain : plain;
  const Calendar calendar;
  const auto ordinal = read_period("2000 " + written, unit, calendar);
  const auto first = parse_period(unit == PeriodUnit::Month     ? "2000-01"
                                  : unit == PeriodUnit::Quarter ? "2000-Q1"
                                                                : "2000-H1",
                                  calendar);
  if (!ordinal || !first || plain.find("2000") != std::string::npos) return std::nullopt;
  return *ordinal - first->ordinal + 1;
}

}  // namespace kpi::table
