#include "base/day_form.hpp"

#include <algorithm>
#include <array>

#include "base/digits.hpp"
#include "base/text.hpp"

namespace kpi {
namespace {

constexpr std::string_view kMonthName = "mon";
constexpr std::string_view kShortYear = "yy";
constexpr int kCentury = 2000;  // of a short year
constexpr std::array<std::string_view, 12> kMonths = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};

bool is_ascii_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_ascii_digit(char c) {
  return c >= '0' && c <= '9';
}

std::optional<int> take_digits(std::string_view& text, std::size_t least, std::size_t most) {
  std::size_t count = 0;
  while (count < std::min(most, text.size()) && is_ascii_digit(text[count]))
    ++count;
  if (count < least) return std::nullopt;
  const auto number = number_of_digits(text.substr(0, count));
  text.remove_prefix(count);
  return number;
}

/// `Mar`, `MARCH`: 3.
std::optional<int> take_month_name(std::string_view& text) {
  std::size_t size = 0;
  while (size < text.size() && is_ascii_letter(text[size]))
    ++size;
  const auto month = month_named(ascii_lower(text.substr(0, size)));
  if (month) text.remove_prefix(size);
  return month;
}

/// One part of a form, or the sign between two.
struct Part {
  std::string_view text;
  bool is_sign = false;
  bool touches = false;  // another part stands right before or behind it
};

/// The part at the begin of the form, which moves behind it.
Part take_part(std::string_view& form, bool after_part) {
  const std::size_t size = form.starts_with(kMonthName)   ? kMonthName.size()
                           : form.starts_with(kShortYear) ? kShortYear.size()
                                                          : 1;
  Part part{form.substr(0, size)};
  part.is_sign = !is_ascii_letter(form[0]);
  form.remove_prefix(size);
  part.touches = after_part || (!form.empty() && is_ascii_letter(form[0]));
  return part;
}

std::optional<int> take_number(const Part& part, std::string_view& text) {
  if (part.text == kMonthName) return take_month_name(text);
  if (part.text == "y") return take_digits(text, 4, 4);
  if (part.text == kShortYear) {
    const auto year = take_digits(text, 2, 2);
    return year ? std::optional(kCentury + *year) : std::nullopt;
  }
  return take_digits(text, part.touches ? 2 : 1, 2);
}

}  // namespace

bool is_day_form(std::string_view form) {
  int years = 0, months = 0, days = 0;
  bool after_part = false;
  while (!form.empty()) {
    const Part part = take_part(form, after_part);
    after_part = !part.is_sign;
    if (part.is_sign && is_ascii_digit(part.text[0])) return false;
    if (part.is_sign) continue;
    const bool is_year = part.text == "y" || part.text == kShortYear;
    years += is_year ? 1 : 0;
    months += part.text == "m" || part.text == kMonthName ? 1 : 0;
    days += part.text == "d" ? 1 : 0;
    const bool known = is_year || part.text == kMonthName || part.text == "m" || part.text == "d";
    if (!known) return false;
  }
  return years == 1 && months == 1 && days == 1;
}

std::optional<Date> take_day(std::string_view form, std::string_view& text) {
  int year = 0, month = 0, day = 0;
  std::string_view rest = text;
  bool after_part = false;
  while (!form.empty()) {
    const Part part = take_part(form, after_part);
    after_part = !part.is_sign;
    if (part.is_sign) {
      if (!take_front(rest, part.text)) return std::nullopt;
      continue;
    }
    const auto number = take_number(part, rest);
    if (!number) return std::nullopt;
    int& place = part.text[0] == 'y' ? year : part.text == "d" ? day : month;
    place = *number;
  }
  const auto date = from_civil(year, month, day);
  if (date) text = rest;
  return date;
}

std::optional<Date> take_year_first(std::string_view& text) {
  constexpr std::array<std::string_view, 5> kForms = {"y-m-d", "y/m/d", "y.m.d", "ymd",
                                                      "y年m月d日"};
  for (const std::string_view form : kForms) {
    if (const auto day = take_day(form, text)) return day;
  }
  return std::nullopt;
}

std::optional<int> month_named(std::string_view word) {
  for (std::size_t month = 0; month < kMonths.size(); ++month) {
    const bool named = word == kMonths[month] || word == kMonths[month].substr(0, 3) ||
                       (word == "sept" && kMonths[month] == "september");
    if (named) return static_cast<int>(month) + 1;
  }
  return std::nullopt;
}

}  // namespace kpi
