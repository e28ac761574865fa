#pragma once

#include <map>
#include <vector>

#include "prove/edges.hpp"
#include "prove/overlap.hpp"
#include "prove/ranges.hpp"

namespace kpi::prove {

/// How a value moves while one metric gets better and everything else stays.
enum class Trend { Constant, Rises, Falls, Unknown };

/// What a factor of which no sign is known is taken for.
enum class Signs { AsProven, NotNegative };

/// A table that falls at an edge on the way.
struct Drop {
  const Tiers* tiers = nullptr;
  Jump jump;
};

/// Follows one metric through sums, products of factors that are not negative, tables, scorecards
/// and conditions. At an edge where a table drops the trend goes on; the drop is noted.
class Trends {
 public:
  Trends(const Program& program, MetricId metric, Signs signs)
      : program_(program),
        metric_(metric),
        signs_(signs),
        ranges_(program),
        mine_(program, metric) {}

  Trend amount(PayoutId payout);
  const std::vector<Drop>& drops() const { return drops_; }
  /// Whether a table on the way falls and says that it may.
  bool meets_allowed_drop() const { return allowed_; }
  /// Tables that jump on the way, up or down.
  std::size_t jumping_tables() const { return jumping_; }

 private:
  Trend of(ProgramExprId expr, const Site& site);
  Trend leaf(const Expr& expr, const Site& site);
  Trend metric(MetricId id);
  Trend own() const;
  Trend aggregate(AggregateId id);
  Trend declared(MetricId id);
  Trend column(const Expr& expr);
  bool ends_flat(const Tiers& tiers, const Expr& argument, const Site& site) const;
  Trend formula(MetricId id);
  Trend attainment(const Expr& expr, const Site& site);
  Trend tiers(const Expr& expr, const Site& site);
  Trend product(const Expr& expr, const Site& site);
  Trend root(const Expr& expr, const Site& site);
  Trend fallback(const Expr& expr, const Site& site);
  Trend comparison(const Expr& expr, const Site& site);
  Trend all_of(const std::vector<ProgramExprId>& exprs, const Site& site);
  Trend choice(const Expr& expr, const Site& site);
  Trend score(ScorecardId card);
  Trend total(ScorecardId card);
  bool may_lose(const Scorecard& card, const Line& line, ScorecardId id);
  Trend read_payout(PayoutId payout);
  Trend paid(PayoutId payout);
  Trend adjusted(Trend trend, const Adjust& adjust, const Site& site);

  const Program& program_;
  MetricId metric_;
  Signs signs_;
  Ranges ranges_;
  Footprint mine_;
  // each definition is looked at once, however many others read it
  std::map<MetricId, Trend> metrics_, targets_;
  std::map<ScorecardId, Trend> scores_;
  std::map<PayoutId, Trend> amounts_;
  std::vector<Drop> drops_;
  std::size_t jumping_ = 0;
  bool allowed_ = false;
  // a value that goes absent on the way, and something that stands in for absent ones
  bool vanishes_ = false, replaces_ = false;
  // one that comes on the way, and something that may be more than it
  bool comes_ = false, replaces_more_ = false;
  bool ended_ = false;  // the table around an attainment ends its growth
};

}  // namespace kpi::prove
