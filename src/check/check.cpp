#include "check/check.hpp"

#include "check/checker.hpp"
#include "check/expressions.hpp"
#include "check/history.hpp"
#include "check/peers.hpp"
#include "check/people.hpp"
#include "check/versions.hpp"

namespace kpi::check {
namespace {

template <class IdType, class Items>
void enter_all(Checker& checker, const Items& items) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto& item = items[IdType(i)];
    checker.symbols.emplace(item.name, Symbol{item.name, item.span, IdType(i)});
  }
}

/// The names of a program that was checked before.
void enter_program(Checker& checker) {
  const Program& program = checker.program;
  enter_all<TableId>(checker, program.tables);
  enter_all<RoleId>(checker, program.roles);
  enter_all<MetricId>(checker, program.metrics);
  enter_all<ParamId>(checker, program.params);
  enter_all<TiersId>(checker, program.tiers);
  enter_all<ScorecardId>(checker, program.scorecards);
  enter_all<PayoutId>(checker, program.payouts);
  enter_all<RuleId>(checker, program.rules);
  for (const TableSchema& table : program.tables) {
    auto& columns = checker.columns.emplace_back();
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const Column& column = table.columns[ColumnId(i)];
      if (!column.history && !column.copied) columns.emplace(column.name, ColumnId(i));
    }
    auto& lets = checker.lets.emplace_back();
    for (std::size_t i = 0; i < table.lets.size(); ++i)
      lets.emplace(table.lets[i].name, i);
  }
}

}  // namespace

Program check(const std::vector<const ast::Ast*>& files, const Libraries& libraries,
              const std::map<std::string, std::string>& settings, Diagnostics& diagnostics,
              NameUses* uses) {
  Program program;
  Checker checker(program, diagnostics);
  checker.uses = uses;
  checker.libraries = libraries;
  checker.settings = settings;
  for (const ast::Ast* file : files)
    checker.unread.insert(file->unread.begin(), file->unread.end());
  for (const ast::Ast* file : files) {
    if (file->in_chinese) checker.chinese_files.push_back(file->file);
  }
  checker.faulty_targets = checker.unread;
  std::size_t written = 0;
  for (const ast::Ast* file : files)
    written += file->exprs.size();
  program.exprs.reserve(2 * written);  // with what is said in few words and stands for more
  declare_names(checker, files);
  check_settings(checker, files);
  check_effective(checker, files);
  queue_tiers(checker, files);
  check_params(checker, files);
  check_tiers(checker, files);  // before the calculated columns that use them
  check_tables(checker, files);
  check_ranked_tiers(checker, files);
  check_metrics(checker, files);
  check_computed(checker);
  check_roles(checker, files);
  check_targets(checker, files);
  check_cycles(checker);
  check_scorecards(checker, files);
  check_payouts(checker, files);
  check_rules(checker, files);
  check_targets_read(checker);
  warn_of_zero_targets(checker);
  warn_of_unsaid_directions(checker);
  warn_of_target_gaps(checker);
  check_alignment(checker);
  reject_combined_windows(checker);
  check_tests(checker, files);
  return program;
}

ProgramExprId check_expression(const ast::Ast& input, ast::ExprId expr, TableId subject_table,
                               Program& program, Diagnostics& diagnostics) {
  return check_expressions(input, {expr}, subject_table, program, diagnostics)[0];
}

static Env query_env(const ast::Ast& input, TableId subject_table) {
  Env env;
  env.ast = &input;
  env.grain = Grain::Subject;
  env.subject_table = subject_table;
  env.words.reads_results = true;
  return env;
}

std::vector<ProgramExprId> check_expressions(const ast::Ast& input,
                                             const std::vector<ast::ExprId>& exprs,
                                             TableId subject_table, Program& program,
                                             Diagnostics& diagnostics) {
  Checker checker(program, diagnostics);
  enter_program(checker);
  const Env env = query_env(input, subject_table);
  std::vector<ProgramExprId> checked;
  checked.reserve(exprs.size());
  for (const ast::ExprId expr : exprs)
    checked.push_back(check_expr(checker, env, expr));
  return checked;
}

ProgramExprId check_row_condition(const ast::Ast& input, ast::ExprId expr, TableId subject_table,
                                  Program& program, Diagnostics& diagnostics) {
  Checker checker(program, diagnostics);
  enter_program(checker);
  return check_condition(checker, query_env(input, subject_table), expr);
}

std::vector<RoleId> check_query_roles(const std::vector<ast::Name>& names, Program& program,
                                      Diagnostics& diagnostics) {
  Checker checker(program, diagnostics);
  enter_program(checker);
  const auto people = resolve_roles(checker, names);
  return people ? people->roles : std::vector<RoleId>();
}

void add_history_links(const ast::Path& path, const std::vector<TableId>& facts, Program& program,
                       Diagnostics& diagnostics) {
  Checker checker(program, diagnostics);
  enter_program(checker);
  std::vector<ast::Name> names = path.parts;
  const auto named = checker.find_as<TableId>(names[0].text);
  if (named) names.erase(names.begin());
  for (const TableId fact : named ? std::vector<TableId>{*named} : facts)
    add_history_links(checker, fact, names);
}

std::optional<Value> constant_value(const Program& program, ProgramExprId expr) {
  return fold(program, expr);
}

}  // namespace kpi::check
