// Why a text is not a number: what stands in it that a number does not have.

#include <algorithm>
#include <array>

#include "base/rational.hpp"
#include "base/text.hpp"
#include "table/cell_faults.hpp"
#include "table/cell_values.hpp"

namespace kpi::table {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

template <std::size_t N>
bool holds_any(std::string_view text, const std::array<std::string_view, N>& parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view part) { return holds(text, part); });
}

template <std::size_t N>
using Signs = std::array<std::string_view, N>;

/// Signs that cut a number into groups of three, comma excepted; the last three are spaces.
constexpr Signs<8> kGroupSigns = {"，", "'", "’", "_", " ", "\u00A0", "\u2009", "\u202F"};
constexpr Signs<6> kCurrencySigns = {"$", "¥", "￥", "€", "£", "元"};
constexpr Signs<4> kMinusSigns = {"−", "–", "—", "－"};
constexpr Signs<3> kPercentSigns = {"%", "％", "‰"};
constexpr Signs<2> kMultiples = {"万", "亿"};
constexpr Signs<14> kMissingMarks = {"-",    "--", "—",    "–",   "/",   "?",  "n/a",
                                     "#n/a", "na", "null", "nan", "nil", "无", "空"};

/// `1,234` or `-1,234,567.50`: one to three digits, then groups of three.
bool has_comma_groups(std::string_view text) {
  text = text.substr(0, text.find('.'));
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  std::size_t comma = text.find(',');
  if (comma == 0 || comma > 3) return false;
  while (comma != std::string_view::npos) {
    text.remove_prefix(comma + 1);
    comma = text.find(',');
    if (std::min(comma, text.size()) != 3) return false;
  }
  return true;
}

bool has_exponent(std::string_view text) {
  const std::size_t e = text.find_first_of("eE");
  if (e == std::string_view::npos || e == 0 || e + 1 == text.size()) return false;
  const bool after = is_digit(text[e + 1]) || text[e + 1] == '+' || text[e + 1] == '-';
  return after && is_digit(text[e - 1]) && is_digit(text.back());
}

bool marks_missing(std::string_view text) {
  const std::string lower = ascii_lower(text);
  return std::find(kMissingMarks.begin(), kMissingMarks.end(), lower) != kMissingMarks.end();
}

Text what_is_odd(std::string_view text) {
  const bool any_digit = std::any_of(text.begin(), text.end(), is_digit);
  if (marks_missing(text)) return Text::data_odd_missing_mark;
  if (to_nfkc(text) != text && !any_digit) return Text::data_odd_full_width;
  if (!any_digit) return Text::data_odd_no_digits;
  if (holds_any(text, kCurrencySigns)) return Text::data_odd_currency;
  if (holds_any(text, kPercentSigns) && !holds(text, ",")) return Text::data_odd_percent;
  if (holds_any(text, kMultiples)) return Text::data_odd_multiple;
  if (text.front() == '(' && text.back() == ')') return Text::data_odd_brackets;
  if (has_exponent(text)) return Text::data_odd_exponent;
  if (std::any_of(text.begin(), text.end(), is_letter)) return Text::data_odd_letters;
  if (has_comma_groups(text)) return Text::data_odd_groups;
  if (holds(text, ",")) return Text::data_odd_comma;
  if (holds_any(text, kMinusSigns)) return Text::data_odd_minus;
  if (text.back() == '-') return Text::data_odd_minus;
  if (holds_any(text, kGroupSigns)) return Text::data_odd_groups;
  if (to_nfkc(text) != text) return Text::data_odd_full_width;
  return Text::data_odd_other;
}

void replace_all(std::string& text, std::string_view part, std::string_view by) {
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at)) {
    text.replace(at, part.size(), by);
    at += by.size();
  }
}

/// The number that was most likely meant, as it should be written; nothing if that is a guess.
std::optional<std::string> plain_form(std::string_view text, int scale) {
  std::string plain = to_nfkc(text);
  if (plain.size() > 2 && plain.front() == '(' && plain.back() == ')') {
    plain = "-" + plain.substr(1, plain.size() - 2);
  }
  for (const std::string_view minus : kMinusSigns)
    replace_all(plain, minus, "-");
  for (const std::string_view sign : kCurrencySigns)
    replace_all(plain, sign, "");
  for (const std::string_view sign : kGroupSigns)
    replace_all(plain, sign, "");
  if (holds(plain, ",") && !has_comma_groups(plain)) return std::nullopt;
  replace_all(plain, ",", "");
  std::int64_t mantissa = 0;
  if (read_decimal(plain, scale, 0, mantissa) != NumberFault::None) return std::nullopt;
  return plain;
}

Diagnostic not_a_number(std::string_view text, const Column& column) {
  Diagnostic diagnostic = make_diagnostic(
      Code::bad_number, {{"value", quoted_value(text)}, {"what", what_is_odd(text)}});
  diagnostic.note(Text::data_number_form);
  if (marks_missing(text)) {
    diagnostic.hint(column.optional ? Text::data_leave_optional_empty : Text::data_leave_empty);
  } else if (const auto plain = plain_form(text, column.type.scale)) {
    diagnostic.hint(Text::write_instead, {{"text", *plain}});
  }
  return diagnostic;
}

std::string step_text(int decimals) {
  return to_decimal_string(power_of_ten(-decimals), decimals);
}

/// The word that declares a column of this unit.
std::string_view type_word(const Unit& unit) {
  switch (unit.quantity) {
    case Quantity::Money: return "money";
    case Quantity::Ratio: return "ratio";
    case Quantity::Points: return "points";
    case Quantity::Number:
    case Quantity::PercentagePoints:
    case Quantity::Count:
    case Quantity::Days:
    case Quantity::Hours:
    case Quantity::Months: return "number";
  }
  return "number";
}

Diagnostic too_many_decimals(std::string_view text, const RatioText& parts, const Column& column) {
  const std::string_view number = parts.number;
  const std::size_t last = number.find_last_not_of('0');  // a digit that is lost, or the point
  const auto point = static_cast<int>(number.find('.'));
  const bool has_point = number.find('.') != std::string_view::npos;
  const int decimals = (has_point ? static_cast<int>(last) - point : 0) + parts.shift;
  Diagnostic diagnostic =
      make_diagnostic(Code::too_many_decimals,
                      {{"value", quoted_value(text)}, {"step", step_text(column.type.scale)}});
  diagnostic.note(Text::data_never_rounded);
  if (column.storage == Storage::Decimal && decimals > 0 && decimals <= kMaxDigits) {
    // the step of a ratio is written in percent, as its values are
    const bool ratio = is_ratio(column);
    const std::string type =
        std::string(type_word(column.type.unit)) + (column.in_percent ? " in percent" : "");
    const std::string step =
        ratio ? step_text(std::max(decimals - 2, 0)) + '%' : step_text(decimals);
    diagnostic.hint(Text::data_declare_step,
                    {{"column", column.name}, {"type", type}, {"step", step}});
  }
  return diagnostic;
}

Diagnostic unclear_ratio(std::string_view text, const Column& column) {
  Diagnostic diagnostic = make_diagnostic(Code::unclear_ratio, {{"value", quoted_value(text)}});
  diagnostic.note(Text::data_ratio_form);
  diagnostic.hint(Text::data_declare_in_percent, {{"column", column.name}});
  return diagnostic;
}

}  // namespace

Diagnostic explain_number(std::string_view text, const Column& column) {
  const RatioText parts =
      is_ratio(column) ? split_percent(text, column.in_percent) : RatioText{text, 0};
  std::int64_t mantissa = 0;
  switch (read_decimal(parts.number, column.type.scale, parts.shift, mantissa)) {
    case NumberFault::NotANumber: return not_a_number(text, column);
    case NumberFault::TooManyDecimals: return too_many_decimals(text, parts, column);
    case NumberFault::TooManyDigits: {
      Diagnostic diagnostic =
          make_diagnostic(Code::too_many_digits, {{"value", quoted_value(text)}});
      diagnostic.note(Text::data_digit_limit,
                      {{"count", kMaxDigits}, {"decimals", column.type.scale}});
      return diagnostic;
    }
    case NumberFault::None: break;
  }
  return unclear_ratio(text, column);
}

}  // namespace kpi::table
