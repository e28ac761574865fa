#pragma once

#include "table/table.hpp"

namespace kpi::exec {

/// A link to the rows of a history (Column::history): of each row of the table the one that holds
/// on its own day. No two rows of the history may hold for one on the same day.
table::ColumnData held_rows(const Program& program, const table::Dataset& data, TableId table,
                            ColumnId column);

}  // namespace kpi::exec
