#include "check/expressions.hpp"
#include "check/words.hpp"

/// How the values of an aggregate become one, where its name alone does not say it.
namespace kpi::check {
namespace {

std::size_t arguments_of(AggregateKind kind, const std::string& word) {
  return kind == AggregateKind::Corr || word == "percentile" ? 2 : 1;
}

Env constant_env(const Env& env) {
  Env constant;
  constant.ast = env.ast;
  constant.grain = Grain::Constant;
  return constant;
}

bool check_fraction(Checker& checker, const Env& env, const ast::Call& call,
                    const std::string& word, Aggregate& aggregate) {
  aggregate.fraction = Rational::fraction(1, 2);
  if (word == "median") return true;
  const ast::ExprId written = call.arguments[1];
  const auto fraction =
      check_constant(checker, constant_env(env), written, unit_of(Quantity::Ratio));
  if (!fraction) return false;
  aggregate.fraction = *fraction;
  if (fraction->sign() >= 0 && *fraction <= Rational(1)) return true;
  checker.diagnostics.report(Code::percentile_range, env.ast->exprs[written].span);
  return false;
}

bool takes_top(AggregateKind kind) {
  return kind != AggregateKind::Count && kind != AggregateKind::CountDistinct &&
         kind != AggregateKind::Only && kind != AggregateKind::Corr;
}

bool check_top(Checker& checker, const Env& env, Span span, const ast::Call& call,
               Aggregate& aggregate) {
  if (!takes_top(aggregate.kind)) {
    checker.diagnostics.report(Code::word_out_of_place, span, {{"word", "top"}});
    return false;
  }
  const auto count =
      check_constant(checker, constant_env(env), *call.top, unit_of(Quantity::Number));
  if (!count) return false;
  aggregate.top = count->to_int64().value_or(0);
  if (aggregate.top > 0) return true;
  checker.diagnostics.report(Code::top_not_whole, env.ast->exprs[*call.top].span);
  return false;
}

}  // namespace

bool check_reduction(Checker& checker, const Env& env, Span span, const ast::Call& call,
                     Aggregate& aggregate) {
  const std::string word = canonical_word(call.callee.parts[0]);
  const std::size_t expected = arguments_of(aggregate.kind, word);
  const bool counts_groups = call.arguments.empty() && aggregate.kind == AggregateKind::Count;
  if (call.arguments.size() != expected && !counts_groups) {
    checker.diagnostics.report(
        Code::wrong_argument_count, span,
        {{"name", word}, {"expected", std::to_string(expected)}, {"count", call.arguments.size()}});
    return false;
  }
  if (aggregate.kind == AggregateKind::Percentile &&
      !check_fraction(checker, env, call, word, aggregate)) {
    return false;
  }
  return !call.top || check_top(checker, env, span, call, aggregate);
}

}  // namespace kpi::check
