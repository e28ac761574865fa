#pragma once

#include <cstddef>
#include <vector>

#include "exec/cube.hpp"

namespace kpi::exec {

/// The rows that one cell is made of, in the order of the file: the same scan, with its eyes on one
/// member. With `per` the rows of all its groups, whether or not a group was chosen.
std::vector<std::size_t> counted_rows(const Program& program, const plan::AggregationPlan& plan,
                                      const table::Dataset& data, plan::CellsId cells,
                                      plan::IntervalId interval, const Member& member);

}  // namespace kpi::exec
