#pragma once

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "program/program.hpp"

/// What was looked at while values were computed: what tests leave out is what they do not test.
namespace kpi::reference {

struct Touched {
  /// A place in the rules: a policy, an adjustment, a line with a cap.
  using Place = std::pair<FileId, std::uint32_t>;
  static Place place_of(Span span) { return {span.file, span.begin}; }

  std::set<MetricId> metrics;
  std::map<TiersId, std::vector<std::vector<kpi::Value>>> tiers;  // the arguments, all present
  std::set<Place> ranked;                                         // rows of classes by rank
  std::set<Place> last_above, first_below;                        // of the cut under such a row
  std::set<Place> policies;                                       // that supplied what was absent
  std::set<Place> changed, unchanged;  // adjustments, by whether they had an effect
  std::set<Place> capped, not_capped, raised, not_raised;  // lines with a cap, with a floor
};

}  // namespace kpi::reference
