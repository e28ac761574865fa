#pragma once

#include "prove/questions.hpp"
#include "prove/ranges.hpp"

namespace kpi::prove {

/// Where the number is decided by a card's grade alone (`if grade == "A" then 120% else 100%`, or a
/// table of grades): the card. What is read of other things is none.
ScorecardId decided_by_grade(const Program& program, ProgramExprId expr, const Site& site);

}  // namespace kpi::prove
