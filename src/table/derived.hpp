#pragma once

#include "table/table.hpp"

/// Tables made of the values of a column.
namespace kpi::table {

/// Gives every derived table whose source is loaded its rows: one per text of the source's column,
/// of `one of` one per choice, ascending by code point. Its calculated columns stay empty. Links
/// into it are then to be resolved.
void make_derived_tables(const Program& program, Dataset& data);

}  // namespace kpi::table
