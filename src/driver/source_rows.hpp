#pragma once

#include "score/score.hpp"
#include "trace/explanation.hpp"

namespace kpi::driver {

/// The rows behind a step that reads cells, each with its place, key, day and what was added up.
std::vector<trace::SourceRow> source_rows(const score::ScoreInput& input, const plan::Step& step,
                                          std::size_t member);

}  // namespace kpi::driver
