#include "program/versions.hpp"
#include "diag/period_words.hpp"

#include <set>

#include "plan/lowering.hpp"

/// What depends on the day: versions of a definition, rows of a history.
namespace kpi::plan {
namespace {

/// Every choice between versions that the expression makes at its own place.
void versions_in(const Program& program, ProgramExprId id, std::set<ProgramExprId>& seen,
                 std::vector<const Expr*>& found) {
  if (!id || !seen.insert(id).second) return;
  const Expr& expr = program.exprs[id];
  if (expr.op == Op::Versions) found.push_back(&expr);
  if (expr.metric) versions_in(program, program.metrics[expr.metric].formula, seen, found);
  for (const ProgramExprId arg : expr.args)
    versions_in(program, arg, seen, found);
}

}  // namespace

/// What holds on all of the days asked for. Before the first version a look-back has no base.
StepId Lowering::version(ProgramExprId id, const At& at, const CardScope& scope) {
  const Expr& expr = program_.exprs[id];
  const HeldVersion held = held_on(expr.versions, at.when.whole);
  for (std::size_t i = 0; i < expr.args.size(); ++i) {
    if (held.index != i) plan_.other_versions.push_back(expr.args[i]);
  }
  if (held.index) return lower(expr.args[*held.index], at, scope);
  if (held.several) {
    const DateRange days = at.when.whole;
    diagnostics_
        .report(Code::several_versions, expr.span,
                {{"name", expr.constant.text()}, {"days", words_of(days)}})
        .hint(Text::name_definitions, {{"name", expr.constant.text()}});
    plan_.ok = false;
    return constant(at.where, NoneReason::Failed, expr.span);
  }
  const NoneReason reason = at.when.look_back ? NoneReason::NoPrior : NoneReason::NoVersion;
  return constant(at.where, reason, expr.span);
}

/// growth and change of what was defined otherwise then; true when reported.
bool Lowering::compares_versions(const Expr& expr, const At& at) {
  const auto before = shifted(at.when, program_.exprs[expr.args[1]].context.window, expr.span);
  if (!before) return false;  // reported where it is lowered
  std::set<ProgramExprId> seen;
  std::vector<const Expr*> found;
  versions_in(program_, expr.args[0], seen, found);
  for (const Expr* choice : found) {
    const HeldVersion now = held_on(choice->versions, at.when.whole);
    const HeldVersion then = held_on(choice->versions, before->whole);
    if (!now.index || !then.index || now.index == then.index) continue;
    diagnostics_
        .report(Code::versions_compared, expr.span,
                {{"name", choice->constant.text()},
                 {"days", words_of(at.when.whole)},
                 {"before", words_of(before->whole)}})
        .hint(Text::name_definitions, {{"name", choice->constant.text()}});
    plan_.ok = false;
    return true;
  }
  return false;
}

/// What a history says of the subject at the end of the days.
/// On a card split by days that is what the history says on somebody's last day there.
StepId Lowering::held(ProgramExprId id, const At& at, const CardScope& scope) {
  const Expr& expr = program_.exprs[id];
  if (at.where.subjects != expr.type.table) {
    const TableSchema& people = program_.tables[expr.type.table];
    const Argument subject =
        at.where.subjects ? Argument("subject", '`' + program_.tables[at.where.subjects].name + '`')
                          : Argument("subject", Text::words_other_subjects);
    diagnostics_.report(
        Code::subject_column_here, expr.span,
        {{"name", program_.tables[expr.history].name}, {"table", people.name}, subject});
    plan_.ok = false;
    return constant(at.where, NoneReason::Failed, expr.span);
  }
  ScorecardId card = expr.scorecard ? expr.scorecard : scope.card;
  if (card && !program_.scorecards[card].split_by_days) card = {};
  const std::string key =
      "held " + std::to_string(id.value) + " " + std::to_string(card.value) + " " + key_of(at);
  if (const auto found = shared_.find(key); found != shared_.end()) return found->second;
  Step step;
  step.kind = StepKind::Held;
  step.space = at.where.space;
  step.span = expr.span;
  step.days = at.when.days.empty() && card ? at.when.whole : at.when.days;
  if (card) step.args = days_on_card(card, at);
  step.expr = id;
  step.type = expr.type;
  return shared_[key] = add(std::move(step));
}

}  // namespace kpi::plan
