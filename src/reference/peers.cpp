#include <algorithm>

#include "base/check.hpp"
#include "reference/evaluator.hpp"

/// People compared with each other: everybody's value is looked at for each of them.
namespace kpi::reference {
namespace {

bool is_better(const Value& a, const Value& b, Direction direction) {
  const int order = order_of(a, b);
  return direction == Direction::Lower ? order < 0 : order > 0;
}

ScorecardId card_of(const Expr& value, const Scope& scope) {
  if (value.scorecard) return value.scorecard;
  const bool card_word = value.op == Op::Score || (value.op == Op::Attainment && !value.metric);
  return card_word ? scope.card : ScorecardId();
}

}  // namespace

/// In force, of the role that is compared, on the card whose words are, and with something to
/// share.
bool Evaluator::takes_part(const Peers& peers, ScorecardId card, const Place& place) {
  const TableId table = subjects(place.who);
  const auto row = subject_row(place.who);
  if (!row) return false;
  const bool fixed = place.when.shape.kind == WindowKind::Fixed;
  const DateRange period =
      fixed ? whole_days(place.when) : days_of(place.when.anchor, program_.calendar);
  if (!in_force(table, *row, period)) return false;
  if (peers.kind == PeerKind::Role && !is_member({peers.role}, table, place)) return false;
  if (card && !is_on_card(card, place)) return false;
  return group_of(peers, place).has_value();
}

/// What the peers of the person at this place have in common.
std::optional<std::string> Evaluator::group_of(const Peers& peers, const Place& place) const {
  const std::size_t row = *subject_row(place.who);
  if (peers.kind == PeerKind::Held) {
    return held_text(program_.exprs[peers.held], row, days(place.when).last);
  }
  if (peers.kind != PeerKind::Column) return std::string();
  return text(subjects(place.who), peers.column, row);
}

/// Everybody the person at this place is compared with, the person included.
std::vector<Evaluator::Peer> Evaluator::peers_of(const Peers& peers, ScorecardId card,
                                                 ProgramExprId value, const Place& place,
                                                 const Scope& scope) {
  const TableId table = subjects(place.who);
  const auto group = group_of(peers, place);
  std::vector<Peer> found;
  for (std::size_t row = 0; row < data_.tables[table].row_count; ++row) {
    Place there = place;
    there.who[0].row = row;
    if (!takes_part(peers, card, there) || group_of(peers, there) != group) continue;
    found.push_back({row, this->value(value, there, scope)});
  }
  return found;
}

/// An error in the data of anybody shows, whoever is compared with whom.
void Evaluator::look_at_everybody(ProgramExprId value, const Place& place, const Scope& scope) {
  const TableId table = subjects(place.who);
  const std::size_t count = table ? data_.tables[table].row_count : 0;
  for (std::size_t row = 0; row < count; ++row) {
    Place there = place;
    there.who[0].row = row;
    this->value(value, there, scope);
  }
}

/// One more than those who are better; dense: than the different values that are.
Value Evaluator::rank(const Expr& expr, const Place& place, const Scope& scope) {
  const ScorecardId card = card_of(program_.exprs[expr.args[0]], scope);
  look_at_everybody(expr.args[0], place, scope);
  if (!takes_part(expr.peers, card, place)) return NoneReason::OutOfScope;
  const Value own = value(expr.args[0], place, scope);
  if (is_none(own)) return own;
  std::vector<Value> better;
  for (const Peer& peer : peers_of(expr.peers, card, expr.args[0], place, scope)) {
    if (is_none(peer.value) || !is_better(peer.value, own, expr.direction)) continue;
    const bool known = std::any_of(better.begin(), better.end(), [&](const Value& value) {
      return order_of(value, peer.value) == 0;
    });
    if (!expr.dense || !known) better.push_back(peer.value);
  }
  return whole(static_cast<std::int64_t>(better.size()) + 1);
}

Value Evaluator::ranked(const Expr& expr, const Place& place, const Scope& scope) {
  const Tiers& tiers = program_.tiers[expr.tiers];
  const ScorecardId card = card_of(program_.exprs[expr.args[0]], scope);
  look_at_everybody(expr.args[0], place, scope);
  if (!takes_part(tiers.peers, card, place)) return NoneReason::OutOfScope;
  const Value own = value(expr.args[0], place, scope);
  return row_among(tiers, expr.direction, own,
                   peers_of(tiers.peers, card, expr.args[0], place, scope));
}

Value Evaluator::row_among(const Tiers& tiers, Direction direction, const Value& own,
                           const std::vector<Peer>& peers) const {
  if (is_none(own)) return own;
  note_ranked(tiers, direction, own, peers);
  const TierRow& row = tiers.rows[class_of(tiers, direction, own, peers)];
  return tiers.result.kind == Kind::Text ? Value(row.text) : Value(exact(row.intercept));
}

/// Above a cut stand as many as the shares down to it, of all who have a value, round to.
std::size_t Evaluator::class_of(const Tiers& tiers, Direction direction, const Value& own,
                                const std::vector<Peer>& peers) const {
  std::int64_t all = 0, better = 0, equal = 0;
  for (const Peer& peer : peers) {
    if (is_none(peer.value)) continue;
    ++all;
    if (order_of(peer.value, own) == 0) ++equal;
    if (is_better(peer.value, own, direction)) ++better;
  }
  const std::int64_t place = tiers.ties == Ties::Up ? better + 1 : better + equal;
  for (std::size_t i = 0; i < tiers.rows.size(); ++i) {
    const TierRow& row = tiers.rows[i];
    const RoundSpec to_people{Rational(1), RoundMode::HalfUp};
    const Number above = rounded(Number(exact(row.share) * all), to_people);
    if (row.is_else || place <= above) return i;
  }
  KPI_CHECK(false && "the last row takes the rest");
  return 0;
}

/// A cut is looked at from above by the last who is above it, from below by the first below.
void Evaluator::note_ranked(const Tiers& tiers, Direction direction, const Value& own,
                            const std::vector<Peer>& peers) const {
  if (touched_ == nullptr) return;
  const std::size_t mine = class_of(tiers, direction, own, peers);
  touched_->ranked.insert(Touched::place_of(tiers.rows[mine].span));
  for (std::size_t cut = 0; cut + 1 < tiers.rows.size(); ++cut) {
    const bool above = mine <= cut;
    const bool nearest = std::none_of(peers.begin(), peers.end(), [&](const Peer& peer) {
      if (is_none(peer.value)) return false;
      const bool same_side = (class_of(tiers, direction, peer.value, peers) <= cut) == above;
      return same_side && (above ? is_better(own, peer.value, direction)
                                 : is_better(peer.value, own, direction));
    });
    if (!nearest) continue;
    (above ? touched_->last_above : touched_->first_below)
        .insert(Touched::place_of(tiers.rows[cut].span));
  }
}

Value Evaluator::allot(const Expr& expr, const Place& place, const Scope& scope) {
  for (const ProgramExprId part : expr.args)
    look_at_everybody(part, place, scope);
  if (!takes_part(expr.peers, {}, place)) return NoneReason::OutOfScope;
  const TableId table = subjects(place.who);
  std::vector<Peer> peers = peers_of(expr.peers, {}, expr.args[1], place, scope);
  std::sort(peers.begin(), peers.end(), [&](const Peer& a, const Peer& b) {
    return key_of(table, a.row) < key_of(table, b.row);
  });
  std::vector<Value> weights;
  std::vector<std::string> names;
  std::size_t own = 0;
  for (const Peer& peer : peers) {
    if (peer.row == *subject_row(place.who)) own = weights.size();
    weights.push_back(peer.value);
    names.push_back(key_of(table, peer.row));
  }
  return part_of(expr, value(expr.args[0], place, scope), weights, own, names);
}

Value Evaluator::split(const Expr& expr, const Place& place, const Scope& scope) {
  const Calendar& calendar = program_.calendar;
  const bool fiscal = calendar.fiscal_start_month != 1;
  const Period own = place.when.anchor;
  const Period whole_period = longer(own, expr.context.window.unit);
  const Value total = value(expr.args[0], {place.who, at(whole_period)}, scope);
  std::vector<Value> weights;
  std::vector<std::string> names;
  std::size_t index = 0;
  const bool fiscal_parts = own.unit >= PeriodUnit::Quarter && fiscal;
  for (const Period part :
       periods_inside(days_of(whole_period, calendar), own.unit, fiscal_parts, calendar)) {
    if (part == own) index = weights.size();
    weights.push_back(expr.args.size() > 1 ? value(expr.args[1], {place.who, at(part)}, scope)
                                           : whole(1));
    const auto row = subject_row(place.who);
    names.push_back(row ? key_of(subjects(place.who), *row) : std::string());
  }
  return part_of(expr, total, weights, index, names);
}

/// Whole steps first, then one each for the largest remainders, the first of equals before others.
Value Evaluator::part_of(const Expr& expr, const Value& total, std::vector<Value> weights,
                         std::size_t own, const std::vector<std::string>& names) {
  const auto has_nothing = [](const Value& weight) {
    if (is_number(weight)) return number_of(weight) == 0;
    return reason_of(weight) != NoneReason::NoData && reason_of(weight) != NoneReason::NullInput;
  };
  if (expr.else_even && std::all_of(weights.begin(), weights.end(), has_nothing)) {
    weights.assign(weights.size(), whole(1));
  }
  std::vector<Value> open;
  if (is_none(total)) open.push_back(total);
  Number all = 0;
  std::string negative;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (is_none(weights[i])) {
      const NoneReason reason = reason_of(weights[i]);
      const bool by_name = reason == NoneReason::NoData || reason == NoneReason::NullInput ||
                           reason == NoneReason::NoVersion;
      if (by_name) open.push_back(weights[i]);
      continue;
    }
    all += number_of(weights[i]);
    if (number_of(weights[i]) < 0) negative += (negative.empty() ? "`" : ", `") + names[i] + "`";
  }
  if (!negative.empty()) {
    negative_weights_.emplace(std::to_string(expr.span.begin) + negative,
                              std::make_pair(expr.span, negative));
    return NoneReason::Failed;
  }
  if (const auto reason = strongest_reason(open)) return *reason;
  if (all == 0) return NoneReason::ZeroDenominator;
  if (is_none(weights[own])) return weights[own];
  const Number step = exact(expr.round->step);
  const Number size = number_of(total) < 0 ? Number(-number_of(total)) : number_of(total);
  const RoundSpec down{Rational(1), RoundMode::Floor};
  const auto quota = [&](std::size_t i) {
    return is_none(weights[i]) ? Number(0) : Number(size / step * number_of(weights[i]) / all);
  };
  const auto remainder = [&](std::size_t i) { return Number(quota(i) - rounded(quota(i), down)); };
  Number left = size / step;
  std::int64_t before = 0;  // parts that get a step of what is left sooner
  for (std::size_t i = 0; i < weights.size(); ++i) {
    left -= rounded(quota(i), down);
    const Number more = remainder(i) - remainder(own);
    if (more > 0 || (more == 0 && i < own)) ++before;
  }
  const Number steps = rounded(quota(own), down) + (before < left ? 1 : 0);
  return Number(number_of(total) < 0 ? Number(-steps * step) : Number(steps * step));
}

bool Evaluator::report_negative_weights() {
  for (const auto& [key, place] : negative_weights_) {
    diagnostics_.report(Code::negative_weight, place.first, {{"members", place.second}});
  }
  return !negative_weights_.empty();
}

}  // namespace kpi::reference
