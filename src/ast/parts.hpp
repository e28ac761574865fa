#pragma once

#include <vector>

#include "ast/expression.hpp"

namespace kpi::ast {

/// The expressions that stand directly in it, in the order written; of a call its arguments,
/// without the words of its context.
std::vector<ExprId> parts_of(const Expr& expr);

}  // namespace kpi::ast
