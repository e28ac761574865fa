#include "io/cell_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/calendar.hpp"
#include "base/text.hpp"

namespace kpi::io {
namespace {

constexpr double kDaysUpTo9999 = 2'958'466;  // below it every number is a day
constexpr double kDaysUpTo1904 = 1462;
constexpr std::int64_t kMillisecondsPerDay = std::int64_t{kSecondsPerDay} * 1000;

std::string two_digits(std::int64_t number) {
  return {static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
}

std::string clock_text(std::int64_t seconds) {
  return two_digits(seconds / kSecondsPerHour) + ':' + two_digits(seconds % kSecondsPerHour / 60) +
         ':' + two_digits(seconds % 60);
}

/// The day of that number. The first days of 1900 have numbers one lower than they should, because
/// Lotus 1-2-3 knew a 29th of February 1900 and Excel does as it did.
std::string day_text(std::int64_t number, DayCount days) {
  constexpr std::int64_t kDayThatNeverWas = 60;
  if (days == DayCount::Since1900 && number == kDayThatNeverWas) return "1900-02-29";
  const bool before = days == DayCount::Since1900 && number < kDayThatNeverWas;
  const Date origin = days == DayCount::Since1904 ? *from_civil(1904, 1, 1)
                                                  : *from_civil(1899, 12, before ? 31 : 30);
  return to_string(Date{origin.days + static_cast<std::int32_t>(number)});
}

std::string decimal_text(double number) {
  std::array<char, 400> digits{};  // the largest has 309, the smallest 324 behind its point
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(),
                                 number == 0 ? 0.0 : number, std::chars_format::fixed);
  return {digits.data(), end.ptr};
}

/// A hundred times the decimal: its point two places on.
std::string percent_text(const std::string& decimal) {
  const std::size_t point = decimal.find('.');
  std::string whole = decimal.substr(0, point);
  std::string rest = point == std::string::npos ? std::string() : decimal.substr(point + 1);
  rest.resize(std::max<std::size_t>(rest.size(), 2), '0');
  whole += rest.substr(0, 2);
  rest.erase(0, 2);
  const std::size_t sign = whole[0] == '-' ? 1 : 0;
  const std::size_t zeros = whole.find_first_not_of('0', sign);
  whole.erase(sign, std::min(zeros, whole.size() - 1) - sign);
  return (rest.empty() ? whole : whole + '.' + rest) + '%';
}

/// Hours may be any number: `36:00:00`.
std::string elapsed_text(double number) {
  const auto milliseconds =
      static_cast<std::int64_t>(std::llround(number * static_cast<double>(kMillisecondsPerDay)));
  const std::int64_t seconds = milliseconds / 1000;
  const std::int64_t hours = seconds / kSecondsPerHour;
  const std::string clock = clock_text(seconds % kSecondsPerHour);
  return (hours < 10 ? two_digits(hours) : std::to_string(hours)) + clock.substr(2);
}

/// Excel's times are parts of a day in binary: a thousandth of a second more or less is none.
std::string moment_text(double number, ShownAs form, DayCount days) {
  const auto milliseconds =
      static_cast<std::int64_t>(std::llround(number * static_cast<double>(kMillisecondsPerDay)));
  const std::int64_t day = milliseconds / kMillisecondsPerDay;
  const std::int64_t seconds = milliseconds % kMillisecondsPerDay / 1000;
  if (form == ShownAs::Moment && number < 1) return clock_text(seconds);
  if (form == ShownAs::Day && seconds == 0) return day_text(day, days);
  return day_text(day, days) + ' ' + clock_text(seconds);
}

/// The letters of a number format that mean something: none in quotation marks, in brackets (those
/// of an elapsed time apart) or behind a sign that takes the next one as it is.
std::string letters_of(std::string_view code) {
  std::string letters;
  for (std::size_t at = 0; at < code.size() && code[at] != ';'; ++at) {
    const char c = code[at];
    if (c == '"' || c == '[') {
      const std::size_t end = std::min(code.find(c == '"' ? '"' : ']', at + 1), code.size());
      const std::string_view inside = code.substr(at + 1, end - at - 1);
      const bool elapsed = c == '[' && inside.find_first_not_of("hHmMsS") == inside.npos;
      if (elapsed) letters += inside;
      at = end;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++at;
    } else {
      letters += c;
    }
  }
  return letters;
}

}  // namespace

ShownAs form_of_code(std::string_view code) {
  const std::string letters = ascii_lower(letters_of(code));
  const bool elapsed = code.find("[h") != std::string::npos || code.find("[H") != std::string::npos;
  const bool dated = letters.find_first_of("yd") != std::string::npos;
  if (elapsed && !dated) return ShownAs::Elapsed;
  if (letters.find_first_of("hs") != std::string::npos) return ShownAs::Moment;
  if (letters.find_first_of("ymd") != std::string::npos) return ShownAs::Day;
  return letters.find('%') != std::string::npos ? ShownAs::Percent : ShownAs::Plain;
}

ShownAs form_of_id(unsigned id) {
  const auto among = [&](unsigned first, unsigned last) { return id >= first && id <= last; };
  if (among(9, 10)) return ShownAs::Percent;
  // times; those above 27 are of Chinese, Japanese and Korean versions
  constexpr unsigned kElapsed = 46;
  if (id == kElapsed) return ShownAs::Elapsed;
  if (among(18, 22) || among(32, 35) || among(45, 47) || among(55, 56)) return ShownAs::Moment;
  if (among(14, 17) || among(27, 36) || among(50, 58)) return ShownAs::Day;
  return ShownAs::Plain;
}

std::string cell_text(double number, ShownAs form, DayCount days) {
  const bool dated = form == ShownAs::Day || form == ShownAs::Moment;
  const double last = kDaysUpTo9999 - (days == DayCount::Since1904 ? kDaysUpTo1904 : 0);
  if (dated && number >= 0 && number < last) return moment_text(number, form, days);
  if (form == ShownAs::Elapsed && number >= 0 && number < last) return elapsed_text(number);
  const std::string decimal = decimal_text(number);
  return form == ShownAs::Percent ? percent_text(decimal) : decimal;
}

std::string cell_name(std::uint32_t row, std::uint32_t column) {
  std::string letters;
  for (; column > 0; column = (column - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (column - 1) % 26));
  return letters + std::to_string(row);
}

}  // namespace kpi::io
