#include "prove/results.hpp"

#include <algorithm>

#include "program/versions.hpp"
#include "prove/overlap.hpp"
#include "prove/trends.hpp"
#include "source/rule_words.hpp"

/// The results that a payout follows, with a name and without.
namespace kpi::prove {
namespace {

class Followed {
 public:
  Followed(const Program& program, PayoutId payout) : program_(program) { add_payout(payout); }

  const std::set<MetricId>& metrics() const { return metrics_; }
  const std::vector<ProgramExprId>& aggregates() const { return aggregates_; }

 private:
  void add(ProgramExprId id) {
    if (!id || !seen_.insert(id).second) return;
    const Expr& expr = program_.exprs[id];
    const bool value = expr.op == Op::Metric || expr.op == Op::Attainment;
    if (value && expr.metric) metrics_.insert(expr.metric);
    if (is_result(expr)) aggregates_.push_back(id);
    if (expr.scorecard) add_card(expr.scorecard);
    if (expr.op == Op::Payout) {
      for (const PayoutId each : versions_of(program_.payouts, expr.payout))
        add_payout(each);
    }
    for (const ProgramExprId arg : expr.args)
      add(arg);
  }

  /// A calculated column of the person's own row is none.
  bool is_result(const Expr& expr) const {
    return expr.op == Op::Aggregate && expr.type.kind == Kind::Number &&
           !program_.aggregates[expr.aggregate].of_subject;
  }

  void add_all(const std::vector<Adjust>& adjustments) {
    for (const Adjust& adjust : adjustments) {
      add(adjust.value);
      add(adjust.when);
    }
  }

  void add_payout(PayoutId id) {
    if (!payouts_.insert(id).second) return;
    const Payout& payout = program_.payouts[id];
    if (payout.scorecard) add_card(payout.scorecard);
    add(payout.amount);
    add_all(payout.adjustments);
    add(payout.pool);
    for (const Carry& carry : payout.carries)
      add(carry.next);
    for (const Policy& policy : payout.policies)
      add(policy.value);
  }

  void add_card(ScorecardId id) {
    if (!cards_.insert(id).second) return;
    const Scorecard& card = program_.scorecards[id];
    for (const Line& line : card.lines) {
      if (line.weight.is_zero()) continue;
      metrics_.insert(line.metric);
      add(line.scored);
    }
    add_all(card.adjustments);
  }

  const Program& program_;
  std::set<MetricId> metrics_;
  std::vector<ProgramExprId> aggregates_;
  std::set<ProgramExprId> seen_;
  std::set<ScorecardId> cards_;
  std::set<PayoutId> payouts_;
};

}  // namespace

Results::Results(const Program& program, const SourceMap& sources) : program_(program) {
  for (std::size_t i = 0; i < program.payouts.size(); ++i) {
    const Followed followed(program, PayoutId(i));
    for (const ProgramExprId aggregate : followed.aggregates()) {
      if (metrics_.count(aggregate) == 0) add_unnamed(aggregate, sources);
    }
  }
}

void Results::add_unnamed(ProgramExprId aggregate, const SourceMap& sources) {
  if (!unnamed_) unnamed_ = program_;
  const Expr& expr = program_.exprs[aggregate];
  Metric metric;
  metric.name = rule_words(sources, expr.span);
  metric.span = expr.span;
  metric.formula = aggregate;
  metric.type = expr.type;
  metrics_[aggregate] = unnamed_->metrics.push(std::move(metric));
}

std::set<MetricId> Results::of(PayoutId payout) {
  const Followed followed(program_, payout);
  std::set<MetricId> all = followed.metrics();
  for (const ProgramExprId id : followed.aggregates()) {
    const AggregateId aggregate = program_.exprs[id].aggregate;
    const bool known = std::any_of(all.begin(), all.end(), [&](MetricId metric) {
      return Footprint(program(), metric).of(aggregate) == Overlap::Equal;
    });
    if (known) continue;
    const MetricId metric = metrics_.at(id);
    Direction& better = unnamed_->metrics[metric].better.direction;
    better = Direction::Higher;
    const Trend trend = Trends(*unnamed_, metric, Signs::NotNegative).amount(payout);
    if (trend == Trend::Falls) better = Direction::Lower;
    if (trend == Trend::Unknown) undirected_.insert(metric);
    all.insert(metric);
  }
  return all;
}

}  // namespace kpi::prove
