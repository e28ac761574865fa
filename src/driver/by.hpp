#pragma once

#include "ast/from_tree.hpp"
#include "driver/ask.hpp"

namespace kpi::driver {

/// What `by region, rep, orders.line` of a query means: columns of the tables that the measures
/// read or can reach through links. Two different columns of that name are an error naming both.
std::optional<std::vector<plan::QueryAxis>> resolve_axes(const Program& program,
                                                         const std::vector<ProgramExprId>& measures,
                                                         const ast::QueryInput& query,
                                                         Diagnostics& diagnostics);

}  // namespace kpi::driver
