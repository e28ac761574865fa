#pragma once

#include <map>
#include <string>
#include <vector>

#include "ast/ast.hpp"
#include "check/name_uses.hpp"
#include "diag/diagnostic.hpp"
#include "program/program.hpp"

namespace kpi::check {

/// Files of the embedded library that `table … like` reads: `std.sales` -> its declarations.
using Libraries = std::map<std::string, const ast::Ast*>;

/// Declarations -> typed program. Names, types, units, grain, absent values, tiers, weights: what
/// this accepts can be planned and computed. Everything wrong is reported, and what depends on it
/// stays silent; the program may only be used when no error was reported.
///
/// `settings` are values for params as written on the command line (name -> `75%`). `uses`, where
/// somebody wants to know, is filled with what each name stands for, as far as it was looked up.
Program check(const std::vector<const ast::Ast*>& files, const Libraries& libraries,
              const std::map<std::string, std::string>& settings, Diagnostics& diagnostics,
              NameUses* uses = nullptr);

/// One expression in the language of an already checked program (`kpi eval`, `kpi query`).
/// Without a subject table only constants, params, metrics and tiers are known. Adds to `program`.
ProgramExprId check_expression(const ast::Ast& input, ast::ExprId expr, TableId subject_table,
                               Program& program, Diagnostics& diagnostics);
/// The same for several, in their order.
std::vector<ProgramExprId> check_expressions(const ast::Ast& input,
                                             const std::vector<ast::ExprId>& exprs,
                                             TableId subject_table, Program& program,
                                             Diagnostics& diagnostics);

/// What chooses the rows that a query lists: a truth value of each.
ProgramExprId check_row_condition(const ast::Ast& input, ast::ExprId expr, TableId subject_table,
                                  Program& program, Diagnostics& diagnostics);
/// The roles, or tables of people, that a query is `for`; empty when reported.
std::vector<RoleId> check_query_roles(const std::vector<ast::Name>& names, Program& program,
                                      Diagnostics& diagnostics);

/// `by rep.posts.region`: the links that the rows of each fact have to the histories on the way.
void add_history_links(const ast::Path& path, const std::vector<TableId>& facts, Program& program,
                       Diagnostics& diagnostics);

/// The value of an expression that reads no data; nothing if it does.
std::optional<Value> constant_value(const Program& program, ProgramExprId expr);

}  // namespace kpi::check
