#pragma once

#include <set>
#include <utility>
#include <vector>

#include "exec/scan_plan.hpp"

namespace kpi::exec {

/// What the rows of one family, or of a part of them, have added up to.
struct Accumulated {
  explicit Accumulated(const Family& family, const SpaceIndex& space);
  CellIndex cells;
  std::vector<States> states;  // by task
};

/// A row whose value needs more than 38 digits, and the operation.
using FaultPlace = std::pair<std::size_t, ProgramExprId>;

struct Scanned {
  std::vector<Accumulated> families;  // in the order given
  std::set<FaultPlace> faults;
};

/// Reads the table once for all its families, [first, last) of the scan plan.
Scanned scan_table(const rows::Evaluator& evaluator, const plan::AggregationPlan& plan,
                   const ScanPlan& scans, std::size_t first, std::size_t last,
                   const ExecOptions& options);

}  // namespace kpi::exec
