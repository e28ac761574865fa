#include <algorithm>

#include "reference/evaluator.hpp"

/// Values that read the periods before.
namespace kpi::reference {
namespace {

/// The card the words in a condition are of, if it has any.
ScorecardId card_in(const Program& program, ProgramExprId id, const Scope& scope) {
  const Expr& expr = program.exprs[id];
  if (expr.scorecard) return expr.scorecard;
  const bool of_line = expr.op == Op::LineValue || (expr.op == Op::Attainment && !expr.metric);
  if (of_line || expr.op == Op::Score || expr.op == Op::Grade) return scope.card;
  for (const ProgramExprId arg : expr.args) {
    if (const ScorecardId card = card_in(program, arg, scope)) return card;
  }
  return {};
}

}  // namespace

std::optional<Date> Evaluator::data_start(const std::vector<TableId>& tables) const {
  std::optional<Date> first;
  for (const TableId table : tables) {
    const auto& coverage = coverage_.at(table);
    if (!coverage || coverage->days.empty()) continue;
    Date start = coverage->days.first;
    if (program_.tables[table].complete) {  // covers all days; the rows begin somewhere
      const auto earliest = facts_of(table).first;
      if (!earliest) continue;
      start = days_of(period_containing(*earliest, PeriodUnit::Month, false, program_.calendar),
                      program_.calendar)
                  .first;
    }
    first = first ? std::min(*first, start) : start;
  }
  return first;
}

/// One period of a streak: whether it goes on, and what it adds.
Evaluator::Link Evaluator::link_of(const Expr& expr, const Place& place, const Scope& scope) {
  const ScorecardId card = card_in(program_, expr.args[0], scope);
  const TableId table = subjects(place.who);
  const DateRange period = days_of(place.when.anchor, program_.calendar);
  const auto row = subject_row(place.who);
  const Value holds = value(expr.args[0], place, scope);
  Link link;
  const auto held = card ? scope_in({card, std::nullopt}, place.when.anchor) : std::nullopt;
  const bool on_card = held && is_on_card(held->card, place);
  link.absent = table && !(card ? on_card : row && in_force(table, *row, period));
  if (!is_none(holds)) {
    link.counts = link.goes_on = is_true(holds);
    return link;
  }
  const NoneReason reason = reason_of(holds);
  const bool open = reason == NoneReason::NoData || reason == NoneReason::NullInput ||
                    reason == NoneReason::NoVersion;
  if (open) link.open = reason;
  link.goes_on = expr.skips_none;
  return link;
}

/// Goes back period by period to where the data begin, so that an error in them shows whatever the
/// periods after it say. What is counted ends where the condition fails or the person was not
/// there.
Value Evaluator::streak(const Expr& expr, const Place& place, const Scope& scope) {
  const auto start = data_start(dated_tables(program_, expr.args[0], scope.card));
  std::int64_t count = 0;
  std::optional<Value> result;
  Window prior;
  prior.kind = WindowKind::Prior;
  Place there = place;
  while (true) {
    const Link link = link_of(expr, there, scope);
    const bool first = there.when.anchor == place.when.anchor;
    if (!result && link.absent) {
      result = first ? Value(NoneReason::OutOfScope) : whole(count);
    } else if (!result && link.open) {
      result = *link.open;
    } else if (!result && !link.goes_on) {
      result = whole(count);
    }
    if (!result && link.counts) ++count;
    there.when = moved(there.when, prior);
    if (!start || days_of(there.when.anchor, program_.calendar).last < *start) break;
  }
  return result.value_or(whole(count));
}

/// Without a card of its own, the words are those of whatever card of the cycle somebody is on.
Value Evaluator::score_word(Op op, const Place& place, const Scope& scope) {
  ScorecardId id;
  if (scope.card) {
    const auto held = scope_in({scope.card, std::nullopt}, place.when.anchor);
    if (!held) return NoneReason::OutOfScope;
    id = held->card;
  }
  for (std::size_t i = 0; !id && i < program_.scorecards.size(); ++i) {
    const Scorecard& card = program_.scorecards[ScorecardId(i)];
    if (card.table != subjects(place.who) || card.every != place.when.anchor.unit) continue;
    if (!is_effective(card.effective, place.when.anchor)) continue;
    if (is_on_card(ScorecardId(i), place)) id = ScorecardId(i);
  }
  if (!id) return NoneReason::OutOfScope;
  return op == Op::Score ? card(id, place).score : grade(id, place);
}

/// The state that comes into a period: that of the period before, after what was paid there by the
/// version that held then.
Value Evaluator::carried(PayoutId asked, std::size_t index, const Place& place) {
  std::vector<PayoutId> now = paying(asked, place.when.anchor);
  if (now.empty()) now.push_back(asked);
  PayoutId id = now[0];
  for (const PayoutId own : now) {
    if (is_paid(own, {place.who, at(place.when.anchor)})) id = own;
  }
  const std::string key = "carried " + program_.payouts[id].name + "." + std::to_string(index) +
                          " " + Place{place.who, at(place.when.anchor)}.key();
  const auto known = values_.find(key);
  if (known != values_.end()) return known->second;
  const Payout& payout = program_.payouts[id];
  const Carry& carry = payout.carries[index];
  const Calendar& calendar = program_.calendar;
  const Place here{place.who, at(place.when.anchor)};
  const Place before{place.who, at(shift(place.when.anchor, -1))};
  const Date last_before = days_of(before.when.anchor, calendar).last;
  std::optional<Date> start;
  if (carry.every) {
    const bool fiscal = has_fiscal_form(*carry.every, calendar);
    const Date today = days_of(here.when.anchor, calendar).last;
    start = days_of(period_containing(today, *carry.every, fiscal, calendar), calendar).first;
  } else {
    std::vector<TableId> tables;
    for (const PayoutId each : now) {
      const Payout& read = program_.payouts[each];
      const Carry& own = read.carries[index];
      for (const ProgramExprId part : {read.amount, own.initial, own.next}) {
        for (const TableId table : dated_tables(program_, part, read.scorecard))
          tables.push_back(table);
      }
    }
    start = data_start(tables);
  }
  Value state;
  if (!start || last_before < *start) {
    state = value(carry.initial, here, {payout.scorecard, std::nullopt});
  } else {
    state = carried(id, index, before);
    // both are looked at whoever is paid: an error in the data does not depend on it
    for (const PayoutId payer : paying(id, before.when.anchor)) {
      const Payout& then = program_.payouts[payer];
      const bool absent = is_none(pay(payer, before).amount);
      const Value next = value(then.carries[index].next, before, {then.scorecard, std::nullopt});
      if (is_paid(payer, before) && !absent) state = next;
    }
  }
  return values_[key] = state;
}

}  // namespace kpi::reference
