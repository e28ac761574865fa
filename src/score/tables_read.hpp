#pragma once

#include "plan/plan.hpp"

namespace kpi::score {

/// The tables whose rows the steps of a plan, its results and what is said about them read; of all
/// others the cube says everything. Those that they link to are not named.
IdVector<TableId, std::uint8_t> tables_read(const Program& program, const plan::Plan& plan);

}  // namespace kpi::score
