#include "check/units.hpp"

namespace kpi::check {
namespace {

Unit without_denominator(Unit unit) {
  unit.per.reset();
  unit.per_currency = {};
  return unit;
}

bool denominator_is(const Unit& quotient, const Unit& unit) {
  return quotient.per && !unit.per && *quotient.per == unit.quantity &&
         quotient.per_currency == unit.currency;
}

bool is_factor(const Unit& unit) {
  return is_plain(unit, Quantity::Number) || is_plain(unit, Quantity::Ratio);
}

}  // namespace

std::optional<Unit> product(const Unit& a, const Unit& b) {
  if (is_plain(a, Quantity::Number)) return b;
  if (is_plain(b, Quantity::Number)) return a;
  if (is_factor(a)) return b;
  if (is_factor(b)) return a;
  if (denominator_is(a, b)) return without_denominator(a);
  if (denominator_is(b, a)) return without_denominator(b);
  // a price times how many is money; how many times how many is a count
  if (is_plain(a, Quantity::Count)) return b;
  if (is_plain(b, Quantity::Count)) return a;
  return std::nullopt;
}

std::optional<Unit> quotient(const Unit& a, const Unit& b) {
  if (is_plain(b, Quantity::Number)) return a;
  if (a == b) {
    Unit ratio;
    ratio.quantity = Quantity::Ratio;
    return ratio;
  }
  if (is_plain(b, Quantity::Ratio)) return a;
  if (a.quantity == Quantity::Money && b.quantity == Quantity::Money && !a.per && !b.per) {
    return std::nullopt;  // two currencies need `convert`
  }
  if (a.per || b.per) return std::nullopt;
  Unit unit = a;
  unit.per = b.quantity;
  unit.per_currency = b.currency;
  return unit;
}

std::optional<Unit> sum(const Unit& a, const Unit& b) {
  if (a == b) return a;
  if (is_plain(a, Quantity::Ratio) && is_plain(b, Quantity::PercentagePoints)) return a;
  if (is_plain(a, Quantity::PercentagePoints) && is_plain(b, Quantity::Ratio)) return b;
  return std::nullopt;
}

Argument unit_argument(const char* name, const Unit& unit) {
  if (unit.per) return {name, to_string(unit)};
  switch (unit.quantity) {
    case Quantity::Number: return {name, Text::unit_name_number};
    case Quantity::Ratio: return {name, Text::unit_name_ratio};
    case Quantity::PercentagePoints: return {name, Text::unit_name_pp};
    case Quantity::Points: return {name, Text::unit_name_points};
    case Quantity::Count: return {name, Text::unit_name_count};
    case Quantity::Days: return {name, Text::unit_name_days};
    case Quantity::Hours: return {name, Text::unit_name_hours};
    case Quantity::Months: return {name, Text::unit_name_months};
    case Quantity::Money: break;
  }
  if (unit.currency.varies()) return {name, Text::unit_name_money_of_rows};
  return {name, to_string(unit)};
}

void offer_conversion(const Unit& a, const Unit& b, Diagnostic& diagnostic) {
  const bool both = is_plain(a, Quantity::Money) && is_plain(b, Quantity::Money);
  if (!both || a.currency.varies() || b.currency.varies()) return;
  diagnostic.hint(Text::convert_first, {{"currency", std::string(a.currency.text())},
                                        {"other", std::string(b.currency.text())}});
}

}  // namespace kpi::check
