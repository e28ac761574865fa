#pragma once

#include "check/checker.hpp"

namespace kpi::check {

/// How the file writes the column's cells, as its declaration says: `in thousands as "1,234.50"
/// none "-"`. What does not suit its type is reported.
CellForm check_cell_form(Checker& checker, const ast::CellForm& said, const Column& column);

}  // namespace kpi::check
