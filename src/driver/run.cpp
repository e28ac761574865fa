#include "driver/ask.hpp"
#include "reference/reference.hpp"
#include "score/score.hpp"

namespace kpi::driver {

RunOutcome run(const Compiled& compiled, const RunRequest& request, const io::Files& files,
               Diagnostics& diagnostics) {
  RunOutcome outcome;
  const Program& rules = compiled.program;
  if (request.period.empty()) {
    diagnostics.report(Code::period_missing, Span{});
    return outcome;
  }
  const auto asked = parse_asked(request.period, rules.calendar, diagnostics);
  const auto as_of = asked ? as_of_day(request, *asked, diagnostics) : std::nullopt;
  if (!as_of) return outcome;
  const plan::Plan plan = plan::plan_run(rules, {asked->days, request.period, *as_of}, diagnostics);
  if (!plan.ok || diagnostics.has_errors()) return outcome;
  Computed computed = compute(rules, plan, request, files, diagnostics);
  outcome.rejects = std::move(computed.loaded.rejects);
  outcome.rejects_not_listed = computed.loaded.rejects_not_listed;
  if (diagnostics.has_errors()) return outcome;
  if (request.engine == Engine::Reference) {
    auto result = reference::run(computed.program, computed.loaded.data, asked->days, *as_of,
                                 request.of, diagnostics);
    if (!result) return outcome;
    outcome.result = std::move(*result);
  } else {
    const score::ScoreInput input{computed.program, plan, computed.loaded.data, computed.cube};
    outcome.result = score::score_run(input, request.of, diagnostics);
  }
  judge_coverage(rules, plan, *asked, outcome.result.coverage, diagnostics);
  // two scorecards for one person are reported beside the result, not instead of it
  outcome.ok =
      !outcome.result.cards.empty() || !outcome.result.payouts.empty() || !diagnostics.has_errors();
  return outcome;
}

}  // namespace kpi::driver
