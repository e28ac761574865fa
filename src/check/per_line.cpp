#include <algorithm>
#include <vector>

#include "check/context_words.hpp"
#include "check/expressions.hpp"
#include "check/line_targets.hpp"
#include "check/peers.hpp"
#include "check/people.hpp"
#include "check/units.hpp"
#include "check/words.hpp"

/// `min(attainment per line)`, `max(points per line)`, `count(per line where points < 60)`: through
/// the lines of the scorecard at hand.
namespace kpi::check {
namespace {

std::optional<Op> result_of_line(const std::string& word) {
  if (word == "points") return Op::Points;
  if (word == "attainment") return Op::Attainment;
  return std::nullopt;
}

/// Points or the attainment of one line; none(no_target) where it has none.
ProgramExprId result_of(Checker& checker, const Env& env, Op result, std::size_t index, Span span) {
  const Line& line = env.words.card->lines[index];
  Type type;
  type.kind = Kind::Number;
  type.grain = Grain::Subject;
  type.optional = true;
  type.unit = unit_of(result == Op::Points ? Quantity::Points : Quantity::Ratio);
  const bool has = result == Op::Points ? bool(line.scored)
                                        : line_has_attainment(checker, *env.words.card, line);
  if (!has) return make_constant(checker, span, Value(NoneReason::NoTarget), type);
  Expr part;
  part.op = result;
  part.span = span;
  part.type = type;
  part.scorecard = env.words.card_id;
  part.index = index;
  return checker.add(std::move(part));
}

/// The weakest or the strongest line.
ProgramExprId check_extreme(Checker& checker, const Env& env, const CallSite& site) {
  std::vector<ProgramExprId> parts;
  const auto* path = site.call.arguments.size() == 1
                         ? std::get_if<ast::PathExpr>(&env.ast->exprs[site.call.arguments[0]].node)
                         : nullptr;
  const std::optional<Op> result = path != nullptr && path->path.parts.size() == 1
                                       ? result_of_line(canonical_word(path->path.parts[0]))
                                       : std::nullopt;
  const Scorecard& card = *env.words.card;
  for (std::size_t i = 0; result && i < card.lines.size(); ++i) {
    const bool has = *result == Op::Points ? bool(card.lines[i].scored)
                                           : line_has_attainment(checker, card, card.lines[i]);
    if (has) parts.push_back(result_of(checker, env, *result, i, path->path.parts[0].span));
  }
  if (parts.empty() || (site.word != "min" && site.word != "max")) {
    checker.diagnostics.report(Code::per_line_form, site.span, {{"name", site.word}});
    return checker.error(site.span);
  }
  const Type type = checker.type(parts[0]);
  return make_op(checker, site.word == "min" ? Op::Min : Op::Max, site.span, type, parts);
}

Type whole_count(bool optional) {
  Type type;
  type.kind = Kind::Number;
  type.grain = Grain::Subject;
  type.unit = unit_of(Quantity::Count);
  type.optional = optional;
  return type;
}

/// 1 where the line meets the condition, 0 where it does not; absent where the condition is,
/// unless lines without a value are left out.
ProgramExprId counted(Checker& checker, const CallSite& site, ProgramExprId condition) {
  const auto number = [&](int value) {
    Type type = whole_count(false);
    type.grain = Grain::Constant;
    return make_constant(checker, site.span, Rational(value), type);
  };
  const bool optional = checker.type(condition).optional;
  const ProgramExprId one =
      make_op(checker, Op::If, site.span, whole_count(optional), {condition, number(1), number(0)});
  if (!optional || !site.call.context.skipping_none) return one;
  return make_op(checker, Op::IfNone, site.span, whole_count(false), {one, number(0)});
}

/// Whether the line is looked at: it is scored, where the condition reads points, or else has an
/// attainment. A scored line without a target has none to compare (no_target).
bool is_looked_at(const Checker& checker, const Scorecard& card, const Line& line,
                  const EachLine& each) {
  return each.reads_points ? bool(line.scored) : line_has_attainment(checker, card, line);
}

ProgramExprId check_count(Checker& checker, const Env& env, const CallSite& site) {
  const Scorecard& card = *env.words.card;
  ProgramExprId total;
  for (std::size_t i = 0; i < card.lines.size(); ++i) {
    EachLine each;
    each.index = i;
    Env of_line = env;
    of_line.words.each_line = &each;
    const ProgramExprId condition =
        check_condition(checker, of_line, *site.call.context.group_where);
    if (checker.failed(condition)) return checker.error(site.span);
    if (!each.reads_points && !each.reads_attainment) break;  // it is about no line
    if (!is_looked_at(checker, card, card.lines[i], each)) continue;
    const ProgramExprId one = counted(checker, site, condition);
    const bool optional = checker.type(one).optional || (total && checker.type(total).optional);
    total = total ? make_op(checker, Op::Add, site.span, whole_count(optional), {total, one}) : one;
  }
  if (total) return total;
  checker.diagnostics.report(Code::per_line_form, site.span, {{"name", site.word}});
  return checker.error(site.span);
}

}  // namespace

bool line_has_attainment(const Checker& checker, const Scorecard& card, const Line& line) {
  if (line.target || line.better.direction == Direction::Within) return true;
  const auto& targets = checker.program.targets;
  return std::any_of(targets.begin(), targets.end(), [&](const Target& target) {
    return target.target && may_apply(checker, target, card, line);
  });
}

std::optional<ProgramExprId> word_of_each_line(Checker& checker, const Env& env,
                                               const ast::Name& name) {
  const std::optional<Op> result =
      name.quoted ? std::nullopt : result_of_line(canonical_word(name));
  if (!result) return std::nullopt;
  EachLine& each = *env.words.each_line;
  (*result == Op::Points ? each.reads_points : each.reads_attainment) = true;
  return result_of(checker, env, *result, each.index, name.span);
}

ProgramExprId check_per_line(Checker& checker, const Env& env, const CallSite& site) {
  const bool counts = site.word == "count" && site.call.arguments.empty();
  const bool fits =
      counts ? has_only(checker, site,
                        {ContextWord::Per, ContextWord::Where, ContextWord::SkippingNone})
             : has_only(checker, site, {ContextWord::Per});
  if (!fits) return checker.error(site.span);
  if (!counts) return check_extreme(checker, env, site);
  if (site.call.context.group_where && !site.call.context.where) {
    return check_count(checker, env, site);
  }
  checker.diagnostics.report(Code::per_line_form, site.span, {{"name", site.word}});
  return checker.error(site.span);
}

}  // namespace kpi::check
