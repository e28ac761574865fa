#include "check/expressions.hpp"
#include "check/units.hpp"
#include "check/words.hpp"

/// `period.start`, `period.end`, `period.share`.
namespace kpi::check {
namespace {

/// The part of the period somebody is on the card.
ProgramExprId period_share(Checker& checker, const Env& env, const ast::Path& path) {
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
