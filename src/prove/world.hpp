#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "prove/overlap.hpp"
#include "prove/ranges.hpp"

namespace kpi::prove {

/// What a table or a comparison was asked: an expression, or the grade of a card.
using Question = std::pair<bool, std::uint32_t>;

/// Amounts that are computed without data: one metric has a value that is chosen, everything else
/// that data decide stands at an ordinary value that its bounds allow.
class World {
 public:
  /// `plenty`: what other sums, bases and quotas are.
  World(const Program& program, PayoutId payout, MetricId metric, const Rational& plenty);

  /// Nothing where the amount is absent or depends on what cannot be chosen.
  std::optional<Rational> amount(const Rational& at);
  /// Whether something else than the metric was chosen on the way, at any time.
  bool chose_others() const { return chose_others_; }
  /// What tables and comparisons were asked for the last amount: the argument, the difference.
  const std::map<Question, Rational>& asked() const { return asked_; }
  /// Whether the metric can have that value, as far as its bounds tell.
  bool can_be(const Rational& x);

 private:
  using Result = std::optional<Value>;  // nothing: not known here

  Result of(ProgramExprId id, const Site& site);
  Result read(ProgramExprId id, const Expr& expr, const Site& site);
  Result computed(ProgramExprId id, const Expr& expr, const Site& site);
  Result tiers(ProgramExprId id, const Expr& expr, const Site& site);
  Result chosen(ProgramExprId id, const Range& range);
  Result metric(ProgramExprId id, const Expr& expr);
  Result aggregate(ProgramExprId id, const Expr& expr);
  bool knows_rows();
  const Target* declared(MetricId id) const;
  Result target(MetricId id);
  Result attainment(const Expr& expr, const Site& site);
  Result grade(ScorecardId id);
  Result points(const Line& line, ScorecardId card);
  Result score(ScorecardId id);
  Result adjusted(Result value, const std::vector<Adjust>& adjustments, const Site& site);
  Result paid(PayoutId id);

  const Program& program_;
  PayoutId payout_;
  MetricId metric_;
  Rational plenty_;
  Footprint mine_;
  Ranges ranges_;
  Rational at_;
  bool chose_others_ = false;
  std::map<Question, Rational> asked_;
  std::map<MetricId, Result> metrics_;  // of this amount
  std::set<PayoutId> open_;             // payouts that are being computed
};

}  // namespace kpi::prove
