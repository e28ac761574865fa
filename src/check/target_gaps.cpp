#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

#include "check/checker.hpp"

/// Days between two versions of a target, on which nobody has one.
namespace kpi::check {

void warn_of_target_gaps(Checker& checker) {
  using Whose = std::tuple<MetricId, PeriodUnit, std::vector<RoleId>>;
  std::map<Whose, std::vector<const Target*>> versions;
  for (const Target& target : checker.program.targets) {
    if (target.effective) versions[{target.metric, target.every, target.roles}].push_back(&target);
  }
  for (auto& [whose, targets] : versions) {
    std::sort(targets.begin(), targets.end(), [](const Target* a, const Target* b) {
      return a->effective->first < b->effective->first;
    });
    for (std::size_t i = 1; i < targets.size(); ++i) {
      const DateRange gap{Date{targets[i - 1]->effective->last.days + 1},
                          Date{targets[i]->effective->first.days - 1}};
      if (gap.empty()) continue;
      checker.diagnostics
          .report(Code::target_gap, targets[i]->span,
                  {{"metric", checker.program.metrics[targets[i]->metric].name},
                   {"first", to_string(gap.first)},
                   {"last", to_string(gap.last)}})
          .label(targets[i - 1]->span, Text::first_here,
                 {{"name", checker.program.metrics[targets[i]->metric].name}});
    }
  }
}

}  // namespace kpi::check
