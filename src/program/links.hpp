#pragma once

#include <optional>
#include <vector>

#include "program/program.hpp"

namespace kpi {

/// The chains of links from one table to another that repeat no table; of very many the first ten.
std::vector<std::vector<ColumnId>> link_chains(const Program& program, TableId from, TableId to);

/// The chains from a fact to a table: on from whose its rows are, always where that leads there,
/// and else from the fact itself.
std::vector<std::vector<ColumnId>> ways_to(const Program& program, TableId fact,
                                           const std::optional<ColumnPath>& owner, TableId to);

/// The table that the links lead to.
TableId table_after(const Program& program, TableId table, const std::vector<ColumnId>& links);

}  // namespace kpi
