#pragma once

#include <vector>

#include "program/program.hpp"

namespace kpi::rows {

/// For every expression the first one that computes the same from a row: three targets that all
/// say `where measure == "revenue"` test it once. Operations beyond rows stand for themselves.
std::vector<ProgramExprId> same_exprs(const Program& program);

}  // namespace kpi::rows
