#include "output/number.hpp"

#include <algorithm>

namespace kpi::output {
namespace {

constexpr int kUnpublishedDigits = 2;
constexpr int kPercentDigits = 2;  // a percent shows two digits fewer than the ratio has

bool in_percent(const Unit& unit) {
  return !unit.per &&
         (unit.quantity == Quantity::Ratio || unit.quantity == Quantity::PercentagePoints);
}

bool is_money(const Unit& unit) {
  return !unit.per && unit.quantity == Quantity::Money;
}

std::string group_thousands(const std::string& decimal) {
  const std::size_t begin = decimal.front() == '-' ? 1 : 0;
  const std::size_t point = std::min(decimal.find('.'), decimal.size());
  std::string out = decimal.substr(0, begin);
  for (std::size_t i = begin; i < point; ++i) {
    if (i > begin && (point - i) % 3 == 0) out += ',';
    out += decimal[i];
  }
  return out + decimal.substr(point);
}

/// Digits after the point of the step, as this unit is shown; nothing if the step has no end.
std::optional<int> step_digits(const std::optional<RoundSpec>& published, bool percent) {
  if (!published) return std::nullopt;
  const std::optional<int> digits = decimal_digits(published->step);
  if (!digits || !percent) return digits;
  return std::max(0, *digits - kPercentDigits);
}

/// The number with exactly these digits, or with `≈` where it has more.
std::string digits_text(const Rational& number, int digits) {
  const std::optional<int> needed = decimal_digits(number);
  const bool whole = needed && *needed <= digits;
  return (whole ? "" : "≈") + group_thousands(to_decimal_string(number, digits));
}

std::string decimal_text(const Rational& number, const Unit& unit, std::optional<int> step) {
  if (step) return digits_text(number, *step);
  const std::optional<int> needed = decimal_digits(number);
  const bool pad = is_money(unit) || !needed || *needed > kUnpublishedDigits;
  return digits_text(number, pad ? kUnpublishedDigits : *needed);
}

std::string with_sign(const std::string& number, const Unit& unit, const Words& words) {
  if (!in_percent(unit)) return number;
  return unit.quantity == Quantity::Ratio ? number + '%'
                                          : words(Text::unit_pp, {{"number", number}});
}

}  // namespace

std::string shown_number(const Rational& number, const Unit& unit,
                         const std::optional<RoundSpec>& published, const Words& words) {
  const bool percent = in_percent(unit);
  const Rational scaled = percent ? number * power_of_ten(kPercentDigits) : number;
  return with_sign(decimal_text(scaled, unit, step_digits(published, percent)), unit, words);
}

std::string plain_number(const Rational& number, const std::optional<RoundSpec>& published) {
  const std::optional<int> needed = decimal_digits(number);
  const std::optional<int> step = step_digits(published, false);
  if (!needed) return to_decimal_string(number, kPlainDigits);
  const int least = step.value_or(0);
  return to_decimal_string(number, std::min(kPlainDigits, std::max(least, *needed)));
}

bool plain_is_exact(const Rational& number) {
  const std::optional<int> needed = decimal_digits(number);
  return needed && *needed <= kPlainDigits;
}

std::string shown_value(const Value& value, const Type& type,
                        const std::optional<RoundSpec>& published, const Words& words) {
  if (value.is_none()) return "— " + reason_name(value.reason(), words);
  if (value.is_number()) return shown_number(value.number(), type.unit, published, words);
  if (value.is_bool()) return words(value.truth() ? Text::out_yes : Text::out_no);
  if (value.is_date()) return to_string(value.date());
  if (value.is_datetime()) return to_string(value.datetime());
  return value.text();
}

std::string shown(const score::Quantity& quantity, const Words& words) {
  return shown_value(quantity.value, quantity.type, quantity.published, words);
}

std::string with_unit(const std::string& number, const Unit& unit, const Words& words) {
  if (unit.per) return number + ' ' + to_string(unit);
  switch (unit.quantity) {
    case Quantity::Money:
      return unit.currency.present() ? number + ' ' + std::string(unit.currency.text()) : number;
    case Quantity::Days: return words(Text::unit_days, {{"number", number}});
    case Quantity::Hours: return words(Text::unit_hours, {{"number", number}});
    case Quantity::Months: return words(Text::unit_months, {{"number", number}});
    case Quantity::Points: return words(Text::unit_points, {{"number", number}});
    case Quantity::Number:
    case Quantity::Ratio:
    case Quantity::PercentagePoints:
    case Quantity::Count: return number;
  }
  return number;
}

std::string shown_with_unit(const score::Quantity& quantity, const Words& words) {
  const std::string text = shown(quantity, words);
  return quantity.value.is_number() ? with_unit(text, quantity.type.unit, words) : text;
}

std::string shown_share(const Rational& share) {
  return decimal_text(share * power_of_ten(kPercentDigits), Unit(), std::nullopt) + '%';
}

}  // namespace kpi::output
