#include "prove/world.hpp"

#include <algorithm>

#include "program/operations.hpp"
#include "program/versions.hpp"
#include "prove/comparisons.hpp"
#include "prove/places.hpp"
#include "prove/roles.hpp"
#include "prove/rows.hpp"

/// Rules applied to chosen values, by the operations that runs use.
namespace kpi::prove {
namespace {

bool is_applied(Op op) {
  constexpr Op kApplied[] = {Op::Add,    Op::Subtract,  Op::Multiply, Op::Divide,       Op::Negate,
                             Op::Less,   Op::LessEqual, Op::Greater,  Op::GreaterEqual, Op::Equal,
                             Op::And,    Op::Or,        Op::Not,      Op::NotEqual,     Op::Min,
                             Op::Max,    Op::Clamp,     Op::Sqrt,     Op::Round,        Op::IfNone,
                             Op::IsNone, Op::IsPresent};
  return std::find(std::begin(kApplied), std::end(kApplied), op) != std::end(kApplied);
}

const Policy* policy_of(const std::vector<Policy>& policies, NoneReason reason) {
  for (const bool by_name : {true, false}) {
    for (const Policy& policy : policies) {
      if (by_name ? policy.reason == reason : !policy.reason) return &policy;
    }
  }
  return nullptr;
}

void add_columns(const Program& program, ProgramExprId id, std::vector<const Expr*>& columns) {
  if (!id) return;
  const Expr& expr = program.exprs[id];
  if (expr.op == Op::Column) columns.push_back(&expr);
  for (const ProgramExprId arg : expr.args)
    add_columns(program, arg, columns);
}

}  // namespace

World::World(const Program& program, PayoutId payout, MetricId metric, const Rational& plenty)
    : program_(program),
      payout_(payout),
      metric_(metric),
      plenty_(plenty),
      mine_(program, metric),
      ranges_(program, Params::AsSet) {}

/// A sum of rows of 10 or more is no 5; one of cents no half of a cent. Below 0 it can be only
/// where every condition on its columns is understood.
bool World::can_be(const Rational& x) {
  const Range bounds = ranges_.metric(metric_);
  if ((bounds.low && x < *bounds.low) || (bounds.high && x > *bounds.high)) return false;
  if (x.sign() < 0 && !knows_rows()) return false;
  const ProgramExprId formula = program_.metrics[metric_].formula;
  if (!formula || program_.exprs[formula].op != Op::Aggregate) return true;
  const Aggregate& aggregate = program_.aggregates[program_.exprs[formula].aggregate];
  if (aggregate.kind != AggregateKind::Sum || !aggregate.value) return true;
  const Rational step = power_of_ten(-program_.exprs[aggregate.value].type.scale);
  if (!(x / step).is_integer()) return false;
  const Range row = ranges_.rows(aggregate);
  if (!row.low || row.low->sign() <= 0 || x.is_zero()) return true;
  const Rational most = round_to_integer(x / *row.low, RoundMode::Floor);  // so many rows
  return most.sign() > 0 && (!row.high || x <= most * *row.high);
}

/// Whether every condition on the columns of the metric went into its bounds.
bool World::knows_rows() {
  RowBounds rows(program_, Params::AsSet);
  for (const AggregateId id : mine_.aggregates()) {
    const Aggregate& aggregate = program_.aggregates[id];
    std::vector<const Expr*> columns;
    add_columns(program_, aggregate.value, columns);
    for (const Expr* column : columns) {
      const TableId table = table_of(program_, column->type.table, column->path);
      if (!table || !column->path.column) continue;
      const ProgramExprId where = column->path.links.empty() ? aggregate.where : ProgramExprId();
      if (!rows.is_understood(table, column->path.column, where)) return false;
    }
  }
  return true;
}

std::optional<Rational> World::amount(const Rational& at) {
  at_ = at;
  asked_.clear();
  metrics_.clear();
  const Result result = paid(payout_);
  if (!result || !result->is_number()) return std::nullopt;
  return result->number();
}

World::Result World::of(ProgramExprId id, const Site& site) {
  if (!id) return std::nullopt;
  const Expr& expr = program_.exprs[id];
  if (expr.op == Op::Tiers) return tiers(id, expr, site);
  const bool reads = expr.args.empty() || expr.op == Op::Metric || expr.op == Op::Target;
  return reads ? read(id, expr, site) : computed(id, expr, site);
}

World::Result World::read(ProgramExprId id, const Expr& expr, const Site& site) {
  const bool of_line = site.line != nullptr && !expr.metric;
  const ScorecardId card = expr.scorecard ? expr.scorecard : site.card;
  if (expr.op == Op::Constant) return expr.constant;
  if (expr.op == Op::Column) return chosen(id, ranges_.of(id, site));
  if (expr.op == Op::Metric) return metric(id, expr);
  if (expr.op == Op::Aggregate) return aggregate(id, expr);
  if (!is_own(expr.context)) return std::nullopt;
  if (expr.op == Op::Attainment) return attainment(expr, site);
  if (expr.op == Op::LineValue && of_line) return of(site.line->measure, {});
  if (expr.op == Op::Target) {
    if (of_line && site.line->target) return of(site.line->target, {});
    return target(of_line ? site.line->metric : expr.metric);
  }
  if (expr.op == Op::Score) return score(card);
  if (expr.op == Op::Grade) return grade(card);
  if (expr.op == Op::Payout) {
    const bool one = versions_of(program_.payouts, expr.payout).size() == 1;
    return one ? paid(expr.payout) : std::nullopt;
  }
  if (expr.op == Op::Points) return points(program_.scorecards[card].lines[expr.index], card);
  return std::nullopt;
}

World::Result World::computed(ProgramExprId id, const Expr& expr, const Site& site) {
  if (expr.op == Op::Versions) return of(expr.args.back(), site);  // those of now
  if (expr.op == Op::If) {
    const Result condition = of(expr.args[0], site);
    if (!condition) return std::nullopt;
    if (!condition->is_bool()) return Value(NoneReason::Undecided);
    return of(expr.args[condition->truth() ? 1 : 2], site);
  }
  std::vector<Value> args;
  for (const ProgramExprId arg : expr.args) {
    const Result value = of(arg, site);
    if (!value) return std::nullopt;
    args.push_back(*value);
  }
  if (expr.op == Op::Growth) return growth_of(expr, args[0], args[1]);
  if (!is_applied(expr.op)) return std::nullopt;
  const bool numbers = args.size() == 2 && args[0].is_number() && args[1].is_number();
  if (numbers && is_comparison(expr.op)) {
    asked_[{false, id.value}] = args[0].number() - args[1].number();
  }
  return apply(program_, expr, args);
}

World::Result World::tiers(ProgramExprId id, const Expr& expr, const Site& site) {
  const Tiers& tiers = program_.tiers[expr.tiers];
  if (tiers.kind == TierKind::Ranked) return std::nullopt;
  std::vector<Value> args;
  for (const ProgramExprId arg : expr.args) {
    const Result value = of(arg, site);
    if (!value) return std::nullopt;
    args.push_back(*value);
  }
  if (args[0].is_number()) asked_[{false, id.value}] = args[0].number();
  return apply_tiers(tiers, args);
}

/// An ordinary value within the bounds.
World::Result World::chosen(ProgramExprId id, const Range& range) {
  const Type& type = program_.exprs[id].type;
  if (type.kind != Kind::Number) return std::nullopt;
  constexpr int kSome = 10;
  Rational value = plenty_;
  if (type.unit.quantity == Quantity::Ratio) value = Rational(1);
  if (type.unit.quantity == Quantity::Count) value = Rational(kSome);
  if (range.low) value = std::max(value, *range.low);
  if (range.high) value = std::min(value, *range.high);
  chose_others_ = true;
  return value;
}

World::Result World::metric(ProgramExprId id, const Expr& expr) {
  const WindowKind window = expr.context.window.kind;
  if (window == WindowKind::Prior || window == WindowKind::YearAgo) {
    return chosen(id, ranges_.metric(expr.metric));
  }
  if (!is_own(expr.context)) return std::nullopt;
  if (expr.metric == metric_) return at_;
  if (const auto known = metrics_.find(expr.metric); known != metrics_.end()) return known->second;
  const Metric& metric = program_.metrics[expr.metric];
  const Result value = of(metric.formula, {});
  const Result published = value ? Result(publish(*value, metric.publish)) : std::nullopt;
  metrics_.emplace(expr.metric, published);
  return published;
}

World::Result World::aggregate(ProgramExprId id, const Expr& expr) {
  if (program_.aggregates[expr.aggregate].of_subject) return std::nullopt;
  const Overlap overlap = mine_.of(expr.aggregate);
  if (overlap == Overlap::Apart) return chosen(id, ranges_.of(id, {}));
  if (overlap == Overlap::Equal && is_own(expr.context)) return at_;
  return std::nullopt;
}

/// The one that holds for the payout's people and periods; of versions the last.
const Target* World::declared(MetricId id) const {
  const Payout& payout = program_.payouts[payout_];
  const std::vector<RoleId>& roles =
      payout.scorecard ? program_.scorecards[payout.scorecard].roles : payout.roles;
  const Target* found = nullptr;
  for (const Target& target : program_.targets) {
    const bool fits = target.metric == id && target.target && target.every == payout.every;
    if (fits && share_role(target.roles, roles)) found = &target;
  }
  return found;
}

World::Result World::target(MetricId id) {
  const Target* declared = id ? this->declared(id) : nullptr;
  if (declared == nullptr) return std::nullopt;
  const Result value = of(declared->target, {});
  const auto& step = declared->publish ? declared->publish : program_.metrics[id].publish;
  return value ? Result(publish(*value, step)) : std::nullopt;
}

World::Result World::attainment(const Expr& expr, const Site& site) {
  const bool of_line = site.line != nullptr && !expr.metric;
  const MetricId id = of_line ? site.line->metric : expr.metric;
  if (!id) return std::nullopt;
  const bool own_target = of_line && site.line->target;
  Better better = of_line ? site.line->better : program_.metrics[id].better;
  const Target* declared = own_target ? nullptr : this->declared(id);
  if (declared != nullptr && !(of_line && site.line->own_better)) better = declared->method(better);
  Result actual = at_;
  if (of_line) actual = of(site.line->measure, {});
  if (!of_line && id != metric_) actual = of(program_.metrics[id].formula, {});
  const bool within = better.direction == Direction::Within;
  Result wanted = Value(Rational(1));
  if (!within) wanted = own_target ? of(site.line->target, {}) : target(id);
  if (!actual || !wanted) return std::nullopt;
  const Value value =
      within ? attainment_within(*actual, better) : attainment_of(*actual, *wanted, better);
  return publish(value, program_.precision.ratio);
}

World::Result World::grade(ScorecardId id) {
  const Result value = score(id);
  const TiersId grades = id ? program_.scorecards[id].grade : TiersId();
  if (!value || !grades || program_.tiers[grades].kind == TierKind::Ranked) return std::nullopt;
  if (value->is_number()) asked_[{true, grades.value}] = value->number();
  return apply_tiers(program_.tiers[grades], {*value});
}

World::Result World::points(const Line& line, ScorecardId card) {
  const Result scored = of(line.scored, {&line, card});
  if (!scored || !scored->is_number()) return scored;
  Rational value = scored->number();
  if (line.cap) value = std::min(value, *line.cap);
  if (line.floor) value = std::max(value, *line.floor);
  return publish(value, line.publish);
}

World::Result World::score(ScorecardId id) {
  if (!id) return std::nullopt;
  constexpr int kFull = 100;
  const Scorecard& card = program_.scorecards[id];
  Rational total;
  for (const Line& line : card.lines) {
    if (line.weight.is_zero() || !line.scored) continue;
    const Result value = points(line, id);
    if (!value) return std::nullopt;
    if (value->is_number()) {
      total += line.weight * value->number();
      continue;
    }
    const Policy* policy = policy_of(line.policies, value->reason());
    if (policy == nullptr) policy = policy_of(card.policies, value->reason());
    if (policy == nullptr) return std::nullopt;
    if (policy->kind == PolicyKind::Full) total += line.weight * Rational(kFull);
    if (policy->kind != PolicyKind::Full && policy->kind != PolicyKind::Zero) return std::nullopt;
  }
  const Result value = adjusted(Value(total), card.adjustments, {nullptr, id});
  return value ? Result(publish(*value, card.publish)) : std::nullopt;
}

World::Result World::adjusted(Result value, const std::vector<Adjust>& adjustments,
                              const Site& site) {
  for (const Adjust& adjust : adjustments) {
    if (!value || !value->is_number()) return value;
    if (adjust.when) {
      const Result when = of(adjust.when, site);
      if (!when || !when->is_bool()) return std::nullopt;
      if (!when->truth()) continue;
    }
    if (adjust.kind == AdjustKind::Round) {
      value = publish(*value, adjust.round);
      continue;
    }
    const Result by = of(adjust.value, site);
    if (!by || !by->is_number()) return std::nullopt;
    const Rational& before = value->number();
    if (adjust.kind == AdjustKind::Add) value = Value(before + by->number());
    if (adjust.kind == AdjustKind::Deduct) value = Value(before - by->number());
    if (adjust.kind == AdjustKind::Cap) value = Value(std::min(before, by->number()));
    if (adjust.kind == AdjustKind::Floor) value = Value(std::max(before, by->number()));
  }
  return value;
}

World::Result World::paid(PayoutId id) {
  const Payout& payout = program_.payouts[id];
  if (payout.pool || !payout.carries.empty() || !open_.insert(id).second) return std::nullopt;
  const Site site{nullptr, payout.scorecard};
  const Result result = adjusted(of(payout.amount, site), payout.adjustments, site);
  open_.erase(id);
  return result;
}

}  // namespace kpi::prove
