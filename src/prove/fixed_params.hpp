#pragma once

#include <set>
#include <utility>
#include <vector>

#include "prove/ranges.hpp"

namespace kpi::prove {

/// The params that a claim takes at the value of this run: those without bounds, and those that
/// stand where rules are made of numbers: edges and cells of tables, weights, caps of lines, steps.
/// All others have every value that they may have.
class FixedParams {
 public:
  using Arguments = std::vector<std::pair<ProgramExprId, Site>>;
  explicit FixedParams(const Program& program);

  /// ` (with `top` as set)`; nothing where there are none. Of everything that values are made of.
  Phrase of(const std::vector<ProgramExprId>& exprs, const Site& site);
  Phrase of(TiersId tiers);
  /// Of a table and of what it is asked for: arguments, scores that it grades.
  Phrase of(TiersId tiers, const Arguments& arguments, const std::vector<ScorecardId>& graded);
  Phrase of(ScorecardId card);
  Phrase of(PayoutId payout);
  /// Of what stands in the text there.
  Phrase of(const Span& span);

 private:
  void begin();
  Phrase told() const;
  void root(ProgramExprId expr, const Site& site);
  void visit(ProgramExprId expr, const Site& site);
  void read(const Expr& expr, const Site& site);
  void column(const Expr& expr);
  void metric(MetricId id);
  void aggregate(AggregateId id);
  void tiers(TiersId id);
  void card(ScorecardId id);
  void line(const Line& line, ScorecardId card);
  void payout(PayoutId id);
  void adjust(const std::vector<Adjust>& adjustments, const Site& site);
  void written(const Span& span);

  const Program& program_;
  std::vector<ProgramExprId> reads_, calls_;  // every param, and every table, that is read
  std::set<ParamId> found_;
  std::set<ProgramExprId> seen_;
  std::set<MetricId> metrics_;
  std::set<AggregateId> aggregates_;
  std::set<TiersId> tiers_;
  std::set<ScorecardId> cards_;
  std::set<PayoutId> payouts_;
  std::set<TableId> tables_;
};

}  // namespace kpi::prove
