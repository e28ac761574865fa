#include "check/value_types.hpp"

#include "check/expressions.hpp"
#include "check/units.hpp"

namespace kpi::check {
namespace {

Type number_type(Quantity quantity) {
  Type type;
  type.kind = Kind::Number;
  type.unit = unit_of(quantity);
  return type;
}

Type kind_type(Kind kind) {
  Type type;
  type.kind = kind;
  return type;
}

Type money_type(Checker& checker, const ast::Type& type) {
  if (type.currency_column) {  // only rows have a currency of their own
    checker.diagnostics.report(Code::word_out_of_place, type.span, {{"word", "in"}});
    return {};
  }
  Type result = number_type(Quantity::Money);
  result.unit.currency =
      type.currency.size() == 3 ? Currency(type.currency) : checker.program.currency;
  if (result.unit.currency.present()) return result;
  report_currency_missing(checker, type.span);
  return {};
}

}  // namespace

Type value_type(Checker& checker, const ast::Type& type) {
  switch (type.kind) {
    case ast::TypeKind::Key:
    case ast::TypeKind::Text:
    case ast::TypeKind::OneOf: return kind_type(Kind::Text);
    case ast::TypeKind::Number: return number_type(Quantity::Number);
    case ast::TypeKind::Count: return number_type(Quantity::Count);
    case ast::TypeKind::Ratio: return number_type(Quantity::Ratio);
    case ast::TypeKind::Points: return number_type(Quantity::Points);
    case ast::TypeKind::Days: return number_type(Quantity::Days);
    case ast::TypeKind::Hours: return number_type(Quantity::Hours);
    case ast::TypeKind::Money: return money_type(checker, type);
    case ast::TypeKind::Bool: return kind_type(Kind::Bool);
    case ast::TypeKind::Date: return kind_type(Kind::Date);
    case ast::TypeKind::Link:
    case ast::TypeKind::Datetime:
    case ast::TypeKind::Period: break;
  }
  checker.diagnostics.report(Code::word_out_of_place, type.span, {{"word", "type"}});
  return {};
}

std::string constant_text(const Rational& value, const Unit& unit) {
  const bool percent = is_plain(unit, Quantity::Ratio);
  const Rational shown = percent ? value * Rational(100) : value;
  std::string text = exact_decimal_string(shown).value_or(to_fraction_string(shown));
  if (percent) return text + "%";
  if (is_plain(unit, Quantity::Money)) return text + " " + std::string(unit.currency.text());
  return text;
}

}  // namespace kpi::check
