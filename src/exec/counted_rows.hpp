#pragma once

#include <cstddef>
#include <vector>

#include "exec/cube.hpp"

namespace kpi::exec {

struct CountedRow {
  TableId table;
  std::size_t row = 0;
};

/// The rows that one cell is made of, in the order of the files: the same scan, with its eyes on
/// one member. With `per` the rows of the groups that its condition chooses, of every table of
/// theirs.
std::vector<CountedRow> counted_rows(const Program& program, const plan::AggregationPlan& plan,
                                     const table::Dataset& data, plan::CellsId cells,
                                     plan::IntervalId interval, const Member& member);

}  // namespace kpi::exec
