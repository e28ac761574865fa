#include <algorithm>
#include <vector>

#include "check/context_words.hpp"
#include "check/expressions.hpp"
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

/// The weakest or the strongest line.
ProgramExprId check_extreme(Checker& checker, const Env& env, const CallSite& site) {
  std::vector<ProgramExprId> parts;
  const auto* path = site.call.arguments.size() == 1
                         ? std::get_if<ast::PathExpr>(&env.ast->exprs[site.call.arguments[0]].node)
                         : nullptr;
  const std::optional<Op> result = path != nullptr && path->path.parts.size() == 1
                                       ? result_of_line(canonical_word(path->path.parts[0]))
                                       : std::nullopt;
  for (std::size_t i = 0; result && i < env.words.card->lines.size(); ++i) {
    Env of_line = env;
    of_line.words.each_line = i;
    if (const auto part = word_of_each_line(checker, of_line, path->path.parts[0])) {
      parts.push_back(*part);
    }
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

/// The lines of which the condition holds; a line that has none of the words it reads (points, an
/// attainment) is not looked at.
ProgramExprId check_count(Checker& checker, const Env& env, const CallSite& site) {
  ProgramExprId total;
  for (std::size_t i = 0; i < env.words.card->lines.size(); ++i) {
    Env of_line = env;
    of_line.words.each_line = i;
    bool lacks_word = false;
    of_line.words.line_lacks_word = &lacks_word;
    const ProgramExprId condition =
        check_condition(checker, of_line, *site.call.context.group_where);
    if (lacks_word) continue;
    if (checker.failed(condition)) return checker.error(site.span);
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
  const Window& window = checker.expr(line.measure).context.window;
  const PeriodUnit every = window.kind == WindowKind::Whole ? window.unit : card.every;
  const auto& targets = checker.program.targets;
  return std::any_of(targets.begin(), targets.end(), [&](const Target& target) {
    return target.metric == line.metric && target.every == every && target.target &&
           share_role(checker.program, target.roles, card.roles);
  });
}

std::optional<ProgramExprId> word_of_each_line(Checker& checker, const Env& env,
                                               const ast::Name& name) {
  const std::optional<Op> result =
      name.quoted ? std::nullopt : result_of_line(canonical_word(name));
  if (!result) return std::nullopt;
  const Scorecard& card = *env.words.card;
  const Line& line = card.lines[*env.words.each_line];
  const bool has =
      *result == Op::Points ? bool(line.scored) : line_has_attainment(checker, card, line);
  if (!has) {
    if (env.words.line_lacks_word == nullptr) return std::nullopt;
    *env.words.line_lacks_word = true;
    return checker.error(name.span);
  }
  Expr part;
  part.op = *result;
  part.span = name.span;
  part.type.kind = Kind::Number;
  part.type.grain = Grain::Subject;
  part.type.optional = true;
  part.type.unit = unit_of(*result == Op::Points ? Quantity::Points : Quantity::Ratio);
  part.scorecard = env.words.card_id;
  part.index = *env.words.each_line;
  return checker.add(std::move(part));
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
