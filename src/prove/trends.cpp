#include "prove/trends.hpp"

#include <algorithm>

#include "program/operations.hpp"
#include "program/versions.hpp"
#include "prove/places.hpp"

/// Whether a payout follows a result: signs and directions, no numbers.
namespace kpi::prove {
namespace {

Trend opposite(Trend trend) {
  if (trend == Trend::Rises) return Trend::Falls;
  return trend == Trend::Falls ? Trend::Rises : trend;
}

/// Of a sum, a minimum and the like: both may move, but not against each other.
Trend together(Trend a, Trend b) {
  if (a == Trend::Constant) return b;
  if (b == Trend::Constant || a == b) return a;
  return Trend::Unknown;
}

bool compares(Op op) {
  return op == Op::Less || op == Op::LessEqual || op == Op::Greater || op == Op::GreaterEqual;
}

bool keeps_direction(Op op) {
  return op == Op::Add || op == Op::Min || op == Op::Max || op == Op::Clamp || op == Op::Round ||
         op == Op::And || op == Op::Or || op == Op::Versions;
}

/// What no result has a part in.
bool stands_still(Op op) {
  return op == Op::Constant || op == Op::PeriodStart || op == Op::PeriodEnd ||
         op == Op::PeriodShare || op == Op::Held;
}

}  // namespace

Trend Trends::all_of(const std::vector<ProgramExprId>& exprs, const Site& site) {
  Trend trend = Trend::Constant;
  for (const ProgramExprId expr : exprs)
    trend = together(trend, of(expr, site));
  return trend;
}

Trend Trends::of(ProgramExprId id, const Site& site) {
  if (!id) return Trend::Constant;
  const Expr& expr = program_.exprs[id];
  if (expr.args.empty() || expr.op == Op::Target) return leaf(expr, site);
  if (expr.op == Op::Tiers) return tiers(expr, site);
  if (expr.op == Op::IfNone) return fallback(expr, site);
  if (expr.op == Op::Sqrt) return root(expr, site);
  if (keeps_direction(expr.op)) return all_of(expr.args, site);
  if (expr.op == Op::Growth && of(expr.args[1], site) != Trend::Constant) return Trend::Unknown;
  if (expr.op == Op::Subtract || expr.op == Op::Change || expr.op == Op::Growth) {
    return together(of(expr.args[0], site), opposite(of(expr.args[1], site)));
  }
  if (expr.op == Op::Negate || expr.op == Op::Not) return opposite(of(expr.args[0], site));
  if (expr.op == Op::Multiply || expr.op == Op::Divide) return product(expr, site);
  if (compares(expr.op)) return comparison(expr, site);
  if (expr.op == Op::If) return choice(expr, site);
  return all_of(expr.args, site) == Trend::Constant ? Trend::Constant : Trend::Unknown;
}

/// What is read: data, results, words of the card. Values of earlier periods stay as they are.
Trend Trends::leaf(const Expr& expr, const Site& site) {
  const WindowKind window = expr.context.window.kind;
  if (window == WindowKind::Prior || window == WindowKind::YearAgo) return Trend::Constant;
  const ScorecardId card = expr.scorecard ? expr.scorecard : site.card;
  const bool of_line = site.line != nullptr && !expr.metric;
  const MetricId id = of_line ? site.line->metric : expr.metric;
  if (stands_still(expr.op)) return Trend::Constant;
  if (expr.op == Op::Column) return column(expr);
  if (expr.op == Op::Aggregate) return aggregate(expr.aggregate);
  if (expr.op == Op::Metric) return metric(expr.metric);
  if (expr.op == Op::Attainment) return attainment(expr, site);
  if (expr.op == Op::Score) return score(card);
  if (expr.op == Op::Grade) {
    return score(card) == Trend::Constant ? Trend::Constant : Trend::Unknown;
  }
  if (expr.op == Op::Payout) return read_payout(expr.payout);
  if (expr.op == Op::Points) {
    const Line& line = program_.scorecards[card].lines[expr.index];
    return of(line.scored, {&line, card});
  }
  if (expr.op == Op::LineValue && of_line) return of(site.line->measure, {});
  if (expr.op == Op::Target && of_line && site.line->target) return of(site.line->target, {});
  const bool level = expr.op == Op::Target || expr.op == Op::Baseline || expr.op == Op::Stretch;
  return level ? declared(id) : Trend::Unknown;
}

Trend Trends::column(const Expr& expr) {
  const TableId table = table_of(program_, expr.type.table, expr.path);
  const bool reads = table && expr.path.column;
  return reads ? of(program_.tables[table].columns[expr.path.column].computed, {})
               : Trend::Constant;
}

/// The metric's own way while it gets better.
Trend Trends::own() const {
  const Direction better = program_.metrics[metric_].better.direction;
  if (better == Direction::Within) return Trend::Unknown;
  return better == Direction::Higher ? Trend::Rises : Trend::Falls;
}

Trend Trends::metric(MetricId id) {
  return id == metric_ ? own() : formula(id);
}

Trend Trends::aggregate(AggregateId id) {
  if (program_.aggregates[id].of_subject) return of(program_.aggregates[id].value, {});
  const Overlap overlap = mine_.of(id);
  if (mine_.comes_with_rows(id)) (own() == Trend::Rises ? comes_ : vanishes_) = true;
  if (overlap == Overlap::Apart) return Trend::Constant;
  return overlap == Overlap::Tied ? Trend::Unknown : own();
}

Trend Trends::formula(MetricId id) {
  const auto known = metrics_.find(id);
  if (known != metrics_.end()) return known->second;
  metrics_[id] = Trend::Unknown;  // of a metric that reads itself
  return metrics_[id] = of(program_.metrics[id].formula, {});
}

/// Of the targets, baselines and stretches declared for it.
Trend Trends::declared(MetricId id) {
  if (!id) return Trend::Unknown;
  const auto known = targets_.find(id);
  if (known != targets_.end()) return known->second;
  targets_[id] = Trend::Unknown;
  Trend trend = Trend::Constant;
  for (const Target& target : program_.targets) {
    if (target.metric != id) continue;
    for (const ProgramExprId value : {target.target, target.baseline, target.stretch})
      trend = together(trend, of(value, {}));
  }
  return targets_[id] = trend;
}

Trend Trends::attainment(const Expr& expr, const Site& site) {
  const bool of_line = site.line != nullptr && !expr.metric;
  if (!of_line && !expr.metric) return Trend::Unknown;
  const MetricId id = of_line ? site.line->metric : expr.metric;
  const Better& better = of_line ? site.line->better : program_.metrics[id].better;
  const Trend actual = of_line ? of(site.line->measure, {}) : metric(id);
  const bool own_target = of_line && site.line->target;
  const Trend target = own_target ? of(site.line->target, {}) : declared(id);
  if (better.direction != Direction::Within && target != Trend::Constant) return Trend::Unknown;
  if (actual == Trend::Constant) return actual;
  if (better.direction == Direction::Within) return Trend::Unknown;
  for (const Target& other : program_.targets) {
    if (other.metric == id && other.better) return Trend::Unknown;
  }
  if (better.direction == Direction::Higher) return actual;
  if (better.method == LowerMethod::Linear) return opposite(actual);
  // target / actual: nothing, or what `at zero` says, where the result is 0
  if (better.at_zero && !ended_) return Trend::Unknown;
  vanishes_ = vanishes_ || !better.at_zero;
  return opposite(actual);
}

/// `target / actual` grows without end towards 0, where `at zero` says how much it is: whether the
/// table gives the same for both.
bool Trends::ends_flat(const Tiers& tiers, const Expr& argument, const Site& site) const {
  const bool of_line = site.line != nullptr && !argument.metric;
  if (argument.op != Op::Attainment || !(of_line || argument.metric)) return false;
  const Better& better = of_line ? site.line->better : program_.metrics[argument.metric].better;
  if (!better.at_zero || !is_curve(tiers)) return false;
  for (const TierRow& piece : straight_pieces(tiers)) {
    if (piece.high) continue;
    const bool held = !piece.low || *piece.low <= *better.at_zero;
    if (held && piece.slope.is_zero()) return true;
  }
  return false;
}

/// Where the argument falls, the table is read from right to left.
Trend Trends::tiers(const Expr& expr, const Site& site) {
  const Tiers& tiers = program_.tiers[expr.tiers];
  ended_ = ends_flat(tiers, program_.exprs[expr.args[0]], site);
  const Trend argument = all_of(expr.args, site);
  ended_ = false;
  if (argument == Trend::Constant || argument == Trend::Unknown) return argument;
  allowed_ = allowed_ || tiers.allow_drop;
  if (!is_curve(tiers)) return Trend::Unknown;
  std::vector<Jump> jumps = jumps_of(tiers);
  // edges that no value reaches
  const Range range = ranges_.of(expr.args[0], site);
  jumps.erase(std::remove_if(jumps.begin(), jumps.end(),
                             [&](const Jump& jump) { return !is_met(jump, range); }),
              jumps.end());
  if (!jumps.empty()) ++jumping_;
  const int forward = argument == Trend::Rises ? 1 : -1;
  const std::vector<TierRow> pieces = straight_pieces(tiers);
  const bool slopes_down = std::any_of(pieces.begin(), pieces.end(), [&](const TierRow& piece) {
    return piece.slope.sign() == -forward;
  });
  if (slopes_down) return Trend::Unknown;
  for (Jump& jump : jumps) {
    if (forward < 0) jump = {jump.after, jump.before, jump.high, jump.low, jump.edge, jump.onto};
  }
  const auto down =
      std::find_if(jumps.begin(), jumps.end(), [](const Jump& j) { return j.falls(); });
  if (down == jumps.end()) return Trend::Rises;
  if (tiers.allow_drop) return Trend::Unknown;
  drops_.push_back({&tiers, *down});
  return Trend::Rises;
}

/// Of factors that are not negative, one of them or both moving the same way.
Trend Trends::product(const Expr& expr, const Site& site) {
  const Trend left = of(expr.args[0], site);
  Trend right = of(expr.args[1], site);
  if (left == Trend::Constant && right == Trend::Constant) return Trend::Constant;
  if (expr.op == Op::Divide) right = opposite(right);
  const auto is_sure = [&](std::size_t i) {
    return signs_ == Signs::NotNegative || ranges_.of(expr.args[i], site).is_never_negative();
  };
  // what moves needs no sign of its own where the other factor stays; a divisor always does
  const bool divides = expr.op == Op::Divide && right != Trend::Constant;
  const bool left_sure = right == Trend::Constant || is_sure(0);
  const bool right_sure = (left == Trend::Constant && !divides) || is_sure(1);
  if (divides) {
    const auto low = ranges_.of(expr.args[1], site).low;
    vanishes_ = vanishes_ || !low || low->sign() <= 0;
  }
  return left_sure && right_sure ? together(left, right) : Trend::Unknown;
}

Trend Trends::fallback(const Expr& expr, const Site& site) {
  const Trend value = of(expr.args[0], site);
  replaces_ = replaces_ || value != Trend::Constant || vanishes_;
  const auto least = ranges_.of(expr.args[0], site).low;
  const auto most = ranges_.of(expr.args[1], site).high;
  replaces_more_ = replaces_more_ || !least || !most || *least < *most;
  return together(value, of(expr.args[1], site));
}

/// There is none of a negative number.
Trend Trends::root(const Expr& expr, const Site& site) {
  const Trend trend = of(expr.args[0], site);
  const bool sure = ranges_.of(expr.args[0], site).is_never_negative();
  vanishes_ = vanishes_ || (trend != Trend::Constant && !sure);
  return trend;
}

/// A condition rises where it becomes true.
Trend Trends::comparison(const Expr& expr, const Site& site) {
  const Trend difference = together(of(expr.args[0], site), opposite(of(expr.args[1], site)));
  return expr.op == Op::Greater || expr.op == Op::GreaterEqual ? difference : opposite(difference);
}

Trend Trends::choice(const Expr& expr, const Site& site) {
  if (of(expr.args[0], site) != Trend::Constant) return Trend::Unknown;
  return together(of(expr.args[1], site), of(expr.args[2], site));
}

/// `add` and `deduct` of something not negative, `cap` and `floor`; each under a condition that
/// moves the way that helps.
Trend Trends::adjusted(Trend trend, const Adjust& adjust, const Site& site) {
  if (adjust.kind == AdjustKind::Round) return trend;
  Trend by = of(adjust.value, site);
  Trend when = of(adjust.when, site);
  if (adjust.kind == AdjustKind::Deduct) by = opposite(by);
  const bool lowers = adjust.kind == AdjustKind::Deduct || adjust.kind == AdjustKind::Cap;
  if (lowers) when = opposite(when);
  const bool signed_value = adjust.kind == AdjustKind::Add || adjust.kind == AdjustKind::Deduct;
  const bool unsure = when != Trend::Constant && signed_value && signs_ == Signs::AsProven &&
                      !ranges_.of(adjust.value, site).is_never_negative();
  return unsure ? Trend::Unknown : together(together(trend, by), when);
}

Trend Trends::score(ScorecardId id) {
  if (!id) return Trend::Unknown;
  const auto known = scores_.find(id);
  if (known != scores_.end()) return known->second;
  scores_[id] = Trend::Unknown;
  return scores_[id] = total(id);
}

/// Whether the line may be worth less than what stands for it where it is absent.
bool Trends::may_lose(const Scorecard& card, const Line& line, ScorecardId id) {
  const auto zeroes = [](const std::vector<Policy>& policies) {
    return std::all_of(policies.begin(), policies.end(), [](const Policy& policy) {
      return policy.kind == PolicyKind::Zero || policy.kind == PolicyKind::Fail;
    });
  };
  const bool zero = zeroes(line.policies) && zeroes(card.policies);
  return !zero || !ranges_.points(line, id).is_never_negative();
}

Trend Trends::total(ScorecardId id) {
  const Scorecard& card = program_.scorecards[id];
  Trend trend = Trend::Constant;
  for (const Line& line : card.lines) {
    if (line.weight.is_zero()) continue;
    trend = together(trend, of(line.scored, {&line, id}));
    replaces_ = true;  // every line says what stands for an absent value
    replaces_more_ = replaces_more_ || may_lose(card, line, id);
  }
  for (const Adjust& adjust : card.adjustments)
    trend = adjusted(trend, adjust, {nullptr, id});
  return trend;
}

/// By whichever card, and version, somebody is paid.
Trend Trends::read_payout(PayoutId id) {
  const auto paying = versions_of(program_.payouts, id);
  if (paying.size() == 1) return amount(id);
  const bool still = std::all_of(paying.begin(), paying.end(),
                                 [&](PayoutId each) { return amount(each) == Trend::Constant; });
  return still ? Trend::Constant : Trend::Unknown;
}

Trend Trends::amount(PayoutId id) {
  const auto known = amounts_.find(id);
  if (known != amounts_.end()) return known->second;
  amounts_[id] = Trend::Unknown;
  return amounts_[id] = paid(id);
}

Trend Trends::paid(PayoutId id) {
  const Payout& payout = program_.payouts[id];
  if (payout.pool || !payout.carries.empty()) return Trend::Unknown;  // others, earlier periods
  const Site site{nullptr, payout.scorecard};
  Trend trend = of(payout.amount, site);
  for (const Adjust& adjust : payout.adjustments)
    trend = adjusted(trend, adjust, site);
  const auto least = ranges_.amount(id).low;
  for (const Policy& policy : payout.policies) {
    if (policy.kind == PolicyKind::Hold) continue;
    replaces_ = true;
    const auto most = ranges_.of(policy.value, site).high;
    replaces_more_ = replaces_more_ || !least || !most || *least < *most;
  }
  const bool may_fall = (vanishes_ && replaces_) || (comes_ && replaces_more_);
  return trend != Trend::Constant && may_fall ? Trend::Unknown : trend;
}

}  // namespace kpi::prove
