#pragma once

#include "exec/cube.hpp"
#include "rows/rows.hpp"

namespace kpi::exec {

/// Days and owners of a table's rows. Rows dated after as_of are left out of every count.
TableFacts facts_of(const rows::Evaluator& evaluator, TableId table, Date as_of);

}  // namespace kpi::exec
