#include <algorithm>

#include "base/check.hpp"
#include "reference/evaluator.hpp"

/// Scorecards and payouts in the order the language fixes.
namespace kpi::reference {
namespace {

using State = score::AdjustResult::State;

bool asks_by_name(NoneReason reason) {
  return reason == NoneReason::NoData || reason == NoneReason::NullInput ||
         reason == NoneReason::NoVersion;
}

/// A policy that names the reason goes before one for every reason.
const Policy* policy_for(const std::vector<Policy>& policies, NoneReason reason) {
  for (const Policy& policy : policies) {
    if (policy.reason == reason) return &policy;
  }
  for (const Policy& policy : policies) {
    if (!policy.reason && !asks_by_name(reason)) return &policy;
  }
  return nullptr;
}

/// A line's own policies before the card's.
const Policy* policy_of_line(const Scorecard& card, std::size_t line, NoneReason reason) {
  const Policy* own = policy_for(card.lines[line].policies, reason);
  return own != nullptr ? own : policy_for(card.policies, reason);
}

Value bounded(const Value& points, const std::optional<Rational>& cap,
              const std::optional<Rational>& floor) {
  if (is_none(points)) return points;
  Number number = number_of(points);
  if (cap) number = std::min(number, exact(*cap));
  if (floor) number = std::max(number, exact(*floor));
  return number;
}

Value changed(AdjustKind kind, const Number& before, const Value& by) {
  if (is_none(by)) return by;
  switch (kind) {
    case AdjustKind::Add: return Number(before + number_of(by));
    case AdjustKind::Deduct: return Number(before - number_of(by));
    case AdjustKind::Cap: return std::min(before, number_of(by));
    case AdjustKind::Floor: return std::max(before, number_of(by));
    case AdjustKind::Round: break;
  }
  return before;
}

}  // namespace

Value Evaluator::line_word(Op op, const Place& place, const Scope& asked) {
  KPI_CHECK(asked.card && asked.line);
  const auto held = scope_in(asked, place.when.anchor);
  if (!held) return NoneReason::OutOfScope;
  const Scope scope = *held;
  const Line& line = program_.scorecards[scope.card].lines[*scope.line];
  if (op == Op::LineValue) return value(line.measure, place, {});
  if (op == Op::Attainment) {
    const Value actual = line_word(Op::LineValue, place, scope);
    const Value against = line_word(Op::Target, place, scope);
    const Window& window = program_.exprs[line.measure].context.window;
    const Place there{place.who, moved(place.when, window)};
    const bool own = line.target || line.own_better;
    const Better& method = own ? line.better : method_at(line.metric, there);
    return rounded(attainment_of(actual, against, method), program_.precision.ratio);
  }
  if (op == Op::Target && line.target) {
    return rounded(value(line.target, place, {}), program_.metrics[line.metric].publish);
  }
  const Window& window = program_.exprs[line.measure].context.window;
  return target(line.metric, op, {place.who, moved(place.when, window)});
}

LineSheet Evaluator::line(ScorecardId card_id, std::size_t index, const Place& place) {
  const Scope scope{card_id, index};
  const Line& line = program_.scorecards[card_id].lines[index];
  LineSheet sheet;
  sheet.value = line_word(Op::LineValue, place, scope);
  sheet.target = line_word(Op::Target, place, scope);
  sheet.attainment = line_word(Op::Attainment, place, scope);
  if (!line.scored) return sheet;
  const Value scored = value(line.scored, place, scope);
  note_bounds(line, scored);
  const Value points = bounded(scored, line.cap, line.floor);
  sheet.points = rounded(points, line.publish);
  return sheet;
}

void Evaluator::weigh(const Scorecard& card, CardSheet& sheet) {
  Number weight = 0, least = 0;
  std::vector<Value> absent;
  const auto is_left_out = [](const LineSheet& line) {
    return line.policy == PolicyKind::Redistribute;
  };
  for (std::size_t i = 0; i < card.lines.size(); ++i) {
    LineSheet& line = sheet.lines[i];
    if (!card.lines[i].scored) continue;
    line.counted = line.points;
    if (is_none(line.points)) {
      const Policy* policy = policy_of_line(card, i, reason_of(line.points));
      if (policy != nullptr) {
        line.policy = policy->kind;
        if (policy->kind == PolicyKind::Zero) line.counted = whole(0);
        if (policy->kind == PolicyKind::Full) line.counted = whole(100);
        if (policy->kind == PolicyKind::Fail) line.counted = NoneReason::Failed;
        if (is_left_out(line)) least = std::max(least, exact(policy->at_least));
      }
    }
    if (card.lines[i].weight.is_zero() || is_left_out(line)) continue;
    if (is_none(line.counted)) absent.push_back(line.counted);
    weight += exact(card.lines[i].weight);
  }
  if (const auto reason = strongest_reason(absent)) {
    sheet.base = *reason;
    return;
  }
  sheet.base = NoneReason::InsufficientWeight;
  if (weight == 0 || weight < least) return;
  Number total = 0;
  for (std::size_t i = 0; i < card.lines.size(); ++i) {
    LineSheet& line = sheet.lines[i];
    if (!card.lines[i].scored || card.lines[i].weight.is_zero() || is_left_out(line)) continue;
    line.effective_weight = exact(card.lines[i].weight) / weight;
    total += line.effective_weight * number_of(line.counted);
  }
  sheet.base = total;
}

std::vector<AdjustSheet> Evaluator::adjust(const std::vector<Adjust>& adjustments, Value base,
                                           const Place& place, const Scope& scope) {
  std::vector<AdjustSheet> steps;
  for (const Adjust& adjust : adjustments) {
    // what an adjustment reads is computed whether or not it applies, so that faults show
    const Value by = adjust.value ? value(adjust.value, place, scope) : whole(0);
    const Value when = adjust.when ? value(adjust.when, place, scope) : truth(true);
    steps.push_back(adjusted(adjust, base, by, when));
    note_adjusted(adjust, steps.back().before, steps.back().after);
    base = steps.back().after;
  }
  return steps;
}

AdjustSheet Evaluator::adjusted(const Adjust& adjust, const Value& before, const Value& by,
                                const Value& when) {
  AdjustSheet step;
  step.before = step.after = before;
  if (is_none(when)) {
    step.state = State::Undecided;
    if (!is_none(before) && asks_by_name(reason_of(when))) step.after = when;
  } else if (is_true(when)) {
    step.state = State::Applied;
    if (is_none(before)) return step;
    step.after = adjust.kind == AdjustKind::Round ? rounded(before, adjust.round)
                                                  : changed(adjust.kind, number_of(before), by);
  }
  return step;
}

const CardSheet& Evaluator::card(ScorecardId id, const Place& place) {
  const std::string key = std::to_string(id.value) + " " + place.key();
  const auto known = cards_.find(key);
  if (known != cards_.end()) return known->second;
  const Scorecard& card = program_.scorecards[id];
  CardSheet sheet;
  for (std::size_t i = 0; i < card.lines.size(); ++i)
    sheet.lines.push_back(line(id, i, place));
  weigh(card, sheet);
  for (std::size_t i = 0; i < card.lines.size(); ++i) {
    if (!sheet.lines[i].policy) continue;
    note_policy(*policy_of_line(card, i, reason_of(sheet.lines[i].points)));
  }
  sheet.adjustments = adjust(card.adjustments, sheet.base, place, {});
  const Value last = sheet.adjustments.empty() ? sheet.base : sheet.adjustments.back().after;
  sheet.score = rounded(last, card.publish);
  return cards_.emplace(key, std::move(sheet)).first->second;
}

/// A grade by rank looks at the scores of everybody else on the card.
Value Evaluator::grade(ScorecardId id, const Place& place) {
  const Scorecard& card = program_.scorecards[id];
  if (!card.grade) return NoneReason::Failed;
  const std::string& name = program_.tiers[card.grade].name;
  const DateRange days = whole_days(place.when);
  const Tiers* in_force = nullptr;
  TiersId in_force_id;
  for (std::size_t i = 0; i < program_.tiers.size(); ++i) {
    const Tiers& version = program_.tiers[TiersId(i)];
    const bool covers = !version.effective || (version.effective->first <= days.first &&
                                               days.last <= version.effective->last);
    if (version.name != name || !covers) continue;
    in_force = &version;
    in_force_id = TiersId(i);
  }
  if (in_force == nullptr) return NoneReason::NoVersion;
  const Tiers& tiers = *in_force;
  const Value score = this->card(id, place).score;
  if (tiers.kind != TierKind::Ranked) {
    note_tiers(in_force_id, {score});
    return tiers_of(tiers, {score});
  }
  if (!takes_part(tiers.peers, id, place)) return NoneReason::OutOfScope;
  std::vector<Peer> peers;
  const auto group = group_of(tiers.peers, place);
  for (std::size_t row = 0; row < data_.tables[card.table].row_count; ++row) {
    const Place there{person(card.table, row), place.when};
    if (!takes_part(tiers.peers, id, there)) continue;
    if (group_of(tiers.peers, there) != group) continue;
    peers.push_back({row, this->card(id, there).score});
  }
  return row_among(tiers, Direction::Higher, score, peers);
}

PaySheet Evaluator::before_pool(PayoutId id, const Place& place) {
  const Payout& payout = program_.payouts[id];
  const Scope scope{payout.scorecard, std::nullopt};
  std::vector<Adjust> adjustments = payout.adjustments;
  if (payout.pool) adjustments.pop_back();
  PaySheet sheet;
  // an error in the data of earlier periods shows whether the amount reads them or not
  for (std::size_t i = 0; i < payout.carries.size(); ++i)
    carried(id, i, place);
  sheet.amount = value(payout.amount, place, scope);
  sheet.adjustments = adjust(adjustments, sheet.amount, place, scope);
  if (!sheet.adjustments.empty()) sheet.amount = sheet.adjustments.back().after;
  return sheet;
}

/// Everybody's amount is looked at; while they come to the pool at most, each is paid in full.
Value Evaluator::part_of_pool(PayoutId id, const Place& place, const Value& own) {
  const Payout& payout = program_.payouts[id];
  std::map<std::string, std::pair<std::size_t, Value>> amounts;  // by key: row and amount
  for (std::size_t row = 0; row < data_.tables[payout.table].row_count; ++row) {
    const Place there{person(payout.table, row), place.when};
    for (const PayoutId part : paying(id, place.when.anchor)) {
      if (!is_paid(part, there)) continue;
      amounts[key_of(payout.table, row)] = {row, before_pool(part, there).amount};
    }
  }
  Number total = 0;
  std::vector<Value> weights, open;
  std::vector<std::string> names;
  std::optional<std::size_t> index;
  for (const auto& [key, paid] : amounts) {
    if (paid.first == *subject_row(place.who)) index = weights.size();
    if (is_number(paid.second)) total += number_of(paid.second);
    if (is_none(paid.second) && asks_by_name(reason_of(paid.second))) open.push_back(paid.second);
    weights.push_back(paid.second);
    names.push_back(key);
  }
  if (!index) return own;
  const Value pool = value(payout.pool, place, {payout.scorecard, std::nullopt});
  if (is_none(pool)) open.push_back(pool);
  if (const auto reason = strongest_reason(open)) return *reason;
  const Number most = std::max(number_of(pool), Number(0));
  if (total <= most) return own;
  Expr parts;
  parts.round = payout.pool_step;
  parts.span = program_.exprs[payout.pool].span;
  return part_of(parts, most, weights, *index, names);
}

Value Evaluator::settled(const std::vector<Policy>& policies, const std::vector<Value>& args) {
  if (!is_none(args[0])) return args[0];
  const Policy* policy = policy_for(policies, reason_of(args[0]));
  if (policy == nullptr || !policy->value) return args[0];
  return args[1 + static_cast<std::size_t>(policy - policies.data())];
}

const PaySheet& Evaluator::pay(PayoutId id, const Place& place) {
  const std::string key = std::to_string(id.value) + " " + place.key();
  const auto known = payouts_.find(key);
  if (known != payouts_.end()) return known->second;
  const Payout& payout = program_.payouts[id];
  const Scope scope{payout.scorecard, std::nullopt};
  PaySheet sheet = before_pool(id, place);
  if (payout.pool) {
    AdjustSheet pool{State::Applied, sheet.amount, part_of_pool(id, place, sheet.amount)};
    sheet.amount = pool.after;
    if (is_none(pool.before)) pool.after = pool.before;
    sheet.adjustments.push_back(pool);
  }
  if (is_none(sheet.amount)) {
    const Policy* policy = policy_for(payout.policies, reason_of(sheet.amount));
    if (policy != nullptr) {
      sheet.policy = policy->kind;
      note_policy(*policy);
      if (policy->value) sheet.amount = value(policy->value, place, scope);
    }
  }
  return payouts_.emplace(key, std::move(sheet)).first->second;
}

}  // namespace kpi::reference
