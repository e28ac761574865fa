#pragma once

#include <map>
#include <optional>
#include <set>

#include "program/program.hpp"
#include "source/source.hpp"

namespace kpi::prove {

/// What payouts are made of: metrics, and aggregates that they or their cards read by no name
/// (`amount sum(orders.margin) * 5%`), each of which is taken for a metric of its own.
class Results {
 public:
  Results(const Program& program, const SourceMap& sources);

  /// The rules, with a metric more for every aggregate that has no name.
  const Program& program() const { return unnamed_ ? *unnamed_ : program_; }
  bool has_name(MetricId metric) const { return metric.value < program_.metrics.size(); }
  /// False of an aggregate without a name of which it is not known which way raises the payout.
  bool has_direction(MetricId metric) const { return undirected_.count(metric) == 0; }
  /// The metrics of the lines of the payout's card, of what the card and the payout add, cap and
  /// ask for, and of the payouts it reads. Which way an aggregate without a name is better nobody
  /// says: the way that raises the payout.
  std::set<MetricId> of(PayoutId payout);

 private:
  void add_unnamed(ProgramExprId aggregate, const SourceMap& sources);

  const Program& program_;
  std::optional<Program> unnamed_;
  std::map<ProgramExprId, MetricId> metrics_;
  std::set<MetricId> undirected_;
};

}  // namespace kpi::prove
