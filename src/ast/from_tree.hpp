#pragma once

#include "ast/ast.hpp"
#include "syntax/syntax.hpp"

namespace kpi::ast {

/// Tree of a file -> declarations. Error nodes become ErrorExpr or are left out.
Ast from_tree(const syntax::Tree& tree, const SourceMap& sources, Diagnostics& diagnostics);

/// Tree of one expression, for `kpi eval` and the REPL.
struct ExpressionInput {
  Ast ast;
  ExprId root;
};
ExpressionInput expression_from_tree(const syntax::Tree& tree, const SourceMap& sources,
                                     Diagnostics& diagnostics);

/// `revenue, gross_margin by region, month during 2025 [where c] [for ROLE]`.
struct QueryInput {
  Ast ast;
  std::vector<ExprId> measures;
  struct By {
    Span span;
    bool is_period = false;
    PeriodUnit unit = PeriodUnit::Month;
    Path path;
  };
  std::vector<By> by;
  std::optional<Window> during;  // kind Periods
  std::optional<ExprId> where;
  std::vector<Name> roles;  // for R
};
QueryInput query_from_tree(const syntax::Tree& tree, const SourceMap& sources,
                           Diagnostics& diagnostics);

/// Readable form for `kpi dump --stage=ast`: one declaration per paragraph, expressions fully
/// bracketed.
std::string print(const Ast& ast);

}  // namespace kpi::ast
