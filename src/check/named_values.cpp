#include "check/expressions.hpp"
#include "check/versions.hpp"

/// Params and payouts read by name: the version that holds in the period, where there are several.
namespace kpi::check {

ProgramExprId param_value(Checker& checker, const Env& env, ParamId id, Span span) {
  ensure_param(checker, id);
  const Param param = checker.program.params[id];
  if (param.type.kind == Kind::Error) {
    const bool in_settings = checker.params.size() == 0;  // which every param's own value needs
    if (in_settings) checker.diagnostics.report(Code::constant_needed, span);
    return checker.error(span);
  }
  Type type = param.type;
  type.grain = Grain::Constant;
  const auto constant = [&](const Value& value) {
    const ProgramExprId expr = make_constant(checker, span, value, type);
    checker.program.exprs[expr].param = id;
    return expr;
  };
  if (param.versions.empty()) return constant(param.value);
  if (env.grain != Grain::Subject || env.group_aggregates != nullptr) {
    checker.diagnostics.report(Code::version_without_period, span, {{"name", param.name}})
        .hint(Text::version_what_reads);
    return checker.error(span);
  }
  std::vector<ProgramExprId> values;
  for (const Value& value : param.values)
    values.push_back(constant(value));
  return by_version(checker, param.span, param.name, values, param.versions);
}

std::optional<ProgramExprId> carried_value(Checker& checker, const Env& env,
                                           const ast::Name& name) {
  if (env.words.carrying == nullptr) return std::nullopt;
  const auto& carries = env.words.carrying->carries;
  for (std::size_t i = 0; i < carries.size(); ++i) {
    if (carries[i].name != name.text) continue;
    checker.note(name, carries[i].span);
    Expr expr;
    expr.op = Op::Carried;
    expr.span = name.span;
    expr.type = carries[i].type;
    expr.payout = env.words.payout_id;
    expr.index = i;
    return checker.add(std::move(expr));
  }
  return std::nullopt;
}

ProgramExprId payout_value(Checker& checker, const Env& env, PayoutId id, Span span) {
  for (const PayoutId version : versions_of(checker.program.payouts, id)) {
    ensure_payout(checker, version);
    const Payout& read = checker.program.payouts[version];
    if (read.type.kind == Kind::Error) return checker.error(span);
    if (read.every != env.words.reader->every || read.table != env.words.reader->table) {
      checker.diagnostics.report(Code::payout_of_other_cycle, span,
                                 {{"name", read.name}, {"reader", env.words.reader->name}});
      return checker.error(span);
    }
  }
  Expr expr;
  expr.op = Op::Payout;
  expr.span = span;
  expr.payout = id;
  expr.type = checker.program.payouts[id].type;
  expr.type.optional = true;
  return checker.add(std::move(expr));
}

}  // namespace kpi::check
