#include "diag/period_words.hpp"
#include "plan/lowering.hpp"
#include "program/links.hpp"
#include "program/versions.hpp"

/// Results of scorecards and payouts read elsewhere: of a person, in a period of their cycle.
namespace kpi::plan {

bool is_result(const Expr& expr, const CardScope& scope) {
  if (expr.op == Op::Payout) return true;
  const bool of_card = expr.op == Op::Points || expr.op == Op::Score || expr.op == Op::Grade;
  if (!of_card || !expr.scorecard) return false;
  return expr.scorecard != scope.card || expr.context.subject.kind != SubjectKind::Own ||
         expr.context.window.kind != WindowKind::Own;
}

StepId Lowering::result(const Expr& expr, const At& at) {
  const bool paid = expr.op == Op::Payout;
  const Payout* const payout = paid ? &program_.payouts[expr.payout] : nullptr;
  const Scorecard* const card = paid ? nullptr : &program_.scorecards[expr.scorecard];
  const std::string& name = paid ? payout->name : card->name;
  const TableId people = paid ? payout->table : card->table;
  const PeriodUnit every = paid ? payout->every : card->every;
  const auto fail = [&] {
    plan_.ok = false;
    return constant(at.where, NoneReason::Failed, expr.span);
  };
  const auto when = shifted(at.when, expr.context.window, expr.span);
  if (!when) return fail();
  const bool fiscal = has_fiscal_form(every, program_.calendar);
  const bool of_cycle = when->shape.kind == WindowKind::Own && when->anchor.unit == every &&
                        when->anchor.fiscal == fiscal;
  if (!of_cycle) {
    diagnostics_.report(Code::result_of_other_cycle, expr.span,
                        {{"name", name}, {"unit", word_of(every)}});
    return fail();
  }
  At there{*when, at.where};
  const Subject& subject = expr.context.subject;
  const std::vector<Axis>& axes = plan_.aggregation.spaces[at.where.space].axes;
  const bool by_links = axes.size() == 1 && axes[0].from;  // others' rows, not the person's own
  if (subject.kind == SubjectKind::Key) there.where = subjects(people);
  if (subject.kind == SubjectKind::Row) {
    there.where = linked_to(table_after(program_, subject.table, subject.column.links));
  }
  if (subject.kind == SubjectKind::HeldRow) there.where = linked_to(subject.table);
  // in a query what stands in rows of nobody is nobody's result, so that nobody is no row
  const bool own_of_query = subject.kind == SubjectKind::Own && !asked_.empty() &&
                            at.where.space == subjects(people).space;
  if (own_of_query) there.where = linked_to(people);
  if (there.where.subjects != people || (by_links && subject.kind == SubjectKind::Own)) {
    diagnostics_.report(Code::result_of_many, expr.span, {{"name", name}});
    return fail();
  }
  const auto back = [&](StepId value) {
    if (!own_of_query) return bring_back(value, expr, at, there.when.days);
    Step same = step_of(StepKind::Follow, at, {value}, expr.span);
    same.days = there.when.days;
    return add(std::move(same));
  };
  return back(paid ? paid_to_person(expr, there) : result_of_person(expr, there));
}

/// The result in the period of the place; none(out_of_scope) for whom it is not.
StepId Lowering::result_of_person(const Expr& expr, const At& there) {
  const std::optional<std::size_t> line_asked =
      expr.op == Op::Points ? std::optional<std::size_t>(expr.index) : std::nullopt;
  const auto scope = in_force({expr.scorecard, line_asked}, there);
  if (!scope) return no_version(expr, there);
  const StepId value = expr.op == Op::Points ? line(scope->card, *scope->line, there).points
                                             : line_word(expr.op, there, *scope, expr.span);
  const StepId nothing = constant(there.where, NoneReason::OutOfScope, expr.span);
  return result_on_card(scope->card, there, {on_card(scope->card, there), value, nothing},
                        expr.span);
}

/// By each of the cards that the payout is for. Of cards split by days somebody may have been on
/// several in the period, and is paid for the days of each.
StepId Lowering::paid_to_person(const Expr& expr, const At& there) {
  const DateRange days = days_of(there.when.anchor, program_.calendar);
  const StepId nothing = constant(there.where, NoneReason::OutOfScope, expr.span);
  std::vector<StepId> parts;
  for (const PayoutId id : all_held(program_.payouts, expr.payout, days)) {
    const StepId value = this->payout(id, there).settled;
    parts.push_back(result_on_card(program_.payouts[id].scorecard, there,
                                   {paid_by(id, there), value, nothing}, expr.span));
  }
  if (parts.empty()) return no_version(expr, there);
  if (parts.size() == 1) return parts[0];
  Step sum = step_of(StepKind::SumOf, there, parts, expr.span);
  sum.constant = NoneReason::OutOfScope;
  return add(std::move(sum));
}

StepId Lowering::no_version(const Expr& expr, const At& there) {
  const NoneReason reason = there.when.look_back ? NoneReason::NoPrior : NoneReason::NoVersion;
  return constant(there.where, reason, expr.span);
}

/// `args`: who is meant, the value, and what it is for everybody else.
StepId Lowering::result_on_card(ScorecardId card, const At& there, std::vector<StepId> args,
                                Span span) {
  Step step;
  step.kind = StepKind::Choose;
  step.space = there.where.space;
  step.span = span;
  step.days = there.when.days;
  step.args = std::move(args);
  step.rivals = other_cards(card, there);
  return add(std::move(step));
}

/// The other cards of the cycle, which nobody of this one may be on; of those that are decided day
/// by day a run knows more.
std::vector<Rival> Lowering::other_cards(ScorecardId id, const At& at) {
  std::vector<Rival> others;
  if (!id || program_.scorecards[id].split_by_days) return others;
  const Scorecard& card = program_.scorecards[id];
  for (std::size_t i = 0; i < program_.scorecards.size(); ++i) {
    const Scorecard& other = program_.scorecards[ScorecardId(i)];
    const bool of_cycle = other.table == card.table && other.every == card.every;
    if (ScorecardId(i) == id || !of_cycle || other.split_by_days) continue;
    if (!holds(other.effective, days_of(at.when.anchor, program_.calendar))) continue;
    const bool later = i > id.index();
    others.push_back({on_card(ScorecardId(i), at), later ? card.span : other.span,
                      later ? other.span : card.span});
  }
  return others;
}

}  // namespace kpi::plan
