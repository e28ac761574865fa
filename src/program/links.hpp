#pragma once

#include <vector>

#include "program/program.hpp"

namespace kpi {

/// Every chain of links from one table to another that repeats no table.
std::vector<std::vector<ColumnId>> link_chains(const Program& program, TableId from, TableId to);

/// The table that the links lead to.
TableId table_after(const Program& program, TableId table, const std::vector<ColumnId>& links);

}  // namespace kpi
