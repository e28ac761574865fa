#pragma once

#include "plan/plan.hpp"

namespace kpi::driver {

/// By table: whether all that is read of it are the cells of the plan, to which each of its rows
/// adds by itself: no other row leads to it, nobody is one of its rows, and nothing else looks at
/// them. The answer follows from the rules and the request alone.
IdVector<TableId, std::uint8_t> tables_of_cells_only(const Program& program,
                                                     const plan::Plan& plan);

/// Whether a cell of the file and nothing else says the value of each column that is read.
bool stands_in_its_cells(const TableSchema& schema);

}  // namespace kpi::driver
