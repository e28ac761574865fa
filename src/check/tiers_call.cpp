#include <algorithm>

#include "ast/print_parts.hpp"
#include "check/expressions.hpp"
#include "check/peers.hpp"
#include "check/units.hpp"
#include "check/versions.hpp"
#include "program/operations.hpp"

/// `completion(attainment)`: a table of tiers applied to its arguments, for a subject or row by
/// row.
namespace kpi::check {
namespace {

/// The texts an expression can be, where it is known: a constant, a column that is `one of` them.
std::optional<std::vector<std::string>> texts_of(const Checker& checker, const Expr& expr) {
  if (expr.op == Op::Constant) return std::vector<std::string>{expr.constant.text()};
  if (expr.op != Op::Column || !expr.path.column) return std::nullopt;
  TableId table = expr.type.table;
  for (const ColumnId link : expr.path.links)
    table = checker.table(table).columns[link].type.link;
  const Column& column = checker.table(table).columns[expr.path.column];
  if (column.storage != Storage::Choice) return std::nullopt;
  return column.choices;
}

/// A table that lists its texts and has no `else` takes nothing that may be another.
bool fits_choices(Checker& checker, const Tiers& tiers, const std::vector<std::string>& choices,
                  ProgramExprId value) {
  const bool others = std::any_of(tiers.rows.begin(), tiers.rows.end(),
                                  [](const TierRow& row) { return row.is_else; });
  if (choices.empty() || others) return true;
  const Expr& expr = checker.expr(value);
  const auto texts = texts_of(checker, expr);
  if (!texts) {
    checker.diagnostics.report(Code::tiers_open_text, expr.span, {{"tiers", tiers.name}});
    return false;
  }
  for (const std::string& text : *texts) {
    if (std::find(choices.begin(), choices.end(), text) != choices.end()) continue;
    checker.diagnostics.report(Code::not_a_choice, expr.span,
                               {{"text", text}, {"column", tiers.name}});
    return false;
  }
  return true;
}

std::optional<ProgramExprId> check_argument(Checker& checker, const Env& env, ast::ExprId argument,
                                            const Type& wanted) {
  if (wanted.kind == Kind::Number) {
    const ProgramExprId value = check_number(checker, env, argument, wanted.unit);
    return checker.failed(value) ? std::nullopt : std::optional<ProgramExprId>(value);
  }
  const ProgramExprId value = check_expr(checker, env, argument);
  if (checker.failed(value)) return std::nullopt;
  const Kind kind = checker.type(value).kind;
  if (kind == wanted.kind) return value;
  checker.diagnostics.report(Code::wrong_kind, checker.expr(value).span,
                             {{"actual", word_for(kind)}, {"expected", word_for(wanted.kind)}});
  return std::nullopt;
}

/// The digits a row's value has, whatever line of the table holds for it.
int digits_in_rows(const Checker& checker, const Tiers& tiers,
                   const std::vector<ProgramExprId>& args) {
  const auto digits = [](const Rational& x) { return decimal_digits(x).value_or(0); };
  if (tiers.round) return digits(tiers.round->step);
  int scale = 0;
  for (const TierRow& line : straight_pieces(tiers)) {
    scale =
        std::max({scale, digits(line.intercept), checker.type(args[0]).scale + digits(line.slope)});
    if (args.size() > 1) {
      scale = std::max(scale, checker.type(args[1]).scale + digits(line.second_slope));
    }
  }
  return scale;
}

ProgramExprId ranked_call(Checker& checker, const Env& env, const CallSite& site, TiersId id,
                          ProgramExprId value) {
  const auto direction = check_ranked_value(checker, value, checker.program.tiers[id].name,
                                            ast::print(*env.ast, site.call.arguments[0]));
  if (!direction) return checker.error(site.span);
  Type type = checker.program.tiers[id].result;
  type.grain = Grain::Subject;
  type.table = checker.type(value).table;
  type.optional = true;
  const ProgramExprId result = make_op(checker, Op::Ranked, site.span, type, {value});
  checker.program.exprs[result].tiers = id;
  checker.program.exprs[result].direction = *direction;
  return result;
}

ProgramExprId one_tiers_call(Checker& checker, const Env& env, const CallSite& site, TiersId id) {
  const Tiers tiers = checker.program.tiers[id];
  if (tiers.argument.kind == Kind::Error) return checker.error(site.span);
  const std::size_t count = tiers.has_two() ? 2 : 1;
  if (site.call.arguments.size() != count) {
    checker.diagnostics.report(Code::wrong_argument_count, site.span,
                               {{"name", site.word},
                                {"expected", std::to_string(count)},
                                {"count", site.call.arguments.size()}});
    return checker.error(site.span);
  }
  std::vector<ProgramExprId> args;
  for (std::size_t i = 0; i < count; ++i) {
    const Type& wanted = i == 0 ? tiers.argument : tiers.second;
    const auto value = check_argument(checker, env, site.call.arguments[i], wanted);
    const auto& choices = i == 0 ? tiers.choices : tiers.second_choices;
    if (!value || !fits_choices(checker, tiers, choices, *value)) return checker.error(site.span);
    args.push_back(*value);
  }
  const bool rows = env.grain == Grain::Row || env.group_aggregates != nullptr;
  if (tiers.kind == TierKind::Ranked && rows) {
    checker.diagnostics.report(Code::aggregate_in_row, site.span, {{"name", tiers.name}});
    return checker.error(site.span);
  }
  if (tiers.kind == TierKind::Ranked) return ranked_call(checker, env, site, id, args[0]);
  Type type = combined(checker, args);
  type.kind = tiers.result.kind;
  type.unit = tiers.result.unit;
  type.scale = type.grain == Grain::Row ? digits_in_rows(checker, tiers, args) : 0;
  const ProgramExprId result = make_op(checker, Op::Tiers, site.span, type, args);
  checker.program.exprs[result].tiers = id;
  return result;
}

}  // namespace

bool ensure_tiers(Checker& checker, TiersId id, Span reader) {
  if (checker.tiers_being_checked.count(id) > 0) {
    const std::string& name = checker.program.tiers[id].name;
    checker.diagnostics.report(Code::definition_cycle, reader,
                               {{"name", name}, {"path", name + " -> … -> " + name}});
    return false;
  }
  auto waiting = checker.unchecked_tiers.extract(id);
  if (waiting.empty()) return true;
  checker.tiers_being_checked.insert(id);
  waiting.mapped()();
  checker.tiers_being_checked.erase(id);
  return true;
}

/// The table that holds in the period, where it has versions.
ProgramExprId check_tiers_call(Checker& checker, const Env& env, const CallSite& site,
                               TiersId first) {
  if (!checker.program.tiers[first].effective) {
    if (!ensure_tiers(checker, first, site.span)) return checker.error(site.span);
    return one_tiers_call(checker, env, site, first);
  }
  const std::vector<TiersId> versions = versions_of(checker.program.tiers, first);
  for (const TiersId version : versions) {
    if (!ensure_tiers(checker, version, site.span)) return checker.error(site.span);
  }
  const std::string name = checker.program.tiers[first].name;
  if (env.group_aggregates != nullptr) {
    checker.diagnostics.report(Code::version_without_period, site.span, {{"name", name}})
        .hint(Text::version_what_reads);
    return checker.error(site.span);
  }
  std::vector<ProgramExprId> values;
  std::vector<DateRange> days;
  for (const TiersId id : versions) {
    values.push_back(one_tiers_call(checker, env, site, id));
    if (checker.failed(values.back())) return checker.error(site.span);
    days.push_back(checker.program.tiers[id].effective.value_or(all_days()));
  }
  return by_version(checker, checker.program.tiers[first].span, name, values, std::move(days));
}

}  // namespace kpi::check
