#pragma once

#include "ast/from_tree.hpp"
#include "driver/ask.hpp"

namespace kpi::driver {

/// What a query is divided by, and what each of its rows shows in front of its values.
struct QueryBy {
  std::vector<plan::QueryAxis> axes;
  std::vector<plan::QueryKey> keys;
  std::vector<std::string> names;  // of the keys
};

/// What `by region, rep, orders.line` of a query means: columns of the tables that the measures
/// read or can reach through links. Two different columns of that name are an error naming both. A
/// column of the rows that it is divided by anyway is shown and divides nothing.
std::optional<QueryBy> resolve_by(Program& program, const std::vector<ProgramExprId>& measures,
                                  const ast::QueryInput& query, Diagnostics& diagnostics);

}  // namespace kpi::driver
