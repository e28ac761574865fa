#pragma once

#include <string>

#include "ast/ast.hpp"

/// Pieces of the readable form.
namespace kpi::ast {

std::string print(const Ast& ast, ExprId id);
std::string print(const Ast& ast, const std::optional<ExprId>& id);
std::string print(const Path& path);
std::string print(const Name& name);
std::string print_quoted(const std::string& text);
std::string print(const Ast& ast, const Window& window);
std::string print(PeriodUnit unit);
std::string print(const Ast& ast, const Context& context);

}  // namespace kpi::ast
