#pragma once

#include <cstddef>
#include <vector>

#include "exec/cube.hpp"
#include "rows/rows.hpp"

namespace kpi::exec {

struct CountedRow {
  TableId table;
  std::size_t row = 0;
};

/// Finds the rows that cells are made of.
class CountedRows {
 public:
  CountedRows(const Program& program, const plan::AggregationPlan& plan,
              const table::Dataset& data);

  /// The rows of one cell, in the order of the files: the same scan, with its eyes on one member.
  /// With `per` the rows of the groups that its condition chooses, of every table of theirs.
  std::vector<CountedRow> of(plan::CellsId cells, plan::IntervalId interval, const Member& member);

 private:
  const Program& program_;
  const plan::AggregationPlan& plan_;
  rows::Evaluator evaluator_;
  plan::AggregationPlan one_;  // the plan, of whose cells it has only those asked for
};

}  // namespace kpi::exec
