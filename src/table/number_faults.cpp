// Why a text is not a number: what stands in it that a number does not have.

#include <algorithm>
#include <array>

#include "base/rational.hpp"
#include "base/text.hpp"
#include "table/cell_faults.hpp"
#include "table/cell_values.hpp"
#include "table/multiples.hpp"

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
constexpr Signs<3> kMultiples = {"万", "亿", "千"};

/// Codes, signs and words of currencies, longer ones first.
struct CurrencyWord {
  std::string_view word;
  const char* code;
};
constexpr CurrencyWord kCurrencyWords[] = {
    {"人民币", "CNY"}, {"美元", "USD"}, {"美金", "USD"}, {"欧元", "EUR"}, {"英镑", "GBP"},
    {"港元", "HKD"},   {"港币", "HKD"}, {"日元", "JPY"}, {"日圆", "JPY"}, {"US$", "USD"},
    {"HK$", "HKD"},    {"USD", "USD"},  {"EUR", "EUR"},  {"GBP", "GBP"},  {"CNY", "CNY"},
    {"RMB", "CNY"},    {"JPY", "JPY"},  {"HKD", "HKD"},  {"$", "USD"},    {"€", "EUR"},
    {"£", "GBP"},      {"元", "CNY"},   {"¥", "CNY"}};

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

/// The currency that a cell names beside its digits.
std::optional<std::string> currency_in(std::string_view text) {
  const std::string narrow = to_nfkc(text);
  std::string upper = narrow;
  for (char& c : upper)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  for (const CurrencyWord& known : kCurrencyWords) {
    if (holds(upper, known.word)) return known.code;
  }
  return std::nullopt;
}

/// The zeros of `10k`, `1.5 千`, which no cell may say by itself.
std::optional<int> zeros_said(std::string_view text) {
  struct Ending {
    std::string_view word;
    int zeros;
  };
  constexpr Ending kEndings[] = {{"k", 3}, {"千", 3}, {"千元", 3}, {"w", 4}, {"m", 6}, {"mn", 6}};
  const std::string lower = ascii_lower(trim(text));
  for (const Ending& ending : kEndings) {
    if (!lower.ends_with(ending.word)) continue;
    const std::string_view digits =
        trim(std::string_view(lower).substr(0, lower.size() - ending.word.size()));
    if (!digits.empty() && is_digit(digits.back())) return ending.zeros;
  }
  return std::nullopt;
}

bool names_multiple(std::string_view text) {
  return holds_any(text, kMultiples) || zeros_said(text);
}

Text what_is_odd(std::string_view text, const Column& column) {
  const bool any_digit = std::any_of(text.begin(), text.end(), is_digit);
  if (marks_missing(text)) return Text::data_odd_missing_mark;
  if (to_nfkc(text) != text && !any_digit) return Text::data_odd_full_width;
  if (!any_digit) return Text::data_odd_no_digits;
  if (column.form.zeros > 0 && names_multiple(text)) return Text::data_odd_scaled_twice;
  if (holds_any(text, kCurrencySigns) || currency_in(text)) return Text::data_odd_currency;
  if (holds_any(text, kPercentSigns) && !holds(text, ",")) return Text::data_odd_percent;
  if (names_multiple(text)) return Text::data_odd_multiple;
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

/// The word that declares a column of this unit.
Text type_word(const Unit& unit) {
  switch (unit.quantity) {
    case Quantity::Money: return Text::type_money;
    case Quantity::Ratio: return Text::type_ratio;
    case Quantity::Points: return Text::type_points;
    case Quantity::Count: return Text::type_count;
    case Quantity::Days: return Text::type_days;
    case Quantity::Hours: return Text::type_hours;
    case Quantity::Number:
    case Quantity::PercentagePoints:
    case Quantity::Months: return Text::type_number;
  }
  return Text::type_number;
}

std::string_view example_of(const CellForm& form) {
  for (const NumberForm& known : kNumberForms) {
    if (known.group == form.group && known.point == form.point) return known.example;
  }
  return {};
}

/// Each form under which the text is a number, with the number it would be.
void offer_forms(std::string_view text, const Column& column, Diagnostic& diagnostic) {
  std::vector<std::int64_t> offered;
  for (const NumberForm& form : kNumberForms) {
    Column written = column;
    written.form.group = form.group;
    written.form.point = form.point;
    std::int64_t mantissa = 0;
    if (read_number(text, written, mantissa) != NumberFault::None) continue;
    if (std::find(offered.begin(), offered.end(), mantissa) != offered.end()) continue;
    offered.push_back(mantissa);
    const Rational meaning = Rational(mantissa) * power_of_ten(-column.type.scale);
    diagnostic.hint(Text::data_declare_form,
                    {{"meaning", to_decimal_string(meaning, column.type.scale)},
                     {"column", column.name},
                     {"type", type_word(column.type.unit)},
                     {"form", form.example},
                     {"from", from_header(column)}});
  }
}

/// The cell or its column may say how many the digits are of, not both.
void explain_scaled_twice(const Column& column, Diagnostic& diagnostic) {
  const Text word = multiple_word(column.form.zeros);
  diagnostic.note(Text::data_column_scaled, {{"multiple", word}});
  diagnostic.hint(Text::data_drop_multiple, {{"multiple", word}});
}

void offer_multiple(std::string_view text, const Column& column, Diagnostic& diagnostic) {
  const auto zeros = zeros_said(text);
  if (!zeros || is_ratio(column)) return;
  diagnostic.hint(Text::data_write_digits, {{"column", column.name},
                                            {"type", type_word(column.type.unit)},
                                            {"multiple", multiple_word(*zeros)},
                                            {"from", from_header(column)}});
}

/// An amount in another currency than the column's.
void explain_currency(std::string_view text, const Column& column, Diagnostic& diagnostic) {
  const std::string own(column.type.unit.currency.text());
  const auto other = currency_in(text);
  diagnostic.note(Text::data_currency_of_column, {{"currency", own}});
  if (!other || *other == own) return;
  diagnostic.hint(Text::data_declare_currency,
                  {{"column", column.name}, {"other", *other}, {"from", from_header(column)}});
}

void explain_form(const Column& column, Diagnostic& diagnostic) {
  if (column.form.point == '.' && column.form.group != '.') {
    diagnostic.note(Text::data_number_form);
  } else {
    diagnostic.note(Text::data_form_declared, {{"form", example_of(column.form)}});
  }
}

Diagnostic not_a_number(std::string_view text, const Column& column) {
  const Text what = what_is_odd(text, column);
  Diagnostic diagnostic =
      make_diagnostic(Code::bad_number, {{"value", quoted_value(text)}, {"what", what}});
  const bool money = column.type.unit.quantity == Quantity::Money && !column.currency;
  if (what == Text::data_odd_scaled_twice) {
    explain_scaled_twice(column, diagnostic);
  } else if (what == Text::data_odd_currency && money) {
    explain_currency(text, column, diagnostic);
  } else {
    explain_form(column, diagnostic);
    offer_none(text, type_word(column.type.unit), column, diagnostic);
    offer_multiple(text, column, diagnostic);
    if (!marks_missing(text)) offer_forms(text, column, diagnostic);
  }
  return diagnostic;
}

std::string step_text(int decimals) {
  return to_decimal_string(power_of_ten(-decimals), decimals);
}

/// Counts and days have no decimals; with a step they are numbers.
Text word_with_step(const Column& column) {
  const Quantity quantity = column.type.unit.quantity;
  const bool whole =
      quantity == Quantity::Count || quantity == Quantity::Days || quantity == Quantity::Hours;
  if (column.in_percent) return Text::type_ratio_in_percent;
  return whole ? Text::type_number : type_word(column.type.unit);
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
    const std::string step =
        ratio ? step_text(std::max(decimals - 2, 0)) + '%' : step_text(decimals);
    diagnostic.hint(Text::data_declare_step, {{"column", column.name},
                                              {"type", word_with_step(column)},
                                              {"step", step},
                                              {"from", from_header(column)}});
  }
  return diagnostic;
}

Diagnostic unclear_ratio(std::string_view text, const Column& column) {
  Diagnostic diagnostic = make_diagnostic(Code::unclear_ratio, {{"value", quoted_value(text)}});
  diagnostic.note(Text::data_ratio_form);
  diagnostic.hint(Text::data_declare_in_percent,
                  {{"column", column.name}, {"from", from_header(column)}});
  return diagnostic;
}

}  // namespace

Diagnostic explain_number(std::string_view text, const Column& column) {
  const RatioText parts =
      is_ratio(column) ? split_percent(text, column.in_percent) : RatioText{text, 0};
  std::int64_t mantissa = 0;
  switch (read_number(text, column, mantissa)) {
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
