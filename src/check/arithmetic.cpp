#include "check/expressions.hpp"
#include "check/units.hpp"
#include "check/value_types.hpp"

namespace kpi::check {
namespace {

struct Operands {
  ProgramExprId left, right;
  Span span;
};

bool is_percent_literal(const Checker& checker, const Env& env, ast::ExprId ast_id,
                        ProgramExprId id) {
  const auto* literal = std::get_if<ast::NumberLiteral>(&env.ast->exprs[ast_id].node);
  if (literal == nullptr || literal->unit != ast::NumberUnit::Percent) return false;
  const Rational& value = checker.expr(id).constant.number();
  return value != Rational(0) && value != Rational(1);
}

ProgramExprId report_unlike(Checker& checker, const Operands& o, Text operation) {
  const Type a = checker.type(o.left);
  const Type b = checker.type(o.right);
  Diagnostic& report =
      checker.diagnostics
          .report(Code::unlike_units, o.span,
                  {unit_argument("left", a.unit),
                   unit_argument("right", b.unit),
                   {"operation", operation}})
          .label(checker.expr(o.left).span, Text::this_is, {unit_argument("what", a.unit)})
          .label(checker.expr(o.right).span, Text::this_is, {unit_argument("what", b.unit)});
  offer_conversion(a.unit, b.unit, report);
  return checker.error(o.span);
}

ast::Binary swapped(ast::Binary node) {
  std::swap(node.left, node.right);
  return node;
}

/// `rate + 10%` means two things; `money - 10%` means a factor. Both must be written out.
bool percent_is_ambiguous(Checker& checker, const Env& env, const ast::Binary& node,
                          const Operands& o) {
  const auto written = [&](ProgramExprId id) {
    return checker.expr(id).op == Op::Constant && !checker.expr(id).param;
  };
  const bool on_left = node.op == ast::BinaryOp::Add && !written(o.right) &&
                       is_percent_literal(checker, env, node.left, o.left);
  if (on_left) return percent_is_ambiguous(checker, env, swapped(node), {o.right, o.left, o.span});
  if (!is_percent_literal(checker, env, node.right, o.right)) return false;
  const Type left = checker.type(o.left);
  if (written(o.left)) return false;
  const bool minus = node.op == ast::BinaryOp::Subtract;
  const Rational percent = checker.expr(o.right).constant.number() * Rational(100);
  const std::string number = *exact_decimal_string(percent);
  const std::string factor =
      *exact_decimal_string(minus ? Rational(100) - percent : Rational(100) + percent) + "%";
  if (is_plain(left.unit, Quantity::Ratio)) {
    checker.diagnostics
        .report(Code::percent_added, checker.expr(o.right).span, {{"text", number + "%"}})
        .hint(Text::percent_choice, {{"points", number + " pp"}, {"factor", factor}})
        .fix(checker.expr(o.right).span, number + " pp", false);
    return true;
  }
  checker.diagnostics
      .report(Code::percent_of_money, o.span,
              {unit_argument("left", left.unit), {"text", number + "%"}})
      .hint(Text::write_instead, {{"text", "* " + factor}});
  return true;
}

/// datetime - datetime, in hours.
ProgramExprId moment_arithmetic(Checker& checker, const Operands& o, bool minus) {
  const Kind a = checker.type(o.left).kind;
  const Kind b = checker.type(o.right).kind;
  if (a == Kind::DateTime && b == Kind::DateTime && minus) {
    Type type = combined(checker, {o.left, o.right});
    type.kind = Kind::Number;
    type.scale = 0;
    type.unit = unit_of(Quantity::Hours);
    return make_op(checker, Op::HoursBetween, o.span, type, {o.right, o.left});
  }
  if (a == Kind::Date || b == Kind::Date) {
    report_moment_and_day(checker, a == Kind::DateTime ? o.left : o.right, o.span);
    return checker.error(o.span);
  }
  const Expr& wrong = checker.expr(a == Kind::DateTime && (b != Kind::DateTime) ? o.right : o.left);
  checker.diagnostics.report(
      Code::wrong_kind, wrong.span,
      {{"actual", word_for(wrong.type.kind)},
       {"expected", wrong.type.kind == Kind::DateTime ? Text::word_number : Text::word_datetime}});
  return checker.error(o.span);
}

/// A day is moved by whole days or months; what is computed from data is seen when it is run.
bool is_whole_or_unknown(Checker& checker, ProgramExprId count) {
  const auto known = fold(checker.program, count);
  if (!known || !known->is_number() || known->number().is_integer()) return true;
  const Expr& expr = checker.expr(count);
  checker.diagnostics.report(Code::moved_by_parts, expr.span,
                             {{"count", constant_text(known->number(), expr.type.unit)}});
  return false;
}

/// The calendar has the days from 0001-01-01 to 9999-12-31.
ProgramExprId inside_calendar(Checker& checker, ProgramExprId day) {
  const auto known = fold(checker.program, day);
  if (!known || !known->is_none()) return day;
  const Span span = checker.expr(day).span;
  checker.diagnostics.report(Code::day_outside_calendar, span);
  return checker.error(span);
}

/// date - date, date + days, date + months.
ProgramExprId date_arithmetic(Checker& checker, const Operands& o, bool minus) {
  const Type a = checker.type(o.left);
  const Type b = checker.type(o.right);
  Type type = combined(checker, {o.left, o.right});
  type.scale = 0;
  if (a.kind == Kind::Date && b.kind == Kind::Date && minus) {
    type.kind = Kind::Number;
    type.unit = unit_of(Quantity::Days);
    return make_op(checker, Op::DaysBetween, o.span, type, {o.left, o.right});
  }
  const bool duration = b.kind == Kind::Number &&
                        (is_plain(b.unit, Quantity::Days) || is_plain(b.unit, Quantity::Months));
  if (a.kind == Kind::Date && duration) {
    type.kind = Kind::Date;
    const Op op = b.unit.quantity == Quantity::Days ? Op::AddDays : Op::AddMonths;
    ProgramExprId count = o.right;
    if (minus) count = make_op(checker, Op::Negate, checker.expr(count).span, b, {count});
    if (!is_whole_or_unknown(checker, count)) return checker.error(o.span);
    return inside_calendar(checker, make_op(checker, op, o.span, type, {o.left, count}));
  }
  const Expr& wrong = checker.expr(a.kind == Kind::Date ? o.right : o.left);
  checker.diagnostics.report(
      Code::wrong_kind, wrong.span,
      {{"actual", word_for(wrong.type.kind)},
       {"expected", a.kind == Kind::Date ? Text::word_days : Text::word_number}});
  return checker.error(o.span);
}

ProgramExprId add_or_subtract(Checker& checker, const Env& env, const ast::Binary& node,
                              Operands o) {
  const bool minus = node.op == ast::BinaryOp::Subtract;
  if (percent_is_ambiguous(checker, env, node, o)) return checker.error(o.span);
  // 0 fits every unit; a bare number stands beside a ratio (1 - rate) or a count (count - 1)
  const auto adopts = [](const Unit& unit) {
    return is_plain(unit, Quantity::Ratio) || is_plain(unit, Quantity::Count) ||
           is_plain(unit, Quantity::Days) || is_plain(unit, Quantity::Hours);
  };
  const auto zero = [&](ProgramExprId id) {
    return checker.expr(id).op == Op::Constant && checker.expr(id).constant.number().is_zero();
  };
  const Unit left = checker.type(o.left).unit;
  const Unit right = checker.type(o.right).unit;
  if (adopts(left) || zero(o.right)) o.right = adopt(checker, o.right, left);
  if (adopts(right) || zero(o.left)) o.left = adopt(checker, o.left, right);
  if (checker.failed(o.left) || checker.failed(o.right)) return checker.error(o.span);
  const auto unit = sum(checker.type(o.left).unit, checker.type(o.right).unit);
  if (!unit) return report_unlike(checker, o, minus ? Text::word_subtracted : Text::word_added);
  Type type = combined(checker, {o.left, o.right});
  type.kind = Kind::Number;
  type.unit = *unit;
  return make_op(checker, minus ? Op::Subtract : Op::Add, o.span, type, {o.left, o.right});
}

ProgramExprId multiply(Checker& checker, const Operands& o) {
  const Type a = checker.type(o.left);
  const Type b = checker.type(o.right);
  const auto unit = product(a.unit, b.unit);
  if (!unit) {
    checker.diagnostics.report(Code::product_without_unit, o.span,
                               {unit_argument("left", a.unit), unit_argument("right", b.unit)});
    return checker.error(o.span);
  }
  Type type = combined(checker, {o.left, o.right});
  type.kind = Kind::Number;
  type.unit = *unit;
  type.scale = a.scale + b.scale;
  return make_op(checker, Op::Multiply, o.span, type, {o.left, o.right});
}

/// Row by row only a division by a constant with a finite reciprocal is exact in fixed point.
ProgramExprId divide_rows(Checker& checker, const Operands& o, Type type) {
  const auto divisor = fold(checker.program, o.right);
  if (divisor && divisor->is_number()) {  // never 0: that was reported
    const Rational reciprocal = Rational(1) / divisor->number();
    if (const auto digits = decimal_digits(abs(reciprocal)); digits && *digits <= 18) {
      Type factor_type;
      factor_type.kind = Kind::Number;
      factor_type.scale = *digits;
      type.scale = checker.type(o.left).scale + *digits;
      const Span span = checker.expr(o.right).span;
      const ProgramExprId factor = make_constant(checker, span, reciprocal, factor_type);
      return make_op(checker, Op::Multiply, o.span, type, {o.left, factor});
    }
  }
  type.optional = type.optional || !divisor;
  return make_op(checker, Op::Divide, o.span, type, {o.left, o.right});
}

ProgramExprId divide(Checker& checker, const Env& env, const Operands& o) {
  const auto unit = quotient(checker.type(o.left).unit, checker.type(o.right).unit);
  if (!unit) return report_unlike(checker, o, Text::word_divided);
  const auto divisor = fold(checker.program, o.right);
  if (divisor && divisor->is_number() && divisor->number().is_zero()) {
    checker.diagnostics.report(Code::zero_denominator_always, checker.expr(o.right).span);
    return checker.error(o.span);
  }
  Type type = combined(checker, {o.left, o.right});
  type.kind = Kind::Number;
  type.unit = *unit;
  if (env.grain == Grain::Row && type.grain != Grain::Constant) {
    return divide_rows(checker, o, type);
  }
  type.optional = type.optional || !divisor || !divisor->is_number();
  const ProgramExprId divided = make_op(checker, Op::Divide, o.span, type, {o.left, o.right});
  checker.program.exprs[divided].is_signed = env.is_signed;
  return divided;
}

}  // namespace

ProgramExprId check_arithmetic(Checker& checker, const Env& env, Span span,
                               const ast::Binary& node) {
  const Operands o{check_expr(checker, env, node.left), check_expr(checker, env, node.right), span};
  if (checker.failed(o.left) || checker.failed(o.right)) return checker.error(span);
  const bool additive = node.op == ast::BinaryOp::Add || node.op == ast::BinaryOp::Subtract;
  const Kind a = checker.type(o.left).kind;
  const Kind b = checker.type(o.right).kind;
  if (additive && (a == Kind::DateTime || b == Kind::DateTime)) {
    return moment_arithmetic(checker, o, node.op == ast::BinaryOp::Subtract);
  }
  if (additive && (a == Kind::Date || b == Kind::Date)) {
    return date_arithmetic(checker, o, node.op == ast::BinaryOp::Subtract);
  }
  for (const ProgramExprId side : {o.left, o.right}) {
    const Expr& expr = checker.expr(side);
    if (expr.type.kind == Kind::Number) continue;
    checker.diagnostics.report(
        Code::wrong_kind, expr.span,
        {{"actual", word_for(expr.type.kind)}, {"expected", Text::word_number}});
    return checker.error(span);
  }
  if (additive) return add_or_subtract(checker, env, node, o);
  return node.op == ast::BinaryOp::Multiply ? multiply(checker, o) : divide(checker, env, o);
}

ProgramExprId check_negate(Checker& checker, const Env& env, Span span, const ast::Unary& node) {
  const ProgramExprId operand = check_expr(checker, env, node.operand);
  if (checker.failed(operand)) return checker.error(span);
  const Expr& expr = checker.expr(operand);
  if (expr.type.kind != Kind::Number) {
    checker.diagnostics.report(
        Code::wrong_kind, expr.span,
        {{"actual", word_for(expr.type.kind)}, {"expected", Text::word_number}});
    return checker.error(span);
  }
  if (expr.op == Op::Constant) {
    return make_constant(checker, span, -expr.constant.number(), expr.type);
  }
  return make_op(checker, Op::Negate, span, expr.type, {operand});
}

}  // namespace kpi::check
