#pragma once

#include <set>

#include "exec/finish.hpp"

namespace kpi::exec {

/// `only` met two rows: names them, whose they are and when. Conflicts of members that are nobody
/// (the (none) member) are left out; after some the rest is counted.
void report_conflicts(const rows::Evaluator& evaluator, const plan::AggregationPlan& plan,
                      const Cube& cube, const std::vector<Conflict>& conflicts,
                      Diagnostics& diagnostics);

/// Values beyond 38 digits, by row.
void report_faults(const rows::Evaluator& evaluator, TableId table,
                   const std::set<FaultPlace>& faults, Diagnostics& diagnostics);

}  // namespace kpi::exec
