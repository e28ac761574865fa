#include "check/expressions.hpp"

#include "check/units.hpp"
#include "program/operations.hpp"

namespace kpi::check {
namespace {

template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <class... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

ProgramExprId check_if(Checker& checker, const Env& env, Span span, const ast::IfThenElse& node) {
  const ProgramExprId condition = check_condition(checker, env, node.condition);
  Env guarded = env;
  if (!checker.failed(condition)) {
    const Expr& test = checker.expr(condition);
    if (test.op == Op::IsPresent && checker.expr(test.args[0]).op == Op::Column) {
      guarded.guarded.push_back(checker.expr(test.args[0]).path);
    }
  }
  ProgramExprId then_value = check_expr(checker, guarded, node.then_value);
  ProgramExprId else_value = check_expr(checker, env, node.else_value);
  if (checker.failed(condition) || checker.failed(then_value) || checker.failed(else_value)) {
    return checker.error(span);
  }
  if (is_bare_number(checker, then_value)) {
    then_value = adopt(checker, then_value, checker.type(else_value).unit);
  } else {
    else_value = adopt(checker, else_value, checker.type(then_value).unit);
  }
  if (checker.failed(then_value) || checker.failed(else_value)) return checker.error(span);
  const Type a = checker.type(then_value);
  const Type b = checker.type(else_value);
  if (a.kind != b.kind) {
    checker.diagnostics.report(Code::wrong_kind, checker.expr(else_value).span,
                               {{"actual", word_for(b.kind)}, {"expected", word_for(a.kind)}});
    return checker.error(span);
  }
  if (a.kind == Kind::Number && a.unit != b.unit) {
    checker.diagnostics.report(
        Code::wrong_unit, checker.expr(else_value).span,
        {unit_argument("actual", b.unit), unit_argument("expected", a.unit)});
    return checker.error(span);
  }
  Type type = combined(checker, {condition, then_value, else_value});
  type.kind = a.kind;
  type.unit = a.unit;
  type.scale = std::max(a.scale, b.scale);
  if (checker.type(condition).optional && env.grain == Grain::Subject) {
    checker.diagnostics.report(Code::condition_may_be_absent, checker.expr(condition).span)
        .hint(Text::supply_in_condition);
    return checker.error(span);
  }
  return make_op(checker, Op::If, span, type, {condition, then_value, else_value});
}

/// Values an `if none` supplies: the fallback takes the unit of the value.
ProgramExprId check_if_none(Checker& checker, const Env& env, Span span, const ast::IfNone& node) {
  const ProgramExprId value = check_expr(checker, env, node.operand);
  ProgramExprId fallback = check_expr(checker, env, node.fallback);
  if (checker.failed(value) || checker.failed(fallback)) return checker.error(span);
  const Type wanted = checker.type(value);
  if (wanted.kind == Kind::Number) fallback = adopt(checker, fallback, wanted.unit);
  if (checker.failed(fallback)) return checker.error(span);
  const Type given = checker.type(fallback);
  if (wanted.kind != given.kind) {
    checker.diagnostics.report(
        Code::wrong_kind, checker.expr(fallback).span,
        {{"actual", word_for(given.kind)}, {"expected", word_for(wanted.kind)}});
    return checker.error(span);
  }
  Type type = combined(checker, {value, fallback});
  type.kind = wanted.kind;
  type.unit = wanted.unit;
  type.choices = wanted.choices;
  type.scale = std::max(wanted.scale, given.scale);
  type.optional = given.optional || (wanted.optional && node.reason.has_value());
  const ProgramExprId id = make_op(checker, Op::IfNone, span, type, {value, fallback});
  if (node.reason) {
    NoneReason reason;
    if (!find_none_reason(node.reason->text, reason)) {
      checker.diagnostics.report(Code::unknown_none_reason, node.reason->span,
                                 {{"name", node.reason->text}});
      return checker.error(span);
    }
    checker.program.exprs[id].reason = reason;
  }
  return id;
}

}  // namespace

ProgramExprId make_constant(Checker& checker, Span span, Value value, Type type) {
  Expr expr;
  expr.op = Op::Constant;
  expr.span = span;
  expr.type = type;
  expr.constant = std::move(value);
  return checker.add(std::move(expr));
}

ProgramExprId make_op(Checker& checker, Op op, Span span, Type type,
                      std::vector<ProgramExprId> args) {
  Expr expr;
  expr.op = op;
  expr.span = span;
  expr.type = type;
  expr.args = std::move(args);
  return checker.add(std::move(expr));
}

Type combined(const Checker& checker, const std::vector<ProgramExprId>& args) {
  Type type;
  for (const ProgramExprId arg : args) {
    const Type part = checker.type(arg);
    if (part.grain != Grain::Constant) {
      type.grain = part.grain;
      type.table = part.table;
    }
    type.optional = type.optional || part.optional;
    type.scale = std::max(type.scale, part.scale);
  }
  return type;
}

bool is_bare_number(const Checker& checker, ProgramExprId id) {
  const Expr& expr = checker.expr(id);
  return expr.op == Op::Constant && !expr.param && expr.type.kind == Kind::Number &&
         is_plain(expr.type.unit, Quantity::Number);
}

Unit unit_of(Quantity quantity) {
  Unit unit;
  unit.quantity = quantity;
  return unit;
}

ProgramExprId adopt(Checker& checker, ProgramExprId id, const Unit& unit) {
  const Expr& expr = checker.expr(id);
  if (expr.type.kind != Kind::Number || expr.type.unit == unit) return id;
  const bool zero =
      expr.op == Op::Constant && expr.constant.is_number() && expr.constant.number().is_zero();
  if (!zero && !is_bare_number(checker, id)) return id;
  if (!zero && is_plain(unit, Quantity::Ratio)) {
    const Rational& number = expr.constant.number();
    if (number != Rational(1) && number != Rational(2)) {
      // 0.5 is how a spreadsheet shows 50 %; 30 is how people say 30 %
      const bool as_fraction = abs(number) < Rational(1);
      const std::string text = *exact_decimal_string(number);
      const std::string percent =
          *exact_decimal_string(as_fraction ? number * Rational(100) : number) + "%";
      checker.diagnostics
          .report(Code::bare_number_for_ratio, expr.span, {{"text", text}, {"percent", percent}})
          .hint(Text::write_instead, {{"text", percent}})
          .fix(expr.span, percent, false);
      return checker.error(expr.span);
    }
  }
  Type type = expr.type;
  type.unit = unit;
  return make_constant(checker, expr.span, expr.constant, type);
}

std::optional<Value> fold(const Program& program, ProgramExprId id) {
  const Expr& expr = program.exprs[id];
  if (expr.type.kind == Kind::Error || expr.type.grain != Grain::Constant) return std::nullopt;
  if (expr.op == Op::Constant) return expr.constant;
  std::vector<Value> args;
  for (const ProgramExprId arg : expr.args) {
    auto value = fold(program, arg);
    if (!value) return std::nullopt;
    args.push_back(std::move(*value));
  }
  return apply(program, expr, args);
}

ProgramExprId check_number(Checker& checker, const Env& env, ast::ExprId id, const Unit& unit) {
  ProgramExprId value = check_expr(checker, env, id);
  if (checker.failed(value)) return value;
  value = adopt(checker, value, unit);
  const Expr& expr = checker.expr(value);
  if (expr.type.kind == Kind::Error) return value;
  if (expr.type.kind != Kind::Number) {
    checker.diagnostics.report(
        Code::wrong_kind, expr.span,
        {{"actual", word_for(expr.type.kind)}, {"expected", Text::word_number}});
    return checker.error(expr.span);
  }
  if (expr.type.unit != unit) {
    checker.diagnostics.report(
        Code::wrong_unit, expr.span,
        {unit_argument("actual", expr.type.unit), unit_argument("expected", unit)});
    return checker.error(expr.span);
  }
  return value;
}

std::optional<Rational> check_constant(Checker& checker, const Env& env, ast::ExprId id,
                                       const Unit& unit) {
  const ProgramExprId value = check_number(checker, env, id, unit);
  if (checker.failed(value)) return std::nullopt;
  const auto folded = fold(checker.program, value);
  if (folded && folded->is_number()) return folded->number();
  checker.diagnostics.report(Code::constant_needed, checker.expr(value).span);
  return std::nullopt;
}

/// `round(x, 2)` asks a spreadsheet for two decimals; here it would round to multiples of 2. So
/// does `round 2`.
bool reject_decimals(Checker& checker, const Env& env, ast::ExprId step, const Unit& unit) {
  const auto* literal = std::get_if<ast::NumberLiteral>(&env.ast->exprs[step].node);
  constexpr int kMostDecimals = 9;
  if (literal == nullptr || literal->unit != ast::NumberUnit::None) return false;
  for (int decimals = 2; decimals <= kMostDecimals; ++decimals) {
    if (literal->value != Rational(decimals)) continue;
    std::string small = "0." + std::string(static_cast<std::size_t>(decimals) - 1, '0') + "1";
    if (is_plain(unit, Quantity::Ratio)) small += '%';
    checker.diagnostics
        .report(Code::step_or_decimals, env.ast->exprs[step].span,
                {{"count", decimals}, {"step", small}})
        .fix(env.ast->exprs[step].span, small, false);
    return true;
  }
  return false;
}

std::optional<RoundSpec> check_round(Checker& checker, const Env& env, const ast::Round& round,
                                     const Unit& unit) {
  RoundSpec spec;
  spec.step = Rational(1);
  spec.mode = round.mode.value_or(RoundMode::HalfUp);
  if (!round.step) return spec;
  // who says how to round knows what a step is
  if (!round.mode && reject_decimals(checker, env, *round.step, unit)) return std::nullopt;
  const auto step = check_constant(checker, env, *round.step, unit);
  if (!step) return std::nullopt;
  if (step->sign() <= 0 || !decimal_digits(*step)) {
    checker.diagnostics.report(Code::bad_step, env.ast->exprs[*round.step].span);
    return std::nullopt;
  }
  spec.step = *step;
  return spec;
}

namespace {

ProgramExprId check_node(Checker& checker, const Env& env, ast::ExprId id) {
  const ast::Expr& expr = env.ast->exprs[id];
  const Span span = expr.span;
  return std::visit(
      Overloaded{
          [&](const ast::ErrorExpr&) { return checker.error(span); },
          [&](const ast::PathExpr& node) { return check_path(checker, env, node.path); },
          [&](const ast::Unary& node) {
            return node.op == ast::UnaryOp::Not ? check_logic(checker, env, span, id)
                                                : check_negate(checker, env, span, node);
          },
          [&](const ast::Binary& node) {
            return node.op == ast::BinaryOp::And || node.op == ast::BinaryOp::Or
                       ? check_logic(checker, env, span, id)
                       : check_arithmetic(checker, env, span, node);
          },
          [&](const ast::Compare& node) { return check_compare(checker, env, span, node); },
          [&](const ast::IsOneOf& node) { return check_one_of(checker, env, span, node); },
          [&](const ast::IsPresent&) { return check_logic(checker, env, span, id); },
          [&](const ast::IfNone& node) { return check_if_none(checker, env, span, node); },
          [&](const ast::IfThenElse& node) { return check_if(checker, env, span, node); },
          [&](const ast::Call& node) { return check_call(checker, env, span, node); },
          [&](const ast::Range&) {
            checker.diagnostics.report(Code::word_out_of_place, span, {{"word", "to"}});
            return checker.error(span);
          },
          [&](const ast::NoneLiteral&) {
            checker.diagnostics.report(Code::word_out_of_place, span, {{"word", "none"}})
                .hint(Text::use_is_present);
            return checker.error(span);
          },
          [&](const auto&) { return check_literal(checker, env, expr); },
      },
      expr.node);
}

}  // namespace

ProgramExprId check_expr(Checker& checker, const Env& env, ast::ExprId id) {
  constexpr std::size_t kDeepest = 400;  // a sum of 400 terms; the stack takes more
  if (!id) return checker.error({});
  if (checker.nesting >= kDeepest) {
    const Span span = env.ast->exprs[id].span;
    if (!checker.too_deep) checker.diagnostics.report(Code::formula_too_large, span);
    checker.too_deep = true;
    return checker.error(span);
  }
  ++checker.nesting;
  const ProgramExprId checked = check_node(checker, env, id);
  --checker.nesting;
  if (checker.nesting == 0) checker.too_deep = false;
  return checked;
}

}  // namespace kpi::check
