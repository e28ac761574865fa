#include "check/tier_rows.hpp"

#include <algorithm>

#include "check/expressions.hpp"
#include "check/units.hpp"
#include "check/value_types.hpp"

namespace kpi::check {
namespace {

bool is_argument(const ast::Ast& file, ast::ExprId id, const TierArgument& argument) {
  const auto* path = std::get_if<ast::PathExpr>(&file.exprs[id].node);
  return path != nullptr && path->path.parts.size() == 1 &&
         path->path.parts[0].text == argument.name;
}

void report_form(Checker& checker, Span span, const TierArgument& argument) {
  checker.diagnostics
      .report(Code::tier_condition_form, span,
              {{"tiers", argument.tiers}, {"argument", argument.name}})
      .hint(Text::write_instead, {{"text", "80% <= " + argument.name + " < 100%"}});
}

ast::CompareOp flipped(ast::CompareOp op) {
  switch (op) {
    case ast::CompareOp::Less: return ast::CompareOp::Greater;
    case ast::CompareOp::LessEqual: return ast::CompareOp::GreaterEqual;
    case ast::CompareOp::Greater: return ast::CompareOp::Less;
    case ast::CompareOp::GreaterEqual: return ast::CompareOp::LessEqual;
    case ast::CompareOp::Equal:
    case ast::CompareOp::NotEqual: break;
  }
  return op;
}

/// Narrows the row by `x op bound`.
bool narrow(TierRow& row, ast::CompareOp op, const Rational& bound) {
  switch (op) {
    case ast::CompareOp::Less:
      row.high = bound;
      row.high_included = false;
      return true;
    case ast::CompareOp::LessEqual:
      row.high = bound;
      row.high_included = true;
      return true;
    case ast::CompareOp::Greater:
      row.low = bound;
      row.low_included = false;
      return true;
    case ast::CompareOp::GreaterEqual:
      row.low = bound;
      row.low_included = true;
      return true;
    case ast::CompareOp::Equal:
      row.low = row.high = bound;
      row.low_included = row.high_included = true;
      return true;
    case ast::CompareOp::NotEqual: break;
  }
  return false;
}

/// Whole numbers only: x <= 4 and x < 5 are the same row.
void close_on_integers(TierRow& row) {
  if (row.low) {
    const Rational up = round_to_integer(*row.low, RoundMode::Ceil);
    row.low = up == *row.low && !row.low_included ? up + Rational(1) : up;
    row.low_included = true;
  }
  if (row.high) {
    const Rational down = round_to_integer(*row.high, RoundMode::Floor);
    const bool excluded = down == *row.high && !row.high_included;
    row.high = excluded ? down : down + Rational(1);
    row.high_included = false;
  }
}

std::optional<TierRow> solve_numeric(Checker& checker, const ast::Ast& file,
                                     const ast::Compare& compare, Span span,
                                     const TierArgument& argument, TierRow row) {
  Env env;
  env.ast = &file;
  env.grain = Grain::Constant;
  const std::vector<ast::ExprId>& operands = compare.operands;
  std::size_t x = 0;
  while (x < operands.size() && !is_argument(file, operands[x], argument))
    ++x;
  const bool shaped = x < operands.size() && (operands.size() == 2 || x == 1);
  if (!shaped) {
    report_form(checker, span, argument);
    return std::nullopt;
  }
  for (std::size_t i = 0; i < operands.size(); ++i) {
    if (i == x) continue;
    const auto bound = check_constant(checker, env, operands[i], argument.type.unit);
    if (!bound) return std::nullopt;
    const ast::CompareOp op = i < x ? flipped(compare.ops[i]) : compare.ops[i - 1];
    if (!narrow(row, op, *bound)) {
      report_form(checker, span, argument);
      return std::nullopt;
    }
  }
  if (argument.whole_numbers) close_on_integers(row);
  const bool empty =
      row.low && row.high &&
      (*row.low > *row.high || (*row.low == *row.high && !(row.low_included && row.high_included)));
  if (empty) {
    checker.diagnostics.report(Code::levels_out_of_order, span,
                               {{"text", constant_text(*row.low, argument.type.unit) + " to " +
                                             constant_text(*row.high, argument.type.unit)}});
    return std::nullopt;
  }
  return row;
}

std::string interval_text(const TierRow& row, const Unit& unit) {
  if (row.low && row.high && *row.low == *row.high) return "x = " + constant_text(*row.low, unit);
  std::string text;
  if (row.low) text += constant_text(*row.low, unit) + (row.low_included ? " <= " : " < ");
  text += "x";
  if (row.high) text += (row.high_included ? " <= " : " < ") + constant_text(*row.high, unit);
  return text;
}

bool starts_before(const TierRow& a, const TierRow& b) {
  if (!a.low || !b.low) return !a.low && b.low.has_value();
  if (*a.low != *b.low) return *a.low < *b.low;
  return a.low_included && !b.low_included;
}

void report_gap(Checker& checker, const Tiers& tiers, Span span, const TierRow& gap) {
  checker.diagnostics.report(
      Code::tier_gap, span,
      {{"tiers", tiers.name}, {"interval", interval_text(gap, tiers.argument.unit)}});
}

/// What lies between two neighbours: a gap, an overlap, or nothing.
bool prove_neighbours(Checker& checker, const Tiers& tiers, Span span, const TierRow& below,
                      const TierRow& above, bool has_else) {
  TierRow between;
  between.low = below.high;
  between.low_included = !below.high_included;
  between.high = above.low;
  between.high_included = !above.low_included;
  const bool open = !below.high || !above.low;
  const int order = open ? 1 : compare(*below.high, *above.low);
  const bool both = below.high_included && above.low_included;
  if (open || order > 0 || (order == 0 && both)) {
    TierRow shared = above;
    shared.high = below.high;
    shared.high_included = below.high_included;
    checker.diagnostics
        .report(Code::tier_overlap, above.span,
                {{"tiers", tiers.name}, {"interval", interval_text(shared, tiers.argument.unit)}})
        .label(below.span, Text::other_row);
    return false;
  }
  const bool neither = !below.high_included && !above.low_included;
  if (has_else || (order == 0 && !neither)) return true;
  report_gap(checker, tiers, above.span.file ? above.span : span, between);
  return false;
}

/// The rows with `else` written out as the intervals that no other row covers.
std::vector<TierRow> with_else(const Tiers& tiers, const std::vector<TierRow>& rows) {
  TierRow other = *std::find_if(tiers.rows.begin(), tiers.rows.end(),
                                [](const TierRow& row) { return row.is_else; });
  other.is_else = false;
  std::vector<TierRow> all;
  for (const TierRow& row : rows) {
    const bool reaches_back =
        other.low && row.low && *other.low == *row.low && !(other.low_included && row.low_included);
    other.high = row.low;
    other.high_included = !row.low_included;
    if (row.low && !reaches_back) all.push_back(other);
    all.push_back(row);
    other.low = row.high;
    other.low_included = !row.high_included;
  }
  other.high.reset();
  if (rows.empty() || rows.back().high) all.push_back(other);
  return all;
}

bool prove_numeric(Checker& checker, Tiers& tiers, Span span) {
  const bool has_else = std::any_of(tiers.rows.begin(), tiers.rows.end(),
                                    [](const TierRow& row) { return row.is_else; });
  std::vector<TierRow> rows;
  for (const TierRow& row : tiers.rows) {
    if (!row.is_else) rows.push_back(row);
  }
  std::stable_sort(rows.begin(), rows.end(), starts_before);
  bool ok = true;
  for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
    ok = prove_neighbours(checker, tiers, span, rows[i], rows[i + 1], has_else) && ok;
  }
  if (!has_else && (rows.empty() || rows.front().low)) {
    TierRow gap;
    if (!rows.empty()) {
      gap.high = rows.front().low;
      gap.high_included = !rows.front().low_included;
    }
    report_gap(checker, tiers, span, gap);
    ok = false;
  }
  if (!has_else && !rows.empty() && rows.back().high) {
    TierRow gap;
    gap.low = rows.back().high;
    gap.low_included = !rows.back().high_included;
    report_gap(checker, tiers, span, gap);
    ok = false;
  }
  if (ok && has_else) rows = with_else(tiers, rows);
  tiers.rows = std::move(rows);
  return ok;
}

bool prove_points(Checker& checker, const Tiers& tiers, Span span) {
  if (tiers.rows.size() < 2) {
    checker.diagnostics.report(Code::too_few_points, span, {{"tiers", tiers.name}});
    return false;
  }
  for (std::size_t i = 0; i + 1 < tiers.rows.size(); ++i) {
    if (*tiers.rows[i].low < *tiers.rows[i + 1].low) continue;
    checker.diagnostics.report(
        Code::tier_order, tiers.rows[i + 1].span,
        {{"tiers", tiers.name},
         {"text", constant_text(*tiers.rows[i + 1].low, tiers.argument.unit)}});
    return false;
  }
  return true;
}

/// Texts are not enumerable, so a table over texts must close with `else`.
bool prove_texts(Checker& checker, Tiers& tiers, Span span) {
  bool closed = false;
  std::set<std::string> seen;
  for (const TierRow& row : tiers.rows) {
    if (row.is_else) {
      closed = true;
      continue;
    }
    if (seen.insert(row.key).second) continue;
    checker.diagnostics.report(Code::tier_overlap, row.span,
                               {{"tiers", tiers.name}, {"interval", "\"" + row.key + "\""}});
    return false;
  }
  if (closed) {
    std::stable_partition(tiers.rows.begin(), tiers.rows.end(),
                          [](const TierRow& row) { return !row.is_else; });
    return true;
  }
  checker.diagnostics
      .report(Code::tier_gap, span, {{"tiers", tiers.name}, {"interval", Text::words_other_texts}})
      .hint(Text::write_instead, {{"text", "else : …"}});
  return false;
}

std::optional<std::vector<TierRow>> solve_text(Checker& checker, const ast::Ast& file,
                                               ast::ExprId condition, const TierArgument& argument,
                                               const TierRow& row) {
  const auto& node = file.exprs[condition].node;
  std::vector<TierRow> rows;
  if (const auto* choices = std::get_if<ast::IsOneOf>(&node);
      choices != nullptr && is_argument(file, choices->operand, argument)) {
    for (const ast::TextLiteral& choice : choices->choices) {
      rows.push_back(row);
      rows.back().key = choice.text;
    }
    return rows;
  }
  const auto* compare = std::get_if<ast::Compare>(&node);
  if (compare != nullptr && compare->ops.size() == 1 && compare->ops[0] == ast::CompareOp::Equal) {
    for (std::size_t i = 0; i < 2; ++i) {
      const auto* text = std::get_if<ast::TextExpr>(&file.exprs[compare->operands[i]].node);
      if (text == nullptr || !is_argument(file, compare->operands[1 - i], argument)) continue;
      rows.push_back(row);
      rows.back().key = text->text;
      return rows;
    }
  }
  report_form(checker, file.exprs[condition].span, argument);
  return std::nullopt;
}

}  // namespace

std::optional<Linear> linear_in_argument(const Checker& checker, ProgramExprId id) {
  const Expr& expr = checker.expr(id);
  if (expr.op == Op::GroupValue) return Linear{1, 0};
  if (const auto constant = fold(checker.program, id)) {
    if (!constant->is_number()) return std::nullopt;
    return Linear{0, constant->number()};
  }
  std::vector<Linear> args;
  for (const ProgramExprId arg : expr.args) {
    const auto linear = linear_in_argument(checker, arg);
    if (!linear) return std::nullopt;
    args.push_back(*linear);
  }
  if (expr.op == Op::Negate) return Linear{-args[0].slope, -args[0].intercept};
  if (args.size() != 2) return std::nullopt;
  const Linear& a = args[0];
  const Linear& b = args[1];
  if (expr.op == Op::Add) return Linear{a.slope + b.slope, a.intercept + b.intercept};
  if (expr.op == Op::Subtract) return Linear{a.slope - b.slope, a.intercept - b.intercept};
  if (expr.op == Op::Multiply && b.slope.is_zero()) {
    return Linear{a.slope * b.intercept, a.intercept * b.intercept};
  }
  if (expr.op == Op::Multiply && a.slope.is_zero()) {
    return Linear{b.slope * a.intercept, b.intercept * a.intercept};
  }
  if (expr.op == Op::Divide && b.slope.is_zero() && !b.intercept.is_zero()) {
    return Linear{a.slope / b.intercept, a.intercept / b.intercept};
  }
  return std::nullopt;
}

std::optional<std::vector<TierRow>> solve_condition(Checker& checker, const ast::Ast& file,
                                                    ast::ExprId condition,
                                                    const TierArgument& argument,
                                                    const TierRow& row) {
  if (argument.type.kind == Kind::Text) {
    return solve_text(checker, file, condition, argument, row);
  }
  const Span span = file.exprs[condition].span;
  const auto* compare = std::get_if<ast::Compare>(&file.exprs[condition].node);
  if (compare == nullptr) {
    if (!std::holds_alternative<ast::ErrorExpr>(file.exprs[condition].node)) {
      report_form(checker, span, argument);
    }
    return std::nullopt;
  }
  const auto solved = solve_numeric(checker, file, *compare, span, argument, row);
  if (!solved) return std::nullopt;
  return std::vector<TierRow>{*solved};
}

bool prove_rows(Checker& checker, Tiers& tiers, Span span) {
  if (tiers.kind == TierKind::Interpolated) return prove_points(checker, tiers, span);
  if (tiers.argument.kind == Kind::Text) return prove_texts(checker, tiers, span);
  return prove_numeric(checker, tiers, span);
}

}  // namespace kpi::check
