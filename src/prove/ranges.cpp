#include "prove/ranges.hpp"

#include <algorithm>
#include <utility>

#include "check/units.hpp"
#include "check/value_types.hpp"
#include "program/operations.hpp"
#include "program/versions.hpp"
#include "prove/places.hpp"
#include "prove/rows.hpp"

namespace kpi::prove {
namespace {

using Bound = std::optional<Rational>;

Bound sum(const Bound& a, const Bound& b) {
  return a && b ? Bound(*a + *b) : std::nullopt;
}

Bound least(const Bound& a, const Bound& b) {
  return a && b ? Bound(std::min(*a, *b)) : std::nullopt;
}

Bound most(const Bound& a, const Bound& b) {
  return a && b ? Bound(std::max(*a, *b)) : std::nullopt;
}

/// Of two bounds on the same side, each of which holds: the closer one.
Bound closer_high(const Bound& a, const Bound& b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

Bound closer_low(const Bound& a, const Bound& b) {
  if (!a || !b) return a ? a : b;
  return std::max(*a, *b);
}

bool is_number(const Expr& expr) {
  return expr.type.kind == Kind::Number;
}

/// With weights that may move to other lines the sum lies between the lines' points.
bool may_redistribute(const Scorecard& card) {
  const auto moves = [](const std::vector<Policy>& policies) {
    return std::any_of(policies.begin(), policies.end(),
                       [](const Policy& p) { return p.kind == PolicyKind::Redistribute; });
  };
  return moves(card.policies) || std::any_of(card.lines.begin(), card.lines.end(),
                                             [&](const Line& l) { return moves(l.policies); });
}

}  // namespace

Range exactly(const Rational& value) {
  return {value, value};
}

Range constant_range(const Program& program, const Expr& expr, Params params) {
  if (!expr.constant.is_number()) return {};
  Range range = exactly(expr.constant.number());
  if (!expr.param || params == Params::AsSet) return range;
  const Param& param = program.params[expr.param];
  return param.least || param.most ? hull(range, {param.least, param.most}) : range;
}

Range from_zero() {
  return {Rational(0), std::nullopt};
}

Range hull(const Range& a, const Range& b) {
  return {least(a.low, b.low), most(a.high, b.high)};
}

Range operator+(const Range& a, const Range& b) {
  return {sum(a.low, b.low), sum(a.high, b.high)};
}

Range operator-(const Range& a) {
  return {a.high ? Bound(-*a.high) : std::nullopt, a.low ? Bound(-*a.low) : std::nullopt};
}

Range operator*(const Range& a, const Range& b) {
  if (a.low && a.high && b.low && b.high) {
    const Rational all[] = {*a.low * *b.low, *a.low * *b.high, *a.high * *b.low, *a.high * *b.high};
    return {*std::min_element(std::begin(all), std::end(all)),
            *std::max_element(std::begin(all), std::end(all))};
  }
  if (!a.is_never_negative() || !b.is_never_negative()) return {};
  return {*a.low * *b.low, a.high && b.high ? Bound(*a.high * *b.high) : std::nullopt};
}

Unit of_points() {
  Unit unit;
  unit.quantity = Quantity::Points;
  return unit;
}

Phrase number_text(const Rational& value, const Unit& unit) {
  constexpr int kDigits = 6;
  const bool ends = exact_decimal_string(value).has_value();
  const Rational shown =
      ends ? value : round_to_step(value, power_of_ten(-kDigits), RoundMode::HalfUp);
  const bool points = check::is_plain(unit, Quantity::Points);
  const Phrase number = (ends ? "" : "≈") + check::constant_text(shown, unit);
  return points ? number + Text::proof_points : number;
}

Phrase text_of(const Range& range, const Unit& unit) {
  if (range.low && range.high) {
    const Phrase low = number_text(*range.low, unit);
    return *range.low == *range.high ? low : low + Text::proof_to + number_text(*range.high, unit);
  }
  if (range.low) return ">= " + number_text(*range.low, unit);
  return range.high ? "<= " + number_text(*range.high, unit) : Phrase();
}

Range Ranges::published(Range range, const std::optional<RoundSpec>& round) const {
  if (!round) return range;
  if (range.low) range.low = round_to_step(*range.low, round->step, round->mode);
  if (range.high) range.high = round_to_step(*range.high, round->step, round->mode);
  return range;
}

Range Ranges::of(ProgramExprId id, const Site& site) {
  if (!id) return {};
  const Expr& expr = program_.exprs[id];
  return is_number(expr) ? compute(expr, site) : Range{};
}

Range Ranges::compute(const Expr& expr, const Site& site) {
  const Op op = expr.op;
  if (op == Op::Constant) return constant_range(program_, expr, params_);
  if (op == Op::Column) return column(expr);
  if (op == Op::Divide && is_share(expr)) return {Rational(0), Rational(1)};
  if (op == Op::Metric) return metric(expr.metric);
  if (op == Op::Aggregate) return aggregate(expr.aggregate);
  if (op == Op::GroupValue) return expr.index < group_.size() ? group_[expr.index] : Range{};
  if (op == Op::Sqrt || op == Op::Streak) return from_zero();
  if (op == Op::Score) return score_of(expr.scorecard ? expr.scorecard : site.card);
  if (op == Op::Points) {
    return points(program_.scorecards[expr.scorecard].lines[expr.index], expr.scorecard);
  }
  if (op == Op::Payout) {  // by several cards or versions: not followed
    return versions_of(program_.payouts, expr.payout).size() == 1 ? amount(expr.payout) : Range{};
  }
  if (op == Op::Tiers) return of_tiers(program_.tiers[expr.tiers], of(expr.args[0], site));
  if (op == Op::Attainment && expr.metric) {
    return attainment(expr.metric, program_.metrics[expr.metric].better, metric(expr.metric));
  }
  if (op == Op::Target && expr.metric) return target(expr.metric);
  if (op == Op::Growth) {
    const bool from_above = metric(program_.exprs[expr.args[0]].metric).is_never_negative();
    return from_above && !expr.is_signed ? Range{Rational(-1), std::nullopt} : Range{};
  }
  if (site.line != nullptr && !expr.metric) {
    if (op == Op::LineValue) return of(site.line->measure, {});
    if (op == Op::Target) return of(site.line->target, {});
    if (op == Op::Attainment) {
      return attainment(site.line->metric, site.line->better, of(site.line->measure, {}));
    }
  }
  return arithmetic(expr, site);
}

Range Ranges::quotient(const Range& dividend, const Range& divisor) const {
  const bool constant =
      divisor.low && divisor.high && *divisor.low == *divisor.high && !divisor.low->is_zero();
  if (constant) return dividend * exactly(Rational(1) / *divisor.low);
  return dividend.is_never_negative() && divisor.is_never_negative() ? from_zero() : Range{};
}

Range Ranges::arithmetic(const Expr& expr, const Site& site) {
  const Op op = expr.op;
  std::vector<Range> args;
  for (const ProgramExprId arg : expr.args)
    args.push_back(of(arg, site));
  if (op == Op::Add) return args[0] + args[1];
  if (op == Op::Subtract) return args[0] + -args[1];
  if (op == Op::Negate) return -args[0];
  if (op == Op::Multiply) return args[0] * args[1];
  if (op == Op::Divide) return quotient(args[0], args[1]);
  if (op == Op::Round) return published(args[0], expr.round);
  if (op == Op::Clamp) return {args[1].low, args[2].high};
  const bool chooses = op == Op::If || op == Op::IfNone || op == Op::Versions;
  if (!chooses && op != Op::Min && op != Op::Max) return {};
  const std::size_t first = op == Op::If ? 1 : 0;
  Range all = args[first];
  for (std::size_t i = first + 1; i < args.size(); ++i) {
    if (chooses) all = hull(all, args[i]);
    if (op == Op::Min) {
      all = {least(all.low, args[i].low), closer_high(all.high, args[i].high)};
    }
    if (op == Op::Max) all = {closer_low(all.low, args[i].low), most(all.high, args[i].high)};
  }
  return all;
}

/// By checks; of rows that an aggregate counts by its `where` too.
Range Ranges::column(const Expr& expr) const {
  const TableId table = table_of(program_, expr.type.table, expr.path);
  RowBounds rows(program_, params_);
  Range range = rows.of(table, expr.path.column);
  if (expr.path.links.empty()) rows.narrow(where_, true, expr.path.column, range);
  return range;
}

Range Ranges::rows(const Aggregate& aggregate) {
  const ProgramExprId outer = std::exchange(where_, aggregate.where);
  const Range range = of(aggregate.value, {});
  where_ = outer;
  return range;
}

/// `count(orders where won) / count(orders)`: of the same rows a part.
bool Ranges::is_share(const Expr& quotient) const {
  const Expr& part = program_.exprs[quotient.args[0]];
  const Expr& whole = program_.exprs[quotient.args[1]];
  if (part.op != Op::Aggregate || whole.op != Op::Aggregate) return false;
  const Context& a = part.context;
  const Context& b = whole.context;
  if (!(a.subject == b.subject) || !(a.window == b.window)) return false;
  const auto counts = [](const Aggregate& of) {
    return of.kind == AggregateKind::Count && !of.value && !of.per && !of.per_unit &&
           !of.per_people && of.group_aggregates.empty() && !of.of_subject &&
           of.snapshot == SnapshotRule::None;
  };
  const Aggregate& some = program_.aggregates[part.aggregate];
  const Aggregate& all = program_.aggregates[whole.aggregate];
  return counts(some) && counts(all) && some.table == all.table && !all.where &&
         some.dated == all.dated && some.owner == all.owner && some.of_card == all.of_card;
}

Range Ranges::aggregate(AggregateId id) {
  const Aggregate& aggregate = program_.aggregates[id];
  const AggregateKind kind = aggregate.kind;
  if (kind == AggregateKind::Corr) return {Rational(-1), Rational(1)};
  if (kind == AggregateKind::Count || kind == AggregateKind::CountDistinct ||
      kind == AggregateKind::Stddev || kind == AggregateKind::StddevAll) {
    return from_zero();
  }
  Range value;
  if (aggregate.group_value) {
    std::vector<Range> group;
    for (const AggregateId part : aggregate.group_aggregates)
      group.push_back(this->aggregate(part));
    std::swap(group, group_);
    value = of(aggregate.group_value, {});
    std::swap(group, group_);
  } else {
    value = rows(aggregate);
  }
  if (kind != AggregateKind::Sum) return value;
  if (program_.tables[aggregate.table].split) return {};  // a share may be below 0
  if (value.is_never_negative()) return from_zero();
  if (value.high && value.high->sign() <= 0) return {std::nullopt, Rational(0)};
  return {};
}

Range Ranges::attainment(MetricId metric, const Better& better, const Range& actual) const {
  for (const Target& target : program_.targets) {
    if (target.metric == metric && target.better) return {};  // its method, not the metric's
  }
  if (better.direction == Direction::Within) return {Rational(0), Rational(1)};
  if (!actual.is_never_negative()) return {};
  const bool linear = better.direction == Direction::Lower && better.method == LowerMethod::Linear;
  if (linear) return {};  // a target below 0 is allowed there
  if (better.direction == Direction::Higher && better.linear) return {};
  return from_zero();
}

Range Ranges::of_tiers(const Tiers& tiers, const Range& argument) const {
  if (tiers.result.kind != Kind::Number || tiers.kind == TierKind::Ranked) return {};
  std::optional<Range> all;
  for (const TierRow& row : straight_pieces(tiers)) {
    if (!row.second_slope.is_zero()) return {};
    const Bound low = closer_low(row.low, argument.low);
    const Bound high = closer_high(row.high, argument.high);
    if (low && high && *high < *low) continue;
    Range cell = exactly(row.intercept);
    if (!row.slope.is_zero()) cell = exactly(row.slope) * Range{low, high} + cell;
    if (!row.slope.is_zero() && !(low && high)) {  // one end is open
      const Bound& end = low ? low : high;
      const Bound at = end ? Bound(row.slope * *end + row.intercept) : std::nullopt;
      const bool rises_away = (row.slope.sign() > 0) == low.has_value();
      cell = rises_away ? Range{at, std::nullopt} : Range{std::nullopt, at};
    }
    all = all ? hull(*all, cell) : cell;
  }
  return published(all.value_or(Range{}), tiers.round);
}

Range Ranges::metric(MetricId id) {
  if (!id) return {};
  const auto known = metrics_.find(id);
  if (known != metrics_.end()) return known->second;
  metrics_[id] = {};  // of a metric that reads its own past
  const Metric& metric = program_.metrics[id];
  const Range range = published(of(metric.formula, {}), metric.publish);
  return metrics_[id] = range;
}

/// Of all that are declared for it; sums of them where they add up.
Range Ranges::target(MetricId id) {
  std::optional<Range> all;
  for (const Target& target : program_.targets) {
    if (target.metric != id || !target.target) continue;
    Range range = of(target.target, {});
    if (target.adds_up) range = range.is_never_negative() ? from_zero() : Range{};
    all = all ? hull(*all, range) : range;
  }
  return published(all.value_or(Range{}), program_.metrics[id].publish);
}

Range Ranges::scored(const Line& line, ScorecardId card) {
  return of(line.scored, {&line, card});
}

Range Ranges::points(const Line& line, ScorecardId card) {
  Range range = scored(line, card);
  if (line.cap) range = {least(range.low, line.cap), closer_high(range.high, line.cap)};
  if (line.floor) range = {closer_low(range.low, line.floor), most(range.high, line.floor)};
  return published(range, line.publish);
}

Range Ranges::base(ScorecardId id) {
  const Scorecard& card = program_.scorecards[id];
  const bool moves = may_redistribute(card);
  std::optional<Range> total;
  for (const Line& line : card.lines) {
    if (line.weight.is_zero() || !line.scored) continue;
    Range range = points(line, id);
    const auto& own = line.policies.empty() ? card.policies : line.policies;
    for (const std::vector<Policy>* policies : {&own, &card.policies}) {
      for (const Policy& policy : *policies) {
        if (policy.kind == PolicyKind::Zero) range = hull(range, exactly(Rational(0)));
        if (policy.kind == PolicyKind::Full) range = hull(range, exactly(Rational(100)));
      }
    }
    if (!moves) range = range * exactly(line.weight);
    total = !total ? range : moves ? hull(*total, range) : *total + range;
  }
  return total.value_or(Range{});
}

Range Ranges::adjusted(const Adjust& adjust, const Range& before, const Site& site) {
  if (adjust.kind == AdjustKind::Round) return published(before, adjust.round);
  const Range by = of(adjust.value, site);
  Range after = before;
  if (adjust.kind == AdjustKind::Add) after = before + by;
  if (adjust.kind == AdjustKind::Deduct) after = before + -by;
  if (adjust.kind == AdjustKind::Cap) {
    after = {least(before.low, by.low), closer_high(before.high, by.high)};
  }
  if (adjust.kind == AdjustKind::Floor) {
    after = {closer_low(before.low, by.low), most(before.high, by.high)};
  }
  return adjust.when ? hull(before, after) : after;
}

Range Ranges::score_of(ScorecardId card) {
  return card ? score(card) : Range{};
}

Range Ranges::score(ScorecardId id) {
  const auto known = scores_.find(id);
  if (known != scores_.end()) return known->second;
  scores_[id] = {};
  Range range = base(id);
  for (const Adjust& adjust : program_.scorecards[id].adjustments)
    range = adjusted(adjust, range, {nullptr, id});
  return scores_[id] = published(range, program_.scorecards[id].publish);
}

Range Ranges::amount(PayoutId id) {
  const auto known = amounts_.find(id);
  if (known != amounts_.end()) return known->second;
  amounts_[id] = {};
  const Payout& payout = program_.payouts[id];
  const Site site{nullptr, payout.scorecard};
  Range range = of(payout.amount, site);
  for (const Adjust& adjust : payout.adjustments)
    range = adjusted(adjust, range, site);
  if (payout.pool) range.low = least(range.low, Rational(0));
  for (const Policy& policy : payout.policies) {
    if (policy.value) range = hull(range, of(policy.value, site));
  }
  return amounts_[id] = range;
}

}  // namespace kpi::prove
