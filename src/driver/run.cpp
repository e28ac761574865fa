#include <algorithm>

#include "driver/ask.hpp"
#include "reference/reference.hpp"
#include "score/score.hpp"

namespace kpi::driver {

namespace {

/// Every cycle that the run computes and that is not over on its as-of day.
bool refuse_unfinished(const Program& rules, const plan::Plan& plan, Date as_of,
                       Diagnostics& diagnostics) {
  std::vector<std::string> open;
  const auto look_at = [&](Period period) {
    const std::string name = to_string(period, rules.calendar);
    const bool known = std::find(open.begin(), open.end(), name) != open.end();
    if (as_of < days_of(period, rules.calendar).last && !known) open.push_back(name);
  };
  for (const plan::CardOutput& card : plan.cards)
    look_at(card.period);
  for (const plan::PayoutOutput& payout : plan.payouts)
    look_at(payout.period);
  for (const plan::RuleOutput& rule : plan.rules)
    look_at(rule.period);
  if (open.empty()) return false;
  std::string periods;
  for (const std::string& name : open)
    periods += (periods.empty() ? "" : ", ") + name;
  diagnostics.report(Code::unfinished_values, Span{},
                     {{"periods", periods}, {"date", to_string(as_of)}});
  return true;
}

/// `if none fail` leaves one person without a score, and says so there; any other error could be
/// about any number.
bool is_to_be_shown(const Diagnostics& diagnostics) {
  const auto& items = diagnostics.items();
  return std::none_of(items.begin(), items.end(), [](const Diagnostic& item) {
    return severity_of(item.code) == Severity::Error && item.code != Code::score_failed;
  });
}

/// What a run is for: scores and amounts.
ValuesSeen values_in(const score::RunResult& result) {
  ValuesSeen values;
  for (const score::CardResult& card : result.cards)
    values.add(card.score.value);
  for (const score::PaidResult& paid : result.payouts)
    values.add(paid.payout.amount.value);
  return values;
}

}  // namespace

RunOutcome run(const Compiled& compiled, const RunRequest& request, const io::Files& files,
               Diagnostics& diagnostics) {
  RunOutcome outcome;
  const Program& rules = compiled.program;
  ComputedRun started = compute_run(rules, request, files, diagnostics);
  Computed& computed = started.computed;
  outcome.rejects = table::rejects_by_file(computed.loaded);
  outcome.rejects_not_listed = computed.loaded.rejects_not_listed;
  if (!started.ok) return outcome;
  if (request.final_only && refuse_unfinished(rules, computed.plan, started.as_of, diagnostics)) {
    return outcome;
  }
  if (request.engine == Engine::Reference) {
    auto result = reference::run(computed.program, computed.loaded.data, started.asked.days,
                                 started.as_of, request.of, diagnostics);
    if (!result) return outcome;
    outcome.result = std::move(*result);
  } else {
    const score::ScoreInput input{computed.program, computed.plan, computed.loaded.data,
                                  computed.cube, request.load.run_jobs};
    const io::Timed timed(request.profile, "score");
    outcome.result = score::score_run(input, request.of, diagnostics);
  }
  for (score::RuleResult& rule : outcome.result.rules) {
    for (score::Quantity& quantity : rule.values)
      spell_period(quantity.value, quantity.type, rules.calendar);
  }
  judge_coverage(computed.program, computed.plan, started.asked, computed.loaded.data,
                 outcome.result.coverage, diagnostics);
  warn_of_no_data(rules, started.asked, values_in(outcome.result), outcome.result.coverage,
                  diagnostics);
  outcome.ok = is_to_be_shown(diagnostics);
  return outcome;
}

}  // namespace kpi::driver
