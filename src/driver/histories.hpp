#pragma once

#include "driver/session.hpp"
#include "plan/aggregation_plan.hpp"

namespace kpi::driver {

/// Fills the links to histories: of each row the one that holds on the row's own day. Reports rows
/// of a history of which two hold for somebody on one day.
void fill_histories(const Program& program, table::Dataset& data, Engine engine,
                    Diagnostics& diagnostics);
/// Says how many rows lie on days for which nothing holds, of the days that the plan reads.
void warn_of_history_gaps(const Program& program, const table::Dataset& data,
                          const plan::AggregationPlan& plan, Diagnostics& diagnostics);

}  // namespace kpi::driver
