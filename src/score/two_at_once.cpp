#include "score/two_at_once.hpp"

#include <algorithm>

#include "diag/period_words.hpp"
#include "score/listed_people.hpp"

namespace kpi::score {
namespace {

template <class Declarations>
auto declared_at(const Declarations& declarations, Span span) {
  return std::find_if(declarations.begin(), declarations.end(),
                      [&](const auto& declared) { return declared.span == span; });
}

}  // namespace

void report_two_at_once(const Program& program, const TwoAtOnce& two,
                        const std::set<std::string>& people, Diagnostics& diagnostics) {
  if (const auto target = declared_at(program.targets, two.second);
      target != program.targets.end()) {
    const std::string& metric = program.metrics[target->metric].name;
    diagnostics
        .report(Code::two_targets, two.second,
                {{"people", listed_people(people)},
                 {"metric", metric},
                 {"unit", word_of(target->every)}})
        .label(two.first, Text::first_here, {{"name", metric}})
        .hint(Text::keep_roles_apart);
    return;
  }
  const auto first = declared_at(program.scorecards, two.first);
  const auto second = declared_at(program.scorecards, two.second);
  diagnostics.report(
      Code::in_two_scorecards, two.second,
      {{"people", listed_people(people)}, {"first", first->name}, {"second", second->name}});
}

}  // namespace kpi::score
