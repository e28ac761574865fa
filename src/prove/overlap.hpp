#pragma once

#include <set>
#include <utility>
#include <vector>

#include "program/program.hpp"

namespace kpi::prove {

/// What an aggregate has to do with the metric that is followed.
enum class Overlap {
  Apart,  // it can stay while the metric moves
  Equal,  // it is what the metric is made of, and nothing else
  Along,  // of the same values: it stays or goes the metric's way
  Tied    // of the same values, which way is not known
};

/// Aggregates that read the same values of the same rows as a metric move with it, whatever they
/// are called. A metric rises by a larger value in a row, or by one row more; what neither has to
/// move stays: the cost of an order, not how many orders there are.
class Footprint {
 public:
  Footprint(const Program& program, MetricId metric);

  Overlap of(AggregateId aggregate) const;
  /// Whether it is absent, or not, by whether there are rows that the metric is made of.
  bool comes_with_rows(AggregateId aggregate) const;
  const std::vector<AggregateId>& aggregates() const { return mine_; }

 private:
  using Columns = std::set<std::pair<std::uint32_t, std::uint32_t>>;
  using Seen = std::set<ProgramExprId>;  // a metric that stands in many others is read once

  void add_formula(ProgramExprId id, Seen& seen);
  void add_columns(ProgramExprId id, Columns& columns, Seen& seen) const;
  void add_values(const Aggregate& aggregate, Columns& columns, Seen& seen) const;
  Columns values(const Aggregate& aggregate) const;
  bool is_same(ProgramExprId a, ProgramExprId b) const;
  bool is_same(const Aggregate& a, const Aggregate& b) const;
  bool is_filtered(const Aggregate& mine, const Aggregate& other) const;
  bool counts_rows_of(const Aggregate& other, TableId table) const;
  bool grows_by_rows(const Aggregate& mine) const;
  bool is_never_negative(const Aggregate& aggregate) const;
  bool shares(const Aggregate& mine, const Aggregate& other) const;
  bool has_more(const Aggregate& mine, const Aggregate& other) const;
  Overlap of_one(const Aggregate& mine, const Aggregate& other) const;
  Overlap of_several(AggregateId other) const;
  bool goes_along(const Aggregate& mine, const Aggregate& other) const;

  const Program& program_;
  std::vector<AggregateId> mine_;
  bool is_single_ = false;  // the metric is one aggregate
  bool is_own_ = true;      // of the person and period that are asked for
};

}  // namespace kpi::prove
