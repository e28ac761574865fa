#pragma once

#include <string>

#include "program/program.hpp"

namespace kpi {

/// `sum(orders.amount where (orders.line == "new"))`.
std::string print(const Program& program, const Aggregate& aggregate);
/// `orders.rep.region`.
std::string print(const Program& program, TableId table, const ColumnPath& path);

}  // namespace kpi
