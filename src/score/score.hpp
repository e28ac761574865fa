#pragma once

#include "exec/cube.hpp"
#include "plan/plan.hpp"
#include "score/result.hpp"

/// scoring program + cube -> Result. Exact rationals throughout; rounding only where a step says.
namespace kpi::score {

struct ScoreInput {
  const Program& program;
  const plan::Plan& plan;
  const table::Dataset& data;
  const exec::Cube& cube;
  RunJobs run_jobs = {};  // members are computed at the same time
};

/// Scorecards and payouts. `of`: only the subject with this key, if given. Reports people who are
/// in two scorecards at once and keys that nobody has.
RunResult score_run(const ScoreInput& input, const std::optional<std::string>& of,
                    Diagnostics& diagnostics);

/// Nobody of the run has that key: says so, with the keys of those who have it as their name, or
/// the key that is most like it.
void report_unknown_subject(const Program& program, const table::Dataset& data,
                            const std::string& of, Diagnostics& diagnostics);

/// Enters the days the plan asks for that begin before a table does and reach into it.
void note_partial(const plan::Plan& plan, const Program& program, std::vector<Coverage>& coverage);

QueryResult score_query(const ScoreInput& input, const std::vector<QueryResult::Measure>& measures,
                        const std::vector<std::string>& by_names, Diagnostics& diagnostics);

/// By table, the first day its data are known to be complete for: declared, or the first of the
/// month of its earliest row. What plans look back to.
plan::DataStart data_start(const Program& program, const table::Dataset& data);

}  // namespace kpi::score
