#pragma once

#include "exec/cube.hpp"
#include "rows/rows.hpp"

namespace kpi::exec {

/// Days and owners of a table's rows. Rows dated after as_of are left out of every count.
TableFacts facts_of(const rows::Evaluator& evaluator, const plan::AggregationPlan& plan,
                    TableId table);

/// Those of some rows of a table to those of others.
void add_facts(const TableFacts& more, TableFacts& facts);

}  // namespace kpi::exec
