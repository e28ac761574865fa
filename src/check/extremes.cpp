#include "check/expressions.hpp"
#include "check/peers.hpp"
#include "check/units.hpp"
#include "check/value_types.hpp"

/// min, max, clamp and abs: of numbers of one unit, of days, of moments.
namespace kpi::check {
namespace {

using Args = std::vector<ProgramExprId>;

std::optional<Args> check_args(Checker& checker, const Env& env, const CallSite& site) {
  Args args;
  bool ok = true;
  for (const ast::ExprId argument : site.call.arguments) {
    args.push_back(check_expr(checker, env, argument));
    ok = ok && !checker.failed(args.back());
  }
  return ok ? std::optional<Args>(args) : std::nullopt;
}

/// `clamp(x, 120%, 0%)`: bounds the wrong way round.
bool reject_bounds(Checker& checker, const std::vector<ProgramExprId>& args) {
  const auto low = fold(checker.program, args[1]);
  const auto high = fold(checker.program, args[2]);
  if (!low || !high || !low->is_number() || !high->is_number()) return false;
  if (low->number() <= high->number()) return false;
  const Unit& unit = checker.type(args[1]).unit;
  checker.diagnostics.report(Code::range_reversed, checker.expr(args[1]).span,
                             {{"text", constant_text(low->number(), unit) + " to " +
                                           constant_text(high->number(), unit)}});
  return true;
}

}  // namespace

bool expect_kind(Checker& checker, ProgramExprId id, Kind kind) {
  const Expr& expr = checker.expr(id);
  if (expr.type.kind == kind) return true;
  checker.diagnostics.report(Code::wrong_kind, expr.span,
                             {{"actual", word_for(expr.type.kind)}, {"expected", word_for(kind)}});
  return false;
}

/// min(a, b, …), max(a, b, …), clamp(x, low, high): all of one unit.
ProgramExprId check_extremes(Checker& checker, const Env& env, const CallSite& site, Op op) {
  auto args = check_args(checker, env, site);
  if (!args) return checker.error(site.span);
  std::size_t leader = 0;
  while (leader + 1 < args->size() && is_bare_number(checker, (*args)[leader]))
    ++leader;
  const Type wanted = checker.type((*args)[leader]);
  const bool date_extreme =
      op != Op::Clamp && (wanted.kind == Kind::Date || wanted.kind == Kind::DateTime);
  if (!date_extreme && !expect_kind(checker, (*args)[leader], Kind::Number)) {
    return checker.error(site.span);
  }
  for (ProgramExprId& arg : *args) {
    if (!expect_kind(checker, arg, wanted.kind)) return checker.error(site.span);
    if (wanted.kind == Kind::Number) arg = adopt(checker, arg, wanted.unit);
    if (checker.failed(arg)) return checker.error(site.span);
    if (wanted.kind == Kind::Number && checker.type(arg).unit != wanted.unit) {
      checker.diagnostics.report(Code::wrong_unit, checker.expr(arg).span,
                                 {unit_argument("actual", checker.type(arg).unit),
                                  unit_argument("expected", wanted.unit)});
      return checker.error(site.span);
    }
  }
  Type type = combined(checker, *args);
  type.kind = wanted.kind;
  type.unit = wanted.unit;
  return make_op(checker, op, site.span, type, *args);
}

ProgramExprId check_clamp(Checker& checker, const Env& env, const CallSite& site) {
  const ProgramExprId id = check_extremes(checker, env, site, Op::Clamp);
  if (!checker.failed(id) && reject_bounds(checker, checker.expr(id).args)) {
    return checker.error(site.span);
  }
  return id;
}

/// abs(x): the larger of x and -x.
ProgramExprId check_abs(Checker& checker, const Env& env, const CallSite& site) {
  auto args = check_args(checker, env, site);
  if (!args || !expect_kind(checker, (*args)[0], Kind::Number)) return checker.error(site.span);
  const Type type = checker.type((*args)[0]);
  const ProgramExprId negative = make_op(checker, Op::Negate, site.span, type, {(*args)[0]});
  return make_op(checker, Op::Max, site.span, type, {(*args)[0], negative});
}

}  // namespace kpi::check
