#include <algorithm>
#include <map>

#include "check/expressions.hpp"
#include "check/value_types.hpp"

/// Tests: the rows they give, as a file would hold them, and what they expect.
namespace kpi::check {
namespace {

/// What a test says, as the table's file would.
class GivenCells {
 public:
  GivenCells(Checker& checker, const ast::Ast& file) : checker_(checker) { env_.ast = &file; }

  std::optional<std::string> text(const Column& column, ast::ExprId cell) const {
    const ast::Expr& expr = env_.ast->exprs[cell];
    if (std::holds_alternative<ast::NoneLiteral>(expr.node)) return std::string();
    if (column.storage == Storage::Period) return period_text(expr);
    if (column.type.kind == Kind::Number) return number_text(column, cell);
    const ProgramExprId value = check_expr(checker_, env_, cell);
    if (checker_.failed(value)) return std::nullopt;
    const auto folded = fold(checker_.program, value);
    if (!folded) return report(expr.span);
    const Kind found = checker_.type(value).kind;
    if (found != wanted(column) && !(column.storage == Storage::Moment && found == Kind::Text)) {
      checker_.diagnostics.report(
          Code::wrong_kind, expr.span,
          {{"actual", word_for(found)}, {"expected", word_for(wanted(column))}});
      return std::nullopt;
    }
    if (folded->is_date()) return to_string(folded->date());
    if (folded->is_bool()) return folded->truth() ? "true" : "false";
    return folded->text();
  }

 private:
  static Kind wanted(const Column& column) {
    const bool text = column.storage == Storage::Key || column.storage == Storage::Link;
    return text ? Kind::Text : column.type.kind;
  }

  std::nullopt_t report(Span span) const {
    checker_.diagnostics.report(Code::given_value, span);
    return std::nullopt;
  }

  std::optional<std::string> period_text(const ast::Expr& expr) const {
    if (const auto* period = std::get_if<ast::PeriodLiteral>(&expr.node)) return period->text;
    const auto* year = std::get_if<ast::NumberLiteral>(&expr.node);
    if (year != nullptr && year->unit == ast::NumberUnit::None) {
      return exact_decimal_string(year->value).value_or("");
    }
    return report(expr.span);
  }

  std::optional<std::string> number_text(const Column& column, ast::ExprId cell) const {
    const auto number = check_constant(checker_, env_, cell, column.type.unit);
    if (!number) return std::nullopt;
    const auto text = exact_decimal_string(column.in_percent ? *number * Rational(100) : *number);
    return text ? text : report(env_.ast->exprs[cell].span);
  }

  Checker& checker_;
  Env env_;
};

std::optional<std::vector<ColumnId>> given_columns(Checker& checker, TableId table,
                                                   const std::vector<ast::Name>& names) {
  std::vector<ColumnId> columns;
  for (const ast::Name& name : names) {
    const auto path = resolve_column_path(checker, table, {name}, false);
    if (!path) return std::nullopt;
    if (std::find(columns.begin(), columns.end(), path->column) != columns.end()) {
      checker.diagnostics.report(Code::given_twice, name.span, {{"name", name.text}});
      return std::nullopt;
    }
    columns.push_back(path->column);
  }
  return columns;
}

std::optional<GivenTable> check_given(Checker& checker, const ast::Ast& file,
                                      const ast::Given& given) {
  const auto table = resolve<TableId>(checker, Text::word_table, given.table);
  if (!table) return std::nullopt;
  const TableSchema& schema = checker.table(*table);
  if (schema.derived_from) {
    const TableSchema& source = checker.table(schema.derived_from);
    checker.diagnostics.report(
        Code::given_derived, given.table.span,
        {{"table", schema.name},
         {"source", source.name + "." + source.columns[schema.derived_of].name}});
    return std::nullopt;
  }
  const auto columns = given_columns(checker, *table, given.columns);
  if (!columns) return std::nullopt;
  GivenTable result{*table, *columns, {}, given.span};
  const GivenCells cells(checker, file);
  for (const auto& row : given.rows) {
    if (row.size() != columns->size()) {
      checker.diagnostics.report(
          Code::given_cells, file.exprs[row.front()].span,
          {{"table", schema.name}, {"count", row.size()}, {"expected", columns->size()}});
      continue;
    }
    std::vector<std::string>& texts = result.rows.emplace_back();
    for (std::size_t i = 0; i < row.size(); ++i) {
      texts.push_back(cells.text(schema.columns[(*columns)[i]], row[i]).value_or(""));
    }
  }
  return result;
}

/// What in an expectation is computed for a period that nothing in it names.
std::optional<ProgramExprId> without_period(const Checker& checker, ProgramExprId id) {
  const Expr& expr = checker.expr(id);
  const bool fixed = expr.context.window.kind == WindowKind::Fixed;
  const bool growth = expr.op == Op::Growth || expr.op == Op::Change;
  if (growth) return without_period(checker, expr.args[0]);
  const bool reads = expr.op == Op::Aggregate || expr.op == Op::Metric || expr.op == Op::Target ||
                     expr.op == Op::Baseline || expr.op == Op::Stretch ||
                     expr.op == Op::Attainment || expr.op == Op::OverUnits ||
                     expr.op == Op::OverPeople || expr.op == Op::Points || expr.op == Op::Score ||
                     expr.op == Op::Grade || expr.op == Op::Payout || expr.op == Op::PeriodStart ||
                     expr.op == Op::PeriodEnd || expr.op == Op::Column;
  if (reads) return fixed ? std::nullopt : std::optional<ProgramExprId>(id);
  for (const ProgramExprId arg : expr.args) {
    if (const auto found = without_period(checker, arg)) return found;
  }
  return std::nullopt;
}

std::string name_read(const Checker& checker, const Expr& expr) {
  if (expr.metric) return checker.program.metrics[expr.metric].name;
  if (expr.payout) return checker.program.payouts[expr.payout].name;
  if (expr.scorecard) return checker.program.scorecards[expr.scorecard].name;
  if (expr.aggregate) return "sum";
  return "period";
}

bool names_its_period(Checker& checker, ProgramExprId id) {
  const auto open = without_period(checker, id);
  if (!open) return true;
  const std::string name = name_read(checker, checker.expr(*open));
  checker.diagnostics
      .report(Code::expectation_without_period, checker.expr(*open).span, {{"name", name}})
      .hint(Text::name_the_period, {{"name", name}});
  return false;
}

/// `x == none(no_target)`: the side that is a value, if the other is none.
std::optional<ast::ExprId> compared_with_none(const ast::Ast& file, const ast::Compare& compare,
                                              const ast::NoneLiteral*& none) {
  if (compare.ops.size() != 1 || compare.ops[0] != ast::CompareOp::Equal) return std::nullopt;
  for (std::size_t i = 0; i < 2; ++i) {
    none = std::get_if<ast::NoneLiteral>(&file.exprs[compare.operands[i]].node);
    if (none != nullptr) return compare.operands[1 - i];
  }
  return std::nullopt;
}

class Expects {
 public:
  Expects(Checker& checker, const ast::Ast& file) : checker_(checker), file_(file) {
    env_.ast = &file;
    env_.grain = Grain::Subject;
    env_.words.reads_results = true;
  }

  std::optional<Expectation> check(const ast::Expect& expect) {
    Expectation result;
    result.span = expect.span;
    if (!expect.condition) return error(expect, std::move(result));
    result.span = file_.exprs[expect.condition].span;
    const auto& node = file_.exprs[expect.condition].node;
    const ast::NoneLiteral* none = nullptr;
    const auto* compare = std::get_if<ast::Compare>(&node);
    if (compare != nullptr) {
      if (const auto value = compared_with_none(file_, *compare, none)) {
        result.kind = Expectation::Kind::Absent;
        result.actual = check_expr(checker_, env_, *value);
        if (none->reason && !reason(*none->reason, result)) return std::nullopt;
        return finished(std::move(result));
      }
    }
    return condition(expect.condition, std::move(result));
  }

 private:
  std::optional<Expectation> error(const ast::Expect& expect, Expectation result) {
    result.kind = Expectation::Kind::Fails;
    result.error_code = expect.error_code.text;
    if (find_code(result.error_code)) return result;
    checker_.diagnostics.report(Code::unknown_code, expect.error_code.span,
                                {{"name", result.error_code}});
    return std::nullopt;
  }

  bool reason(const ast::Name& name, Expectation& result) {
    NoneReason found{};
    if (!find_none_reason(name.text, found)) {
      checker_.diagnostics.report(Code::unknown_none_reason, name.span, {{"name", name.text}});
      return false;
    }
    result.reason = found;
    return true;
  }

  /// Both sides of a comparison are shown; of any other condition only whether it holds.
  std::optional<Expectation> condition(ast::ExprId id, Expectation result) {
    const ProgramExprId checked = check_condition(checker_, env_, id);
    if (checker_.failed(checked)) return std::nullopt;
    const Expr& expr = checker_.expr(checked);
    result.actual = checked;
    if (expr.op >= Op::Less && expr.op <= Op::NotEqual) {
      result.kind = Expectation::Kind::Compares;
      result.comparison = expr.op;
      result.actual = expr.args[0];
      result.expected = expr.args[1];
    } else if (expr.op == Op::IsNone) {
      result.kind = Expectation::Kind::Absent;
      result.reason = expr.reason;
      result.actual = expr.args[0];
    }
    return finished(std::move(result));
  }

  std::optional<Expectation> finished(Expectation result) {
    if (checker_.failed(result.actual)) return std::nullopt;
    if (!names_its_period(checker_, result.actual)) return std::nullopt;
    if (result.expected && !names_its_period(checker_, result.expected)) return std::nullopt;
    return result;
  }

  Checker& checker_;
  const ast::Ast& file_;
  Env env_;
};

Test check_test(Checker& checker, const ast::Ast& file, const ast::Test& declared) {
  Test test;
  test.title = declared.title.text;
  test.span = declared.title.span;
  test.as_of = declared.as_of;
  std::map<std::string, Span> given;
  const auto once = [&](const ast::Name& name) {
    if (given.emplace(name.text, name.span).second) return true;
    checker.diagnostics.report(Code::given_twice, name.span, {{"name", name.text}});
    return false;
  };
  for (const ast::Given& table : declared.givens) {
    if (!once(table.table)) continue;
    if (auto checked = check_given(checker, file, table))
      test.tables.push_back(std::move(*checked));
  }
  for (const ast::GivenParam& param : declared.params) {
    const auto id = resolve<ParamId>(checker, Text::word_param, param.param);
    if (!id || !once(param.param)) continue;
    Env env;
    env.ast = &file;
    const Type& type = checker.program.params[*id].type;
    const auto value = check_constant(checker, env, param.value, type.unit);
    if (value) test.params.emplace_back(param.param.text, constant_text(*value, type.unit));
  }
  Expects expects(checker, file);
  for (const ast::Expect& expect : declared.expects) {
    if (auto checked = expects.check(expect)) test.expects.push_back(std::move(*checked));
  }
  if (declared.expects.empty() && !has_reported_inside(checker, declared.span)) {
    checker.diagnostics.report(Code::test_expects_nothing, test.span);
  }
  return test;
}

}  // namespace

void check_tests(Checker& checker, const std::vector<const ast::Ast*>& files) {
  std::map<std::string, Span> titles;
  each<ast::Test>(files, [&](const ast::Ast& file, const ast::Test& test) {
    const auto [at, fresh] = titles.emplace(test.title.text, test.title.span);
    if (!fresh) {
      checker.diagnostics.report(Code::duplicate_test, test.title.span, {{"title", at->first}})
          .label(at->second, Text::first_here, {{"name", at->first}});
    }
    checker.program.tests.push_back(check_test(checker, file, test));
  });
}

}  // namespace kpi::check
