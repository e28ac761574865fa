// Why a text is not a day.

#include <algorithm>

#include "base/day_form.hpp"
#include "base/digits.hpp"
#include "base/text.hpp"
#include "table/cell_faults.hpp"
#include "table/cell_values.hpp"

namespace kpi::table {
namespace {

struct DateParts {
  int year = 0;
  int month = 0;
  int day = 0;
};

/// Year, month and day with one of the separators between them (`2025/1/2`, `2025.01.02`,
/// `2025年1月2日`), or eight digits.
std::optional<DateParts> read_parts(std::string_view text) {
  std::vector<int> numbers;
  std::size_t at = 0;
  while (at < text.size() && numbers.size() < 3) {
    const std::size_t end = std::min(text.find_first_not_of("0123456789", at), text.size());
    const std::optional<int> number = number_of_digits(text.substr(at, end - at));
    if (!number) return std::nullopt;
    if (numbers.empty() && end - at == 8) {
      return DateParts{*number / 10000, *number / 100 % 100, *number % 100};
    }
    if (numbers.empty() && end - at != 4) return std::nullopt;
    numbers.push_back(*number);
    at = std::min(text.find_first_of("0123456789", end), text.size());
    if (at - end > 3) return std::nullopt;
  }
  if (numbers.size() != 3 || at != text.size()) return std::nullopt;
  return DateParts{numbers[0], numbers[1], numbers[2]};
}

Diagnostic no_such_day(std::string_view text, const DateParts& parts) {
  Diagnostic diagnostic = make_diagnostic(Code::no_such_day, {{"value", quoted_value(text)}});
  if (parts.month < 1 || parts.month > 12) {
    diagnostic.note(Text::data_months_of_year);
  } else if (parts.year >= 1) {
    const int days = days_in_month(parts.year, parts.month);
    diagnostic.note(Text::data_month_length,
                    {{"month", quoted_value(text.substr(0, 7))}, {"count", days}});
  }
  return diagnostic;
}

/// `T12:30…` or ` 12:30…`
bool begins_like_a_time(std::string_view text) {
  return text.size() > 1 && (text[0] == 'T' || text[0] == ' ') && text[1] >= '0' && text[1] <= '9';
}

}  // namespace

namespace {

/// `Z`, `+08:00`, `-0500` at the end of a time of day.
bool has_zone(std::string_view clock) {
  return clock.find_first_of("Zz+") != std::string_view::npos ||
         clock.find('-') != std::string_view::npos;
}

}  // namespace

namespace {

/// What the column's cells look like, and with which other form the text would be a day.
void say_form(std::string_view text, const Column& column, Diagnostic& diagnostic) {
  const bool moments = column.storage == Storage::Moment;
  const Text type = moments ? Text::type_datetime : Text::type_date;
  if (column.form.day.empty()) {
    diagnostic.note(Text::data_date_form);
  } else {
    diagnostic.note(Text::data_form_declared, {{"form", column.form.day}});
  }
  for (const char* form :
       {"m/d/y", "d/m/y", "m-d-y", "d-m-y", "d.m.y", "d-mon-y", "d mon y", "mon d, y", "mon d y",
        "d/mon/y", "m/d/yy", "d/m/yy", "d.m.yy", "d-mon-yy", "yy/m/d", "yy-m-d"}) {
    std::string_view rest = text;
    const auto day = take_day(form, rest);
    if (!day || (!rest.empty() && !begins_like_a_time(rest))) continue;
    diagnostic.hint(Text::data_declare_form, {{"meaning", to_string(*day)},
                                              {"column", column.name},
                                              {"type", type},
                                              {"form", form},
                                              {"from", from_header(column)}});
  }
  offer_none(text, type, column, diagnostic);
}

}  // namespace

namespace {

/// What keeps a time with a zone from having a day here.
void say_zone(std::string_view zone, Diagnostic& diagnostic) {
  if (zone.empty()) {
    diagnostic.hint(Text::data_say_timezone);
  } else {
    diagnostic.hint(Text::data_zone_not_fixed, {{"zone", std::string(zone)}});
  }
}

}  // namespace

Diagnostic explain_moment(std::string_view text, const Column& column, std::string_view zone) {
  constexpr std::size_t kDaySize = 10;
  const std::string_view head = text.substr(0, kDaySize);
  const std::string_view clock = text.size() > kDaySize ? text.substr(kDaySize) : "";
  const bool iso = head.size() == kDaySize && head[4] == '-' && head[7] == '-';
  const std::optional<DateParts> parts = iso ? read_parts(head) : std::nullopt;
  if (parts && !parse_date(head)) return no_such_day(text, *parts);
  Diagnostic diagnostic = make_diagnostic(Code::bad_moment, {{"value", quoted_value(text)}});
  if (parts && clock.empty()) {
    diagnostic.note(Text::data_moment_needs_time);
  } else if (parts && begins_like_a_time(clock) && has_zone(clock)) {
    if (clock.find('.') != std::string_view::npos) {
      diagnostic.note(Text::data_moment_whole_seconds);
    }
    if (!read_moment(text, column.form.day, "+00:00")) {
      diagnostic.note(Text::data_moment_form);
    } else {
      say_zone(zone, diagnostic);
    }
  } else if (parts && begins_like_a_time(clock) && clock.find('.') != std::string_view::npos) {
    diagnostic.note(Text::data_moment_whole_seconds);
  } else {
    diagnostic.note(Text::data_moment_form);
    if (!parts) say_form(text, column, diagnostic);
  }
  return diagnostic;
}

Diagnostic explain_day(std::string_view text, const Column& column, std::string_view zone) {
  constexpr std::size_t kDaySize = 10;
  std::string_view behind = text;
  if (take_written_day(behind, column.form.day) && begins_like_a_time(behind)) {
    Diagnostic diagnostic = make_diagnostic(Code::time_of_day, {{"value", quoted_value(text)}});
    if (has_zone(behind) && read_day(text, column.form.day, "+00:00")) {
      say_zone(zone, diagnostic);
    } else {
      diagnostic.note(Text::data_midnight_only);
    }
    return diagnostic;
  }
  const std::string_view head = text.substr(0, kDaySize);
  const bool iso = head.size() == kDaySize && head[4] == '-' && head[7] == '-';
  const std::optional<DateParts> parts = read_parts(iso ? head : text);
  if (parts && !from_civil(parts->year, parts->month, parts->day)) {
    return no_such_day(text, *parts);
  }
  Diagnostic diagnostic = make_diagnostic(Code::bad_date, {{"value", quoted_value(text)}});
  say_form(text, column, diagnostic);
  const std::optional<int> serial = number_of_digits(text);
  if (text.size() == 5 && serial) diagnostic.note(Text::data_serial_day);
  return diagnostic;
}

}  // namespace kpi::table
