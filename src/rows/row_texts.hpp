#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rows/rows.hpp"

namespace kpi::rows {

/// A column a condition reads, and what a row has there.
struct ReadValue {
  std::string name;                 // `order.due_date`
  std::optional<std::string> text;  // absent: no value
};

/// Every column the expression reads, each once, in the order of the expression.
std::vector<ReadValue> values_read(const Evaluator& evaluator, TableId table, ProgramExprId expr,
                                   std::size_t row);

}  // namespace kpi::rows
