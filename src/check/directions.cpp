#include <algorithm>

#include "check/line_targets.hpp"
#include "check/units.hpp"
#include "check/value_types.hpp"

/// Days of which nothing says whether more or fewer are better, where attainment takes more: a sale
/// that takes twice the days it should would be 200 %. Hours are as often work that is asked for.
namespace kpi::check {
namespace {

/// Versions of a metric agree in their direction.
bool says_direction(const Checker& checker, MetricId metric) {
  if (checker.metrics.size() <= metric.index()) return true;  // of an already checked program
  const auto& versions = checker.metrics[metric].versions;
  return versions.empty() || versions[0].declared->better.has_value();
}

/// Whether the line's attainment is against a target that says no direction either.
bool is_attained_upwards(const Checker& checker, const Scorecard& card, const Line& line) {
  if (line.own_better || !reads_of_line(checker, line.scored, Op::Attainment)) return false;
  if (line.target) return true;
  const auto& targets = checker.program.targets;
  return std::any_of(targets.begin(), targets.end(), [&](const Target& target) {
    return !target.better && may_apply(checker, target, card, line);
  });
}

}  // namespace

void warn_of_unsaid_directions(Checker& checker) {
  std::vector<MetricId> told;
  for (const Scorecard& card : checker.program.scorecards) {
    for (const Line& line : card.lines) {
      const Metric& metric = checker.program.metrics[line.metric];
      const bool known = std::find(told.begin(), told.end(), line.metric) != told.end();
      const bool days = is_plain(metric.type.unit, Quantity::Days);
      if (known || !days || says_direction(checker, line.metric)) continue;
      if (!is_attained_upwards(checker, card, line)) continue;
      told.push_back(line.metric);
      checker.diagnostics
          .report(Code::direction_unsaid, line.span,
                  {{"metric", metric.name}, unit_argument("unit", metric.type.unit)})
          .hint(Text::say_direction);
    }
  }
}

}  // namespace kpi::check
