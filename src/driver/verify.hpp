#pragma once

#include "reference/recompute.hpp"
#include "score/score.hpp"
#include "trace/explanation.hpp"

namespace kpi::driver {

/// A step of a trace computed again by the reference evaluator; nothing for those that are about
/// other people or other periods, whose inputs the trace does not list.
std::optional<Value> computed_again(reference::Recompute& reference, const score::ScoreInput& input,
                                    const plan::Step& step, std::size_t member,
                                    const std::vector<const Value*>& args);

/// Says of which figures something else came out.
void report_disagreements(const std::vector<trace::Explanation>& parts, const Calendar& calendar,
                          Diagnostics& diagnostics);

}  // namespace kpi::driver
