#include <algorithm>

#include "check/expressions.hpp"
#include "check/units.hpp"
#include "check/words.hpp"

/// `period.start`, `period.end`, `period.share`.
namespace kpi::check {
namespace {

/// Whether another card that the payout or rule is for is split by days, and this one is not.
bool shares_with_split_card(const Checker& checker, const Env& env) {
  if (env.words.split_card || env.grain != Grain::Subject) return false;
  return std::any_of(env.words.cards.begin(), env.words.cards.end(), [&](ScorecardId card) {
    return checker.program.scorecards[card].split_by_days;
  });
}

/// The part of the period somebody is on the card.
ProgramExprId period_share(Checker& checker, const Env& env, const ast::Path& path) {
  if (shares_with_split_card(checker, env)) {  // whoever is on this card has all of the period
    Type all;
    all.kind = Kind::Number;
    all.unit = unit_of(Quantity::Ratio);
    const ProgramExprId whole = make_op(checker, Op::Constant, path.span, all, {});
    checker.program.exprs[whole].constant = Rational(1);
    return whole;
  }
  if (!env.words.split_card || env.grain != Grain::Subject) {
    checker.diagnostics.report(Code::share_of_whole_period, path.span);
    return checker.error(path.span);
  }
  Type type;
  type.kind = Kind::Number;
  type.unit = unit_of(Quantity::Ratio);
  type.grain = Grain::Subject;
  type.table = env.subject_table;
  const ProgramExprId id = make_op(checker, Op::PeriodShare, path.span, type, {});
  checker.program.exprs[id].scorecard = env.words.split_card;
  return id;
}

}  // namespace

bool is_period_word(const ast::Path& path) {
  return path.parts.size() == 2 && !path.parts[0].quoted &&
         canonical_word(path.parts[0]) == "period";
}

ProgramExprId period_word(Checker& checker, const Env& env, const ast::Path& path) {
  const std::string word = canonical_word(path.parts[1]);
  if (word == "share") return period_share(checker, env, path);
  if (word != "start" && word != "end") {
    checker.diagnostics.report(Code::word_out_of_place, path.span, {{"word", path.parts[1].text}});
    return checker.error(path.span);
  }
  Type type;
  type.kind = Kind::Date;
  type.grain = env.grain == Grain::Row ? Grain::Row : Grain::Subject;
  type.table = env.row_table;
  return make_op(checker, word == "start" ? Op::PeriodStart : Op::PeriodEnd, path.span, type, {});
}

}  // namespace kpi::check
