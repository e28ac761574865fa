#include "program/versions.hpp"
#include "reference/evaluator.hpp"

/// Results of scorecards and payouts, read by what is not part of them.
namespace kpi::reference {

bool Evaluator::is_of_other_card(const Expr& expr, const Scope& scope) const {
  const bool of_card = expr.op == Op::Points || expr.op == Op::Score || expr.op == Op::Grade;
  if (!of_card || !expr.scorecard) return false;
  const Context& context = expr.context;
  const bool here =
      context.subject.kind == SubjectKind::Own && context.window.kind == WindowKind::Own;
  return !here || scope.card != expr.scorecard;
}

/// Who is on this card and on another one of the cycle; of those decided day by day a run knows
/// more.
void Evaluator::note_other_cards(ScorecardId id, const Place& place) {
  if (!id || program_.scorecards[id].split_by_days || !is_on_card(id, place)) return;
  const Scorecard& card = program_.scorecards[id];
  for (std::size_t i = 0; i < program_.scorecards.size(); ++i) {
    const Scorecard& other = program_.scorecards[ScorecardId(i)];
    const bool of_cycle = other.table == card.table && other.every == card.every;
    if (ScorecardId(i) == id || !of_cycle || other.split_by_days) continue;
    const DateRange days = days_of(place.when.anchor, program_.calendar);
    if (!holds(other.effective, days) || !is_on_card(ScorecardId(i), place)) continue;
    const bool later = i > id.index();
    two_at_once_[{later ? card.span : other.span, later ? other.span : card.span}].insert(
        key_of(card.table, *subject_row(place.who)));
  }
}

/// What somebody is paid by the cards they are on; by several only where these are split by days.
Value Evaluator::paid_in_all(const std::vector<PayoutId>& payouts, const Place& place) {
  std::vector<Value> parts;
  for (const PayoutId id : payouts) {
    const Value amount = pay(id, place).amount;
    note_other_cards(program_.payouts[id].scorecard, place);
    if (is_paid(id, place)) parts.push_back(amount);
  }
  return parts.size() == 1 ? parts[0] : sum_of_expected(parts, NoneReason::OutOfScope);
}

/// Only who was on the card, or paid by the payout, in that period has a result.
Value Evaluator::result(const Expr& expr, const Place& place) {
  Place there{place.who, moved(place.when, expr.context.window)};
  const Subject& subject = expr.context.subject;
  if (subject.kind == SubjectKind::Key) {
    const TableId people = expr.payout ? program_.payouts[expr.payout].table
                                       : program_.scorecards[expr.scorecard].table;
    there.who = {person(people, data_.tables[people].row_of_key(subject.key))};
  } else if (subject.kind == SubjectKind::Row) {
    const auto row = subject_row(place.who);
    const auto found = row ? follow(subject.table, subject.column.links, *row) : std::nullopt;
    there.who = {person(table_after(subject.table, subject.column.links), found)};
  }
  if (subject.kind == SubjectKind::HeldRow) {
    there.who = {person(subject.table, held_person(program_.exprs[subject.held], place))};
  }
  if (!subject_row(there.who)) return NoneReason::OutOfScope;
  const Value no_version = there.when.looks_back ? NoneReason::NoPrior : NoneReason::NoVersion;
  if (expr.op == Op::Payout) {
    const auto payouts = paying(expr.payout, there.when.anchor);
    return payouts.empty() ? no_version : paid_in_all(payouts, there);
  }
  Scope asked{expr.scorecard, std::nullopt};
  if (expr.op == Op::Points) asked.line = expr.index;
  const auto held = scope_in(asked, there.when.anchor);
  if (!held) return no_version;
  // looked at whoever is on the card: an error in the data does not depend on it
  const Value found = expr.op == Op::Points  ? line(held->card, *held->line, there).points
                      : expr.op == Op::Score ? card(held->card, there).score
                                             : grade(held->card, there);
  note_other_cards(held->card, there);
  return is_on_card(held->card, there) ? found : Value(NoneReason::OutOfScope);
}

}  // namespace kpi::reference
