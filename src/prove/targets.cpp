#include <functional>

#include "diag/period_words.hpp"
#include "prove/questions.hpp"
#include "prove/roles.hpp"

/// Two targets of one metric and cycle: whether one person can have both.
namespace kpi::prove {
namespace {

using SeePair = std::function<void(const Target&, const Target&, const Meeting&)>;

void each_pair(const Program& program, const SeePair& see) {
  for (std::size_t i = 0; i < program.targets.size(); ++i) {
    for (std::size_t j = i + 1; j < program.targets.size(); ++j) {
      const Target& first = program.targets[TargetId(i)];
      const Target& second = program.targets[TargetId(j)];
      if (first.metric != second.metric || first.every != second.every) continue;
      if (!overlaps(first.effective, second.effective)) continue;
      see(first, second, meeting_of(program, first.roles, second.roles));
    }
  }
}

Arguments named(const Program& program, const Target& target) {
  return {{"metric", program.metrics[target.metric].name}, {"unit", word_of(target.every)}};
}

}  // namespace

void prove_targets(const Program& program, Proofs& proofs) {
  each_pair(program, [&](const Target&, const Target& second, const Meeting& meeting) {
    Arguments arguments = named(program, second);
    if (meeting.answer == Meeting::Answer::Never) {
      add(proofs, Verdict::Proven, second.span, Text::proof_targets_apart, std::move(arguments));
    } else if (meeting.answer == Meeting::Answer::Unknown) {
      add(proofs, Verdict::Open, second.span, Text::proof_targets_open, std::move(arguments));
    } else {
      arguments.emplace_back("witness", meeting.person);
      add(proofs, Verdict::Refuted, second.span, Text::proof_targets_meet, std::move(arguments));
    }
  });
}

void warn_of_targets(const Program& program, Diagnostics& diagnostics) {
  each_pair(program, [&](const Target& first, const Target& second, const Meeting& meeting) {
    if (meeting.answer != Meeting::Answer::Possible) return;
    Arguments arguments = named(program, second);
    arguments.emplace_back("witness", meeting.person);
    diagnostics.report(Code::targets_meet, second.span, std::move(arguments))
        .label(first.span, Text::first_here, {{"name", program.metrics[first.metric].name}})
        .hint(Text::keep_roles_apart);
  });
}

}  // namespace kpi::prove
