#include <algorithm>

#include "diag/period_words.hpp"
#include "plan/lowering.hpp"
#include "program/versions.hpp"

/// Values that read the periods before: streaks and what payouts carry on. Each period is one link
/// of a chain, so that a year of them costs a year, not its square.
namespace kpi::plan {
namespace {

Window prior() {
  Window window;
  window.kind = WindowKind::Prior;
  return window;
}

/// The card that must have applied for the condition to mean anything.
ScorecardId card_read(const Program& program, ProgramExprId id, const CardScope& scope) {
  const Expr& expr = program.exprs[id];
  const bool line_word = expr.op == Op::LineValue || (expr.op == Op::Attainment && !expr.metric);
  const bool card_word = expr.op == Op::Score || expr.op == Op::Grade || line_word;
  if (expr.scorecard) return expr.scorecard;
  if (card_word) return scope.card;
  for (const ProgramExprId arg : expr.args) {
    if (const ScorecardId card = card_read(program, arg, scope)) return card;
  }
  return {};
}

}  // namespace

bool Lowering::are_too_many(std::size_t periods, PeriodUnit unit, DateRange days,
                            const std::string& name, Span span) {
  constexpr std::size_t kMostPeriods = 20'000;  // days of half a century
  if (periods <= kMostPeriods) return false;
  if (plan_.ok) {
    diagnostics_
        .report(Code::too_many_periods, span,
                {{"name", name},
                 {"count", periods},
                 {"unit", word_of(unit)},
                 {"days", words_of(days)},
                 {"limit", kMostPeriods}})
        .hint(Text::look_at_first_day, {{"day", to_string(days.first)}});
  }
  plan_.ok = false;
  return true;
}

/// The day where the data of the tables begin; the earliest of them. Tables whose rows nobody has
/// looked at yet begin nowhere; then the plan says so and is made again. A sample goes no further
/// back than its own days.
std::optional<Date> Lowering::data_start(const std::vector<TableId>& tables,
                                         const std::string& name, Span span) {
  if (tables.empty()) {
    diagnostics_.report(Code::history_without_data, span, {{"name", name}});
    plan_.ok = false;
    return std::nullopt;
  }
  std::optional<Date> first;
  for (const TableId table : tables) {
    std::optional<Date> start;
    if (const auto& covers = program_.tables[table].covers) {
      start = covers->first;
    } else if (table.index() < start_.size()) {
      start = start_[table.index()];
    } else {
      plan_.asks_data_start = true;
    }
    if (start) first = first ? std::min(*first, *start) : *start;
  }
  return first && sampled_from_ ? std::max(*first, *sampled_from_) : first;
}

StepId Lowering::lower_streak(ProgramExprId id, const At& at, const CardScope& scope) {
  const Expr& expr = program_.exprs[id];
  if (at.when.shape.kind != WindowKind::Own) {
    if (!report_range(at.when, "streak", expr.span)) {
      diagnostics_.report(Code::window_not_whole, expr.span,
                          {{"window", "streak"}, {"unit", word_of(at.when.anchor.unit)}});
    }
    plan_.ok = false;
    return constant(at.where, NoneReason::Failed, expr.span);
  }
  const auto start =
      data_start(dated_tables(program_, expr.args[0], scope.card), "streak", expr.span);
  std::vector<At> places{at};
  while (start && days_of(shift(places.back().when.anchor, -1), program_.calendar).last >= *start) {
    const auto before = shifted(places.back().when, prior(), expr.span);
    if (!before) break;
    places.push_back({*before, at.where});
  }
  if (start && are_too_many(places.size(), at.when.anchor.unit, {*start, at.when.days.last},
                            "streak", expr.span)) {
    return constant(at.where, NoneReason::Failed, expr.span);
  }
  StepId link;
  while (!places.empty()) {
    link = streak(id, places.back(), scope, link);
    places.pop_back();
  }
  return link;
}

/// One link: the condition of this period and the streak that came into it.
StepId Lowering::streak(ProgramExprId id, const At& at, const CardScope& scope, StepId before) {
  const std::string key = "streak " + std::to_string(id.value) + " " + key_of(at) + " " +
                          std::to_string(scope.card.value) + "." +
                          std::to_string(scope.line.value_or(0));
  if (const auto found = shared_.find(key); found != shared_.end()) return found->second;
  const Expr& expr = program_.exprs[id];
  Step step = step_at(StepKind::Streak, expr, at);
  step.skips_none = expr.skips_none;
  const StepId condition = lower(expr.args[0], at, scope);
  StepId there;
  if (at.where.subjects) {
    const ScorecardId card = card_read(program_, expr.args[0], scope);
    const auto held = card ? in_force({card, std::nullopt}, at) : std::nullopt;
    if (held) {
      there = on_card(held->card, at);
    } else {
      there = card ? constant(at.where, Value::boolean(false), expr.span)
                   : in_scope(at.where.subjects, at);
    }
  }
  step.args = {condition, there, before};
  const StepId link = add(std::move(step));
  shared_.emplace(key, link);
  return link;
}

/// Score or grade of whatever card of this cycle somebody is on.
StepId Lowering::any_score(Op op, const At& at, Span span) {
  StepId result = constant(at.where, NoneReason::OutOfScope, span);
  for (std::size_t i = program_.scorecards.size(); i-- > 0;) {
    const Scorecard& declared = program_.scorecards[ScorecardId(i)];
    if (declared.table != at.where.subjects || declared.every != at.when.anchor.unit) continue;
    if (!holds(declared.effective, days_of(at.when.anchor, program_.calendar))) continue;
    Step step;
    step.kind = StepKind::Choose;
    step.space = at.where.space;
    step.span = span;
    step.args = {on_card(ScorecardId(i), at),
                 line_word(op, at, {ScorecardId(i), std::nullopt}, span), result};
    result = add(std::move(step));
  }
  return result;
}

/// The versions that hold in the period, one for each card; the one asked about where none does.
std::vector<PayoutId> Lowering::paying_in(PayoutId id, Period period) const {
  auto held = all_held(program_.payouts, id, days_of(period, program_.calendar));
  if (held.empty()) held.push_back(id);
  return held;
}

/// The first day that has a part in the state: of the window, or of the data of those who pay.
std::optional<Date> Lowering::carry_start(const std::vector<PayoutId>& paying, std::size_t index,
                                          Date end) {
  const Carry& carry = program_.payouts[paying.front()].carries[index];
  if (carry.every) {
    const Calendar& calendar = program_.calendar;
    const bool fiscal = has_fiscal_form(*carry.every, calendar);
    return days_of(period_containing(end, *carry.every, fiscal, calendar), calendar).first;
  }
  const auto key = std::pair(paying, index);
  if (const auto found = carry_starts_.find(key); found != carry_starts_.end()) {
    return found->second;
  }
  std::vector<TableId> tables;
  for (const PayoutId id : paying) {
    const Payout& payout = program_.payouts[id];
    const Carry& own = payout.carries[index];
    for (const ProgramExprId part : {payout.amount, own.initial, own.next}) {
      for (const TableId table : dated_tables(program_, part, payout.scorecard))
        tables.push_back(table);
    }
  }
  return carry_starts_[key] = data_start(tables, carry.name, carry.span);
}

/// How many periods lead to the state of the last one, itself among them.
std::size_t Lowering::carry_length(const std::vector<PayoutId>& paying, std::size_t index,
                                   Period last) {
  const Carry& carry = program_.payouts[paying.front()].carries[index];
  const Date end = days_of(last, program_.calendar).last;
  const auto start = carry_start(paying, index, end);
  if (!start || *start > end) return 1;
  const Period first = period_containing(*start, last.unit, last.fiscal, program_.calendar);
  const auto periods = static_cast<std::size_t>(last.ordinal - first.ordinal) + 1;
  return are_too_many(periods, last.unit, {*start, end}, carry.name, carry.span) ? 1 : periods;
}

/// The states that come into the period. Earlier periods are computed as they were then, by the
/// version that held, whichever were asked for.
const std::vector<StepId>& Lowering::carried(PayoutId asked, const At& at) {
  const PayoutId id = versions_of(program_.payouts, asked)[0];  // the states are those of the name
  const auto key_at = [&](Period period) {
    return std::to_string(id.value) + " " + key_of({at_period(period), at.where});
  };
  const std::string key = key_at(at.when.anchor);
  if (const auto found = carried_.find(key); found != carried_.end()) return found->second;
  const Payout& payout = program_.payouts[id];
  std::size_t longest = 0;
  for (std::size_t i = 0; i < payout.carries.size(); ++i) {
    longest = std::max(longest, carry_length(paying_in(id, at.when.anchor), i, at.when.anchor));
  }
  for (std::size_t back = longest; back-- > 0;) {
    const Period period = shift(at.when.anchor, -static_cast<int>(back));
    if (carried_.count(key_at(period)) != 0) continue;
    std::vector<StepId> states;
    for (std::size_t i = 0; i < payout.carries.size(); ++i) {
      states.push_back(carried_into(id, i, {at_period(period), at.where}));
    }
    carried_.emplace(key_at(period), std::move(states));
  }
  return carried_.at(key);
}

/// The state that comes into a period: where it begins, the initial value of the version that
/// holds; else what the period before handed on, which is what it was given where no version held.
/// Of several cards it is the person's own that says so.
StepId Lowering::carried_into(PayoutId first, std::size_t index, const At& at) {
  const Period period = at.when.anchor;
  const std::vector<PayoutId> paying = paying_in(first, period);
  if (carry_length(paying, index, period) == 1) {
    StepId initial;
    for (const PayoutId id : paying) {
      const Payout& payout = program_.payouts[id];
      const Carry& carry = payout.carries[index];
      const StepId own = lower(carry.initial, at, {payout.scorecard, {}});
      initial = initial ? chosen(paid_by(id, at), own, initial, carry.span) : own;
    }
    return initial;
  }
  const At before{at_period(shift(period, -1)), at.where};
  StepId state = carried(first, before)[index];
  const DateRange days = days_of(before.when.anchor, program_.calendar);
  for (const PayoutId id : all_held(program_.payouts, first, days))
    state = carry_on(id, index, before, state);
  return state;
}

/// What the period hands on: the state it was given where nothing was paid.
StepId Lowering::carry_on(PayoutId id, std::size_t index, const At& at, StepId before) {
  const Payout& declared = program_.payouts[id];
  const PayoutOutput paid = payout(id, at);
  Step step;
  step.kind = StepKind::Carry;
  step.space = at.where.space;
  step.span = declared.carries[index].span;
  step.days = at.when.days;
  step.name = declared.name + "." + declared.carries[index].name;
  step.args = {before, paid.member, paid.settled,
               lower(declared.carries[index].next, at, {declared.scorecard, std::nullopt})};
  return add(std::move(step));
}

}  // namespace kpi::plan
