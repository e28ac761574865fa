#pragma once

#include "check/checker.hpp"

/// `table orders … credited by credits.share`: whose an order is stands in the rows of another
/// table, each with its share.
namespace kpi::check {

/// A column that repeats one of the row a link leads to, so that rows can be dated by it.
ColumnId copied_column(Checker& checker, TableId table, ColumnId link, ColumnId column);
/// Resolves the `credited by` of a table's head.
void set_split(Checker& checker, TableId table, const ast::Path& path);
/// The same aggregate over the credits, for those who have a part in the rows. False when it was
/// reported: nothing but sums, counts, smallest and largest have a meaning there.
bool add_by_credit(Checker& checker, Aggregate& aggregate);

}  // namespace kpi::check
