#include "base/text.hpp"
#include "check/expressions.hpp"
#include "check/units.hpp"
#include "diag/period_words.hpp"

/// Truth values: and, or, not, is present, is one of, comparisons.
namespace kpi::check {
namespace {

Type truth(const Checker& checker, const std::vector<ProgramExprId>& args) {
  Type type = combined(checker, args);
  type.kind = Kind::Bool;
  type.scale = 0;
  return type;
}

void flatten(const Env& env, ast::ExprId id, ast::BinaryOp op, std::vector<ast::ExprId>& parts) {
  const auto* binary = std::get_if<ast::Binary>(&env.ast->exprs[id].node);
  if (binary == nullptr || binary->op != op) {
    parts.push_back(id);
    return;
  }
  flatten(env, binary->left, op, parts);
  flatten(env, binary->right, op, parts);
}

/// The column of a row that `operand` names, if it is one.
std::optional<ColumnPath> column_of_row(Checker& checker, const Env& env, ast::ExprId operand) {
  const auto* path = std::get_if<ast::PathExpr>(&env.ast->exprs[operand].node);
  if (path == nullptr) return std::nullopt;
  std::vector<ast::Name> names = path->path.parts;
  if (names.size() > 1 && names[0].text == checker.table(env.row_table).name) {
    names.erase(names.begin());
  }
  if (checker.columns[env.row_table.index()].count(names[0].text) == 0) return std::nullopt;
  return resolve_column_path(checker, env.row_table, names, false);
}

/// Adds the columns that are there whenever the condition is `so`: those of `x is present` when it
/// is true, of `x is none` when it is false.
void add_guards(Checker& checker, Env& env, ast::ExprId condition, bool so) {
  const auto& node = env.ast->exprs[condition].node;
  if (const auto* test = std::get_if<ast::IsPresent>(&node)) {
    if (test->negated == so || test->reason) return;
    if (const auto column = column_of_row(checker, env, test->operand)) {
      env.guarded.push_back(*column);
    }
  } else if (const auto* unary = std::get_if<ast::Unary>(&node)) {
    if (unary->op == ast::UnaryOp::Not) add_guards(checker, env, unary->operand, !so);
  } else if (const auto* binary = std::get_if<ast::Binary>(&node)) {
    if (binary->op != (so ? ast::BinaryOp::And : ast::BinaryOp::Or)) return;
    add_guards(checker, env, binary->left, so);
    add_guards(checker, env, binary->right, so);
  }
}

/// In a conjunction `x is present` proves x for every other part, and in a choice `x is none` does,
/// wherever it stands.
Env with_guards(Checker& checker, const Env& env, const std::vector<ast::ExprId>& parts,
                ast::BinaryOp op) {
  Env guarded = env;
  if (env.grain != Grain::Row) return guarded;
  for (const ast::ExprId part : parts)
    add_guards(checker, guarded, part, op == ast::BinaryOp::And);
  return guarded;
}

ProgramExprId check_and_or(Checker& checker, const Env& env, Span span, ast::ExprId id,
                           ast::BinaryOp ast_op) {
  std::vector<ast::ExprId> parts;
  flatten(env, id, ast_op, parts);
  const Env inner = with_guards(checker, env, parts, ast_op);
  std::vector<ProgramExprId> args;
  for (const ast::ExprId part : parts)
    args.push_back(check_condition(checker, inner, part));
  for (const ProgramExprId arg : args) {
    if (checker.failed(arg)) return checker.error(span);
  }
  const Op op = ast_op == ast::BinaryOp::And ? Op::And : Op::Or;
  return make_op(checker, op, span, truth(checker, args), args);
}

ProgramExprId check_presence(Checker& checker, const Env& env, Span span,
                             const ast::IsPresent& node) {
  const ProgramExprId operand = check_expr(checker, env, node.operand);
  if (checker.failed(operand)) return checker.error(span);
  Type type = truth(checker, {operand});
  type.optional = false;
  const ProgramExprId id =
      make_op(checker, node.negated ? Op::IsNone : Op::IsPresent, span, type, {operand});
  if (!node.reason) return id;
  NoneReason reason;
  if (!find_none_reason(node.reason->text, reason)) {
    checker.diagnostics.report(Code::unknown_none_reason, node.reason->span,
                               {{"name", node.reason->text}});
    return checker.error(span);
  }
  checker.program.exprs[id].reason = reason;
  return id;
}

Op op_of(ast::CompareOp op) {
  switch (op) {
    case ast::CompareOp::Less: return Op::Less;
    case ast::CompareOp::LessEqual: return Op::LessEqual;
    case ast::CompareOp::Greater: return Op::Greater;
    case ast::CompareOp::GreaterEqual: return Op::GreaterEqual;
    case ast::CompareOp::Equal: return Op::Equal;
    case ast::CompareOp::NotEqual: return Op::NotEqual;
  }
  return Op::Equal;
}

/// The column an expression reads, if it reads one.
const Column* column_read(const Checker& checker, const Expr& expr) {
  if (expr.op != Op::Column || !expr.path.column) return nullptr;
  TableId table = expr.type.table;
  for (const ColumnId link : expr.path.links)
    table = checker.table(table).columns[link].type.link;
  return &checker.table(table).columns[expr.path.column];
}

/// The column as an author would write it from the row: `product.series`.
std::string read_text(const Checker& checker, const Expr& expr) {
  if (expr.op != Op::Column) return "value";
  std::string text;
  TableId table = expr.type.table;
  for (const ColumnId link : expr.path.links) {
    text += checker.table(table).columns[link].name + ".";
    table = checker.table(table).columns[link].type.link;
  }
  return text + checker.table(table).columns[expr.path.column].name;
}

/// A literal compared with a `one of` column must be one of its values.
bool check_choice(Checker& checker, ProgramExprId read, ProgramExprId literal) {
  const Column* column = column_read(checker, checker.expr(read));
  const Expr& text = checker.expr(literal);
  if (column == nullptr || column->choices.empty() || text.op != Op::Constant) return true;
  for (const std::string& choice : column->choices) {
    if (choice == text.constant.text()) return true;
  }
  Diagnostic& diagnostic = checker.diagnostics.report(
      Code::not_a_choice, text.span, {{"text", text.constant.text()}, {"column", column->name}});
  diagnostic.label(column->span, Text::defined_here, {{"name", column->name}});
  if (const auto close = nearest(text.constant.text(), column->choices)) {
    diagnostic.hint(Text::did_you_mean, {{"name", *close}})
        .fix(text.span, "\"" + *close + "\"", false);
  }
  return false;
}

bool ordered(Kind kind) {
  return kind == Kind::Number || kind == Kind::Date || kind == Kind::DateTime;
}

/// A bare number beside money: money never adapts, so the currency is offered.
void offer_currency(const Checker& checker, ProgramExprId number, const Unit& other,
                    Diagnostic& diagnostic) {
  if (!is_bare_number(checker, number) || !is_plain(other, Quantity::Money)) return;
  const Expr& expr = checker.expr(number);
  const auto digits = exact_decimal_string(expr.constant.number());
  if (!digits) return;
  const std::string text = *digits + " " + std::string(other.currency.text());
  diagnostic.hint(Text::write_instead, {{"text", text}}).fix(expr.span, text, false);
}

/// `day >= "2025-01-31"`: a date has no quotes.
void offer_date(const Expr& text, Diagnostic& report) {
  if (text.op != Op::Constant || !text.constant.is_text()) return;
  const std::string& written = text.constant.text();
  const std::string date = parse_date(written) ? written : period_meant(written).value_or("");
  if (date.empty()) return;
  report.hint(Text::write_instead, {{"text", date}}).fix(text.span, date, false);
}

/// Both sides of one comparison, made comparable; false when reported.
bool make_comparable(Checker& checker, ProgramExprId& a, ProgramExprId& b, Op op, Span span) {
  if (checker.failed(a) || checker.failed(b)) return false;
  if (checker.type(a).kind == Kind::Number && checker.type(b).kind == Kind::Number) {
    const auto takes = [](const Unit& u) {
      return !u.per && u.quantity != Quantity::Money && u.quantity != Quantity::PercentagePoints;
    };
    const auto zero = [&](ProgramExprId id) {
      return checker.expr(id).op == Op::Constant && checker.expr(id).constant.number().is_zero();
    };
    if (takes(checker.type(a).unit) || zero(b)) b = adopt(checker, b, checker.type(a).unit);
    if (takes(checker.type(b).unit) || zero(a)) a = adopt(checker, a, checker.type(b).unit);
    if (checker.failed(a) || checker.failed(b)) return false;
  }
  const Type left = checker.type(a);
  const Type right = checker.type(b);
  const bool moment_and_day = (left.kind == Kind::DateTime && right.kind == Kind::Date) ||
                              (left.kind == Kind::Date && right.kind == Kind::DateTime);
  if (moment_and_day) {
    report_moment_and_day(checker, left.kind == Kind::DateTime ? a : b, span);
    return false;
  }
  if (left.kind != right.kind) {
    Diagnostic& report =
        checker.diagnostics
            .report(Code::wrong_kind, checker.expr(b).span,
                    {{"actual", word_for(right.kind)}, {"expected", word_for(left.kind)}})
            .label(checker.expr(a).span, Text::this_is_a, {{"what", word_for(left.kind)}});
    if (left.kind == Kind::Date) offer_date(checker.expr(b), report);
    return false;
  }
  if (left.kind == Kind::Number && left.unit != right.unit) {
    Diagnostic& diagnostic = checker.diagnostics.report(Code::unlike_units, span,
                                                        {unit_argument("left", left.unit),
                                                         unit_argument("right", right.unit),
                                                         {"operation", Text::word_compared}});
    diagnostic.label(checker.expr(a).span, Text::this_is, {unit_argument("what", left.unit)});
    diagnostic.label(checker.expr(b).span, Text::this_is, {unit_argument("what", right.unit)});
    offer_conversion(left.unit, right.unit, diagnostic);
    offer_currency(checker, a, right.unit, diagnostic);
    offer_currency(checker, b, left.unit, diagnostic);
    return false;
  }
  if (left.kind == Kind::Period && left.period_unit != right.period_unit) {
    checker.diagnostics.report(
        Code::unlike_periods, span,
        {{"left", word_of(left.period_unit)}, {"right", word_of(right.period_unit)}});
    return false;
  }
  const bool equality = op == Op::Equal || op == Op::NotEqual;
  if (!equality && !ordered(left.kind)) {
    checker.diagnostics.report(Code::not_ordered, span, {{"kind", word_for(left.kind)}});
    return false;
  }
  if (left.kind == Kind::Text) {
    return check_choice(checker, a, b) && check_choice(checker, b, a);
  }
  return true;
}

/// Row conditions are two-valued: an optional operand must be guarded in the same conjunction.
bool reject_unguarded(Checker& checker, const Env& env, const std::vector<ProgramExprId>& args) {
  if (env.grain != Grain::Row) return false;
  for (const ProgramExprId arg : args) {
    const Expr& expr = checker.expr(arg);
    if (!expr.type.optional) continue;
    const std::string name = read_text(checker, expr);
    checker.diagnostics.report(Code::optional_unguarded, expr.span, {{"name", name}})
        .hint(Text::guard_with_present, {{"name", name}});
    return true;
  }
  return false;
}

}  // namespace

void report_moment_and_day(Checker& checker, ProgramExprId moment, Span span) {
  const std::string day = "date(" + read_text(checker, checker.expr(moment)) + ")";
  checker.diagnostics.report(Code::moment_and_day, span).hint(Text::write_instead, {{"text", day}});
}

ProgramExprId check_condition(Checker& checker, const Env& env, ast::ExprId id) {
  const ProgramExprId condition = check_expr(checker, env, id);
  if (checker.failed(condition)) return condition;
  if (checker.type(condition).kind == Kind::Bool) {
    if (reject_unguarded(checker, env, {condition}))
      return checker.error(checker.expr(condition).span);
    return condition;
  }
  const Expr& expr = checker.expr(condition);
  checker.diagnostics.report(
      Code::wrong_kind, expr.span,
      {{"actual", word_for(expr.type.kind)}, {"expected", Text::word_condition}});
  return checker.error(expr.span);
}

ProgramExprId check_logic(Checker& checker, const Env& env, Span span, ast::ExprId id) {
  const auto& node = env.ast->exprs[id].node;
  if (const auto* binary = std::get_if<ast::Binary>(&node)) {
    return check_and_or(checker, env, span, id, binary->op);
  }
  if (const auto* presence = std::get_if<ast::IsPresent>(&node)) {
    return check_presence(checker, env, span, *presence);
  }
  const auto& unary = std::get<ast::Unary>(node);
  const ProgramExprId operand = check_condition(checker, env, unary.operand);
  if (checker.failed(operand)) return checker.error(span);
  return make_op(checker, Op::Not, span, truth(checker, {operand}), {operand});
}

ProgramExprId check_compare(Checker& checker, const Env& env, Span span, const ast::Compare& node) {
  std::vector<ProgramExprId> operands;
  for (const ast::ExprId operand : node.operands) {
    operands.push_back(check_expr(checker, env, operand));
  }
  std::vector<ProgramExprId> tests;
  for (std::size_t i = 0; i < node.ops.size(); ++i) {
    ProgramExprId a = operands[i];
    ProgramExprId b = operands[i + 1];
    const Op op = op_of(node.ops[i]);
    if (!make_comparable(checker, a, b, op, span)) return checker.error(span);
    if (reject_unguarded(checker, env, {a, b})) return checker.error(span);
    tests.push_back(make_op(checker, op, span, truth(checker, {a, b}), {a, b}));
  }
  if (tests.size() == 1) return tests[0];
  return make_op(checker, Op::And, span, truth(checker, tests), tests);
}

ProgramExprId check_one_of(Checker& checker, const Env& env, Span span, const ast::IsOneOf& node) {
  const ProgramExprId operand = check_expr(checker, env, node.operand);
  if (checker.failed(operand)) return checker.error(span);
  if (reject_unguarded(checker, env, {operand})) return checker.error(span);
  std::vector<ProgramExprId> tests;
  for (const ast::TextLiteral& choice : node.choices) {
    Type type;
    type.kind = Kind::Text;
    ProgramExprId a = operand;
    ProgramExprId b = make_constant(checker, choice.span, choice.text, type);
    if (!make_comparable(checker, a, b, Op::Equal, span)) return checker.error(span);
    tests.push_back(make_op(checker, Op::Equal, span, truth(checker, {a, b}), {a, b}));
  }
  if (tests.size() == 1) return tests[0];
  return make_op(checker, Op::Or, span, truth(checker, tests), tests);
}

}  // namespace kpi::check
