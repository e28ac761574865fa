#include "trace/explain.hpp"

#include "driver/ask.hpp"
#include "driver/source_rows.hpp"
#include "driver/verify.hpp"
#include "score/score.hpp"

namespace kpi::driver {
namespace {

trace::Request request_for(const RunRequest& request, const ExplainRequest& asked) {
  trace::Request made;
  made.of = request.of.value_or("");
  made.name = asked.name;
  made.why_not = asked.why_not;
  return made;
}

/// The scores and amounts that were explained.
ValuesSeen values_in(const std::vector<trace::Explanation>& parts) {
  ValuesSeen values;
  for (const trace::Explanation& part : parts) {
    for (const trace::Topic& topic : part.topics)
      values.add(part.nodes[topic.root].value.value);
  }
  return values;
}

}  // namespace

ExplainOutcome explain(const Compiled& compiled, const RunRequest& request,
                       const ExplainRequest& asked, const io::Files& files,
                       Diagnostics& diagnostics) {
  ExplainOutcome outcome;
  const Program& rules = compiled.program;
  RunRequest with_rows = request;
  with_rows.reads_rows = asked.rows || asked.verify;
  with_rows.counts_rows = true;
  ComputedRun started = compute_run(rules, with_rows, files, diagnostics);
  Computed& computed = started.computed;
  outcome.rejects = table::rejects_by_file(computed.loaded);
  outcome.rejects_not_listed = computed.loaded.rejects_not_listed;
  if (!started.ok) return outcome;
  const score::ScoreInput scored{computed.program, computed.plan, computed.loaded.data,
                                 computed.cube};
  const score::Slots slots = score::run_steps(scored, diagnostics);
  trace::Request wanted = request_for(request, asked);
  std::optional<SourceRows> rows;
  if (asked.rows) {
    rows.emplace(scored);
    wanted.list_rows = [&](const plan::Step& step, std::size_t member) {
      return rows->of(step, member);
    };
  }
  reference::Recompute reference(computed.program, computed.loaded.data, started.as_of,
                                 diagnostics);
  if (asked.verify) {
    wanted.recompute = [&](const plan::Step& step, std::size_t member,
                           const std::vector<const Value*>& args) {
      return computed_again(reference, scored, step, member, args);
    };
  }
  outcome.result.as_of = started.as_of;
  outcome.result.parts = trace::explain({scored, slots, compiled.sources}, wanted, diagnostics);
  outcome.result.coverage = score::coverage_of(scored);
  outcome.result.notes = score::notes_of(scored);
  judge_coverage(computed.program, computed.plan, started.asked, computed.loaded.data,
                 outcome.result.coverage, diagnostics);
  warn_of_no_data(rules, started.asked, values_in(outcome.result.parts), outcome.result.coverage,
                  diagnostics);
  outcome.ok = !outcome.result.parts.empty() && !diagnostics.has_errors();
  report_disagreements(outcome.result.parts, computed.program.calendar, diagnostics);
  return outcome;
}

}  // namespace kpi::driver
