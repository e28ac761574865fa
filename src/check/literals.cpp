#include "check/expressions.hpp"
#include "diag/period_words.hpp"

namespace kpi::check {
namespace {

Type constant_type(Kind kind) {
  Type type;
  type.kind = kind;
  return type;
}

/// The quantity a unit word stands for; weeks, quarters and years are counted in days or months.
struct Measured {
  Quantity quantity;
  Rational factor;
};
Measured measure(ast::NumberUnit unit) {
  switch (unit) {
    case ast::NumberUnit::None: return {Quantity::Number, 1};
    case ast::NumberUnit::Percent: return {Quantity::Ratio, Rational::fraction(1, 100)};
    case ast::NumberUnit::PercentagePoints:
      return {Quantity::PercentagePoints, Rational::fraction(1, 100)};
    case ast::NumberUnit::Points: return {Quantity::Points, 1};
    case ast::NumberUnit::Currency: return {Quantity::Money, 1};
    case ast::NumberUnit::Days: return {Quantity::Days, 1};
    case ast::NumberUnit::Hours: return {Quantity::Hours, 1};
    case ast::NumberUnit::Weeks: return {Quantity::Days, 7};
    case ast::NumberUnit::Months: return {Quantity::Months, 1};
    case ast::NumberUnit::Quarters: return {Quantity::Months, 3};
    case ast::NumberUnit::Halves: return {Quantity::Months, 6};
    case ast::NumberUnit::Years: return {Quantity::Months, 12};
  }
  return {Quantity::Number, 1};
}

bool is_currency_code(const std::string& text) {
  if (text.size() != 3) return false;
  for (const char c : text) {
    if (c < 'A' || c > 'Z') return false;
  }
  return true;
}

ProgramExprId number(Checker& checker, Span span, const ast::NumberLiteral& literal) {
  const Measured measured = measure(literal.unit);
  Type type = constant_type(Kind::Number);
  type.unit.quantity = measured.quantity;
  if (measured.quantity == Quantity::Money) {
    if (!is_currency_code(literal.currency)) {
      checker.diagnostics.report(Code::bad_currency, span, {{"text", literal.currency}});
      return checker.error(span);
    }
    type.unit.currency = Currency(literal.currency);
  }
  const Rational value = literal.value * measured.factor;
  type.scale = decimal_digits(value.is_zero() ? Rational(1) : abs(value)).value_or(0);
  if (type.scale > 18) {
    checker.diagnostics.report(Code::constant_out_of_digits, span,
                               {{"text", *exact_decimal_string(literal.value)}});
    return checker.error(span);
  }
  return make_constant(checker, span, value, type);
}

ProgramExprId period(Checker& checker, Span span, const std::string& text) {
  const auto parsed = parse_period(text, checker.program.calendar);
  if (!parsed) {
    report_no_period(checker.diagnostics, span, text);
    return checker.error(span);
  }
  Type type = constant_type(Kind::Period);
  type.period_unit = parsed->unit;
  const Period counted = as_counted(*parsed, checker.program.calendar);
  if (parsed->unit >= PeriodUnit::Quarter && !counted.fiscal &&
      checker.program.calendar.fiscal_start_month != 1) {
    checker.diagnostics.report(Code::period_not_counted, span, {{"text", text}});
    return checker.error(span);
  }
  return make_constant(checker, span, Rational(counted.ordinal), type);  // as columns store it
}

}  // namespace

ProgramExprId check_literal(Checker& checker, const Env&, const ast::Expr& expr) {
  if (const auto* literal = std::get_if<ast::NumberLiteral>(&expr.node)) {
    return number(checker, expr.span, *literal);
  }
  if (const auto* literal = std::get_if<ast::TextExpr>(&expr.node)) {
    return make_constant(checker, expr.span, literal->text, constant_type(Kind::Text));
  }
  if (const auto* literal = std::get_if<ast::DateLiteral>(&expr.node)) {
    return make_constant(checker, expr.span, literal->date, constant_type(Kind::Date));
  }
  if (const auto* literal = std::get_if<ast::BoolLiteral>(&expr.node)) {
    return make_constant(checker, expr.span, Value::boolean(literal->value),
                         constant_type(Kind::Bool));
  }
  if (const auto* literal = std::get_if<ast::PeriodLiteral>(&expr.node)) {
    return period(checker, expr.span, literal->text);
  }
  return checker.error(expr.span);
}

}  // namespace kpi::check
