#include "base/text.hpp"
#include "check/expressions.hpp"
#include "check/history.hpp"
#include "check/words.hpp"

/// `agg(e per month where c)`: the same computed for each calendar unit of the period.
namespace kpi::check {
namespace {

/// What chooses rows stands in the brackets of the aggregates inside.
bool reject_row_words(Checker& checker, Span span, const ast::Context& context, bool may_say_of) {
  const std::pair<bool, const char*> words[] = {{context.where.has_value(), "where"},
                                                {context.dated.has_value(), "dated"},
                                                {context.credited.has_value(), "credited"},
                                                {context.of && !may_say_of, "of"}};
  for (const auto& [present, word] : words) {
    if (!present) continue;
    checker.diagnostics.report(Code::word_out_of_place, span, {{"word", word}})
        .hint(Text::inside_the_unit, {{"word", word}});
    return true;
  }
  return false;
}

ProgramExprId number_of_each(Checker& checker, const Env& env, ast::ExprId id, bool& ok) {
  const ProgramExprId value = check_expr(checker, env, id);
  if (checker.failed(value)) {
    ok = false;
  } else if (checker.type(value).kind != Kind::Number) {
    checker.diagnostics.report(
        Code::wrong_kind, checker.expr(value).span,
        {{"actual", word_for(checker.type(value).kind)}, {"expected", Text::word_number}});
    ok = false;
  }
  return value;
}

Type type_of(const Checker& checker, const Aggregate& how) {
  Type type;
  type.grain = Grain::Subject;
  type.kind = Kind::Number;
  const bool counts = how.kind == AggregateKind::Count || how.kind == AggregateKind::CountDistinct;
  if (counts) {
    type.unit = unit_of(Quantity::Count);
  } else if (how.kind != AggregateKind::Corr) {
    type.unit = checker.type(how.group_value).unit;
  }
  const bool total = counts || how.kind == AggregateKind::Sum;
  type.optional =
      !total || how.skipping_none || (how.group_value && checker.type(how.group_value).optional);
  return type;
}

}  // namespace

std::optional<PeriodUnit> unit_of_group(ast::PerKind kind) {
  switch (kind) {
    case ast::PerKind::Day:
    case ast::PerKind::Workday: return PeriodUnit::Day;
    case ast::PerKind::Week: return PeriodUnit::Week;
    case ast::PerKind::Month: return PeriodUnit::Month;
    case ast::PerKind::Quarter: return PeriodUnit::Quarter;
    case ast::PerKind::Half: return PeriodUnit::Half;
    case ast::PerKind::Year: return PeriodUnit::Year;
    case ast::PerKind::Path:
    case ast::PerKind::Line:
    case ast::PerKind::Team:
    case ast::PerKind::Below:
    case ast::PerKind::Reports: break;
  }
  return std::nullopt;
}

bool is_over_units(const ast::Call& call) {
  return call.context.per.size() == 1 && unit_of_group(call.context.per[0].kind).has_value();
}

ProgramExprId check_over_units(Checker& checker, const Env& env, Span span, const ast::Call& call,
                               AggregateKind kind) {
  Aggregate how;
  how.kind = kind;
  how.per_unit = unit_of_group(call.context.per[0].kind);
  how.per_workday = call.context.per[0].kind == ast::PerKind::Workday;
  Env unit = env;
  unit.words = {};
  Context context;
  if (!check_context(checker, env, call.context, context) ||
      reject_history_subject(checker, context.subject, span, Text::name_the_group)) {
    return checker.error(span);
  }
  const ProgramExprId id =
      check_over_each(checker, env, unit, {Op::OverUnits, span, call}, how, context);
  if (how.per_workday && checker.program.holidays) checker.program.exprs[id].type.optional = true;
  return id;
}

ProgramExprId check_over_each(Checker& checker, const Env& env, const Env& inside,
                              const OverEach& site, Aggregate how, const Context& context) {
  const ast::Call& call = site.call;
  const bool inside_group = env.group_aggregates != nullptr || env.grain != Grain::Subject;
  if (inside_group || how.kind == AggregateKind::Only) {
    checker.diagnostics.report(Code::word_out_of_place, call.context.per[0].span,
                               {{"word", "per"}});
    return checker.error(site.span);
  }
  how.span = site.span;
  how.skipping_none = call.context.skipping_none;
  const bool may_say_of = site.op == Op::OverPeople &&
                          context.subject.kind != SubjectKind::Tree;  // those say it themselves
  if (reject_row_words(checker, site.span, call.context, may_say_of) ||
      !check_reduction(checker, env, site.span, call, how)) {
    return checker.error(site.span);
  }
  bool ok = true;
  std::vector<ProgramExprId> args;
  if (call.context.group_where) {
    how.group_where = check_condition(checker, inside, *call.context.group_where);
    ok = !checker.failed(how.group_where);
    args.push_back(how.group_where);
  }
  if (!call.arguments.empty()) {
    how.group_value = number_of_each(checker, inside, call.arguments[0], ok);
    args.push_back(how.group_value);
  }
  if (how.kind == AggregateKind::Corr) {
    how.group_other = number_of_each(checker, inside, call.arguments[1], ok);
    args.push_back(how.group_other);
  }
  if (!ok) return checker.error(site.span);
  Expr expr;
  expr.op = site.op;
  expr.span = site.span;
  expr.type = type_of(checker, how);
  expr.type.optional = expr.type.optional || may_be_absent(checker, context);
  expr.args = std::move(args);
  expr.context = context;
  expr.reduction = checker.program.aggregates.push(std::move(how));
  return checker.add(std::move(expr));
}

}  // namespace kpi::check
