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
  if (!subject_row(there.who)) return NoneReason::OutOfScope;
  if (expr.op == Op::Payout) {
    const Payout& payout = program_.payouts[expr.payout];
    const bool paid = is_member(payout.roles, payout.table, there);
    return paid ? pay(expr.payout, there).amount : Value(NoneReason::OutOfScope);
  }
  const Scorecard& card = program_.scorecards[expr.scorecard];
  if (!is_member(card.roles, card.table, there)) return NoneReason::OutOfScope;
  if (expr.op == Op::Points) return line(expr.scorecard, expr.index, there).points;
  return expr.op == Op::Score ? this->card(expr.scorecard, there).score
                              : grade(expr.scorecard, there);
}

}  // namespace kpi::reference
