#pragma once

#include "driver/session.hpp"

/// Values of derived tables, computed between loading and everything that reads them.
namespace kpi::driver {

/// Fills every calculated column that is in use, each after those it reads: aggregates of the whole
/// history up to the run's day, whatever days the tables cover.
void fill_computed(const Program& program, table::Dataset& data, Date as_of, Engine engine,
                   Diagnostics& diagnostics);

}  // namespace kpi::driver
