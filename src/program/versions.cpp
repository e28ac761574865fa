#include "program/versions.hpp"

namespace kpi {

HeldVersion held_on(const std::vector<DateRange>& versions, DateRange days) {
  HeldVersion held;
  std::size_t met = 0;
  for (std::size_t i = 0; i < versions.size(); ++i) {
    if (versions[i].contains(days)) held.index = i;
    const bool apart = versions[i].last < days.first || days.last < versions[i].first;
    if (!apart) ++met;
  }
  held.several = met > 1;
  return held;
}

}  // namespace kpi
