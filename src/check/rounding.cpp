#include "check/expressions.hpp"
#include "check/peers.hpp"
#include "check/words.hpp"

/// `round(x, step, mode)` inside a formula.
namespace kpi::check {
namespace {

std::optional<RoundMode> mode_of(const std::string& word) {
  if (word == "half_up") return RoundMode::HalfUp;
  if (word == "half_even") return RoundMode::HalfEven;
  if (word == "up") return RoundMode::Up;
  if (word == "down") return RoundMode::Down;
  if (word == "floor") return RoundMode::Floor;
  if (word == "ceil") return RoundMode::Ceil;
  return std::nullopt;
}

/// A bare name that stands alone.
const ast::Name* only_name(const Env& env, ast::ExprId id) {
  const auto* path = std::get_if<ast::PathExpr>(&env.ast->exprs[id].node);
  return path != nullptr && path->path.parts.size() == 1 ? &path->path.parts[0] : nullptr;
}

void report_rounding(Checker& checker, Span span, std::size_t arguments) {
  const auto form = [&](const char* text) { return form_beside(checker, span, text); };
  checker.diagnostics
      .report(Code::no_rounding, span,
              {{"what", arguments == 2 ? Text::word_step : Text::word_rounding}})
      .hint(Text::write_rounding, {{"form", form("round(x, 0.01, half_up)")},
                                   {"modes", form("half_up, half_even, up, down, floor, ceil")}});
}

}  // namespace

/// round(x, step [, mode]).
ProgramExprId check_round_call(Checker& checker, const Env& env, const CallSite& site) {
  const auto& arguments = site.call.arguments;
  if (arguments.size() < 2 || arguments.size() > 3) {
    checker.diagnostics.report(Code::wrong_argument_count, site.span,
                               {{"name", site.word}, {"expected", 2}, {"count", arguments.size()}});
    return checker.error(site.span);
  }
  const ProgramExprId value = check_expr(checker, env, arguments[0]);
  if (checker.failed(value) || !expect_kind(checker, value, Kind::Number)) {
    return checker.error(site.span);
  }
  if (reject_decimals(checker, env, arguments[1], checker.type(value).unit))
    return checker.error(site.span);
  ast::Round round;
  round.step = arguments[1];
  const ast::Name* word = only_name(env, arguments.back());
  const bool no_step = arguments.size() == 2 && word != nullptr && !checker.find(word->text);
  if (arguments.size() == 3 || no_step) {
    round.mode = word == nullptr ? std::nullopt : mode_of(canonical_word(*word));
    if (no_step || !round.mode) {
      report_rounding(checker, env.ast->exprs[arguments.back()].span, arguments.size());
      return checker.error(site.span);
    }
  }
  const auto spec = check_round(checker, env, round, checker.type(value).unit);
  if (!spec) return checker.error(site.span);
  Type type = checker.type(value);
  type.scale = decimal_digits(spec->step).value_or(0);
  const ProgramExprId id = make_op(checker, Op::Round, site.span, type, {value});
  checker.program.exprs[id].round = *spec;
  return id;
}

}  // namespace kpi::check
