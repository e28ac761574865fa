#pragma once

#include "prove/ranges.hpp"

namespace kpi::prove {

/// Whether a condition holds for no value of the data, or for every one.
bool is_decided(const Program& program, ProgramExprId condition, const Site& site);

}  // namespace kpi::prove
