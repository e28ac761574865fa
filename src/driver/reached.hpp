#pragma once

#include <map>
#include <set>

#include "driver/session.hpp"

namespace kpi::driver {

/// What the project's own files declare, and what that reads of the library.
class Reached {
 public:
  explicit Reached(const Compiled& compiled);

  /// Whether what is declared there is of the project or read by it.
  bool has(Span span) const;

 private:
  using Place = std::pair<std::uint32_t, std::uint32_t>;  // file, offset

  bool is_own(Span span) const;
  void note(Span span, bool reached);
  void add(ProgramExprId id);
  void add(AggregateId id);
  void add(MetricId id);
  void add_targets(MetricId id);
  void add(TiersId id);
  void add(ScorecardId id);
  void add(PayoutId id);
  void add(const std::vector<Adjust>& adjustments);
  template <class Id, class Declarations>
  void add_own(const Declarations& declarations);
  void add_roots();

  const Compiled& compiled_;
  std::map<Place, bool> declared_;
  std::set<ProgramExprId> exprs_;
  std::set<AggregateId> aggregates_;
  std::set<MetricId> metrics_;
  std::set<TiersId> tiers_;
  std::set<ScorecardId> cards_;
  std::set<PayoutId> payouts_;
};

}  // namespace kpi::driver
