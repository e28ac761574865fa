#include "diag/period_words.hpp"
#include "prove/questions.hpp"
#include "prove/roles.hpp"

/// Two targets of one metric and cycle: whether one person can have both.
namespace kpi::prove {
namespace {

bool are_alike(const Target& first, const Target& second) {
  return first.metric == second.metric && first.every == second.every;
}

Arguments named(const Program& program, const Target& target) {
  return {{"metric", program.metrics[target.metric].name}, {"unit", word_of(target.every)}};
}

}  // namespace

void prove_targets(const Program& program, Proofs& proofs) {
  each_pair(program.targets, are_alike, [&](const Target& first, const Target& second) {
    add_meeting(proofs, second.span, meeting_of(program, first.roles, second.roles),
                named(program, second),
                {Text::proof_targets_apart, Text::proof_targets_open, Text::proof_targets_meet});
  });
}

void warn_of_targets(const Program& program, Diagnostics& diagnostics) {
  each_pair(program.targets, are_alike, [&](const Target& first, const Target& second) {
    const Meeting meeting = meeting_of(program, first.roles, second.roles);
    if (meeting.answer != Meeting::Answer::Possible) return;
    Arguments arguments = named(program, second);
    arguments.emplace_back("witness", meeting.person);
    diagnostics.report(Code::targets_meet, second.span, std::move(arguments))
        .label(first.span, Text::first_here, {{"name", program.metrics[first.metric].name}})
        .hint(Text::keep_roles_apart);
  });
}

}  // namespace kpi::prove
