#include "table/cell_values.hpp"

#include "base/check.hpp"
#include "base/digits.hpp"
#include "base/text.hpp"

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

constexpr std::size_t kDaySize = 10;

/// Two digits below the limit, or nothing.
std::optional<int> below(std::string_view digits, int limit) {
  const std::optional<int> number = digits.size() == 2 ? number_of_digits(digits) : std::nullopt;
  return number && *number < limit ? number : std::nullopt;
}

/// The seconds of ` 14:05`, `T14:05:06` or ` 14:05:06.000` after a day.
std::optional<std::int64_t> read_clock(std::string_view text) {
  constexpr std::size_t kToMinutes = 6;
  constexpr std::size_t kToSeconds = 9;
  if (text.size() < kToMinutes || (text[0] != ' ' && text[0] != 'T')) return std::nullopt;
  const auto hour = below(text.substr(1, 2), 24);
  const auto minute = below(text.substr(4, 2), 60);
  if (!hour || !minute || text[3] != ':') return std::nullopt;
  std::int64_t seconds = *hour * kSecondsPerHour + *minute * 60;
  if (text.size() == kToMinutes) return seconds;
  const auto second = below(text.substr(kToMinutes + 1, 2), 60);
  if (!second || text[kToMinutes] != ':') return std::nullopt;
  seconds += *second;
  text.remove_prefix(kToSeconds);
  if (text.empty()) return seconds;
  const bool zeros =
      text.size() > 1 && text[0] == '.' && text.find_first_not_of('0', 1) == std::string_view::npos;
  return zeros ? std::optional<std::int64_t>(seconds) : std::nullopt;
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

std::optional<bool> read_truth(std::string_view text) {
  if (text == "1" || text == "是") return true;
  if (text == "0" || text == "否") return false;
  if (text.size() > 5) return std::nullopt;
  const std::string lower = ascii_lower(text);
  if (lower == "true" || lower == "yes") return true;
  if (lower == "false" || lower == "no") return false;
  return std::nullopt;
}

std::optional<Date> read_day(std::string_view text) {
  if (text.size() > kDaySize && read_clock(text.substr(kDaySize)) != 0) return std::nullopt;
  return parse_date(text.substr(0, kDaySize));
}

std::optional<DateTime> read_moment(std::string_view text) {
  if (text.size() <= kDaySize) return std::nullopt;
  const auto day = parse_date(text.substr(0, kDaySize));
  const auto seconds = read_clock(text.substr(kDaySize));
  if (!day || !seconds) return std::nullopt;
  return DateTime{day->days * kSecondsPerDay + *seconds};
}

std::optional<std::int64_t> read_period(std::string_view text, PeriodUnit unit,
                                        const Calendar& calendar) {
  const std::optional<Period> period = parse_period(text, calendar);
  if (!period || period->unit != unit) return std::nullopt;
  const DateRange days = days_of(*period, calendar);
  const Period own = period_containing(days.first, unit, true, calendar);
  if (days_of(own, calendar) != days) return std::nullopt;
  return own.ordinal;
}

}  // namespace kpi::table
