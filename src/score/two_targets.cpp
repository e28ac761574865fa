#include "score/two_targets.hpp"

#include "diag/period_words.hpp"

namespace kpi::score {

void report_two_targets(const Program& program, const TwoTargets& targets,
                        const std::set<std::string>& people, Diagnostics& diagnostics) {
  constexpr std::size_t kNamed = 5;
  std::string named;
  std::size_t count = 0;
  for (const std::string& person : people) {
    if (count++ < kNamed) named += (named.empty() ? "" : ", ") + person;
  }
  if (count > kNamed) named += ", …";
  for (const Target& target : program.targets) {
    if (!(target.span == targets.second)) continue;
    diagnostics
        .report(Code::two_targets, targets.second,
                {{"people", named},
                 {"metric", program.metrics[target.metric].name},
                 {"unit", word_of(target.every)}})
        .label(targets.first, Text::first_here, {{"name", program.metrics[target.metric].name}})
        .hint(Text::keep_roles_apart);
    return;
  }
}

}  // namespace kpi::score
