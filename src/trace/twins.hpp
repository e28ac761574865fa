#pragma once

#include "score/steps.hpp"

namespace kpi::trace {

/// Each step, or for an aggregate that is written more than once, of the same rows and days, the
/// first of them: rows that are added move all of these at once.
using Twins = IdVector<plan::StepId, plan::StepId>;
Twins twins_of(const score::ScoreInput& input);

}  // namespace kpi::trace
