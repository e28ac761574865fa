#pragma once

#include "diag/diagnostic.hpp"
#include "program/program.hpp"
#include "table/table.hpp"

namespace kpi::driver {

/// Enters what the table of holidays says into the program's calendar, if the table is loaded. A
/// day that is said to be both off and worked is reported.
void read_holidays(Program& program, const table::Dataset& data, Diagnostics& diagnostics);

}  // namespace kpi::driver
