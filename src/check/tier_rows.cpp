#include "check/tier_rows.hpp"

#include <algorithm>

#include "ast/parts.hpp"
#include "base/text.hpp"
#include "check/expressions.hpp"
#include "check/units.hpp"
#include "check/value_types.hpp"

namespace kpi::check {
namespace {

bool is_argument(const Checker& checker, const ast::Ast& file, ast::ExprId id,
                 const TierArgument& argument) {
  const auto* path = std::get_if<ast::PathExpr>(&file.exprs[id].node);
  const bool is_it =
      path != nullptr && path->path.parts.size() == 1 && path->path.parts[0].text == argument.name;
  if (is_it) checker.note(path->path.parts[0], argument.declared.span);
  return is_it;
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
bool narrow(TierRange& row, ast::CompareOp op, const Rational& bound) {
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
void close_on_integers(TierRange& row) {
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

std::optional<TierRange> solve_numeric(Checker& checker, const ast::Ast& file,
                                       const ast::Compare& compare, Span span,
                                       const TierArgument& argument) {
  TierRange row;
  Env env;
  env.ast = &file;
  env.grain = Grain::Constant;
  const std::vector<ast::ExprId>& operands = compare.operands;
  std::size_t x = 0;
  while (x < operands.size() && !is_argument(checker, file, operands[x], argument))
    ++x;
  const bool shaped = x < operands.size() && (operands.size() == 2 || x == 1);
  if (!shaped) {
    report_condition(checker, span, argument);
    return std::nullopt;
  }
  for (std::size_t i = 0; i < operands.size(); ++i) {
    if (i == x) continue;
    const auto bound = check_constant(checker, env, operands[i], argument.type.unit);
    if (!bound) return std::nullopt;
    const ast::CompareOp op = i < x ? flipped(compare.ops[i]) : compare.ops[i - 1];
    if (!narrow(row, op, *bound)) {
      report_condition(checker, span, argument);
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

void report_gap(Checker& checker, const Tiers& tiers, Span span, const TierRange& gap) {
  checker.diagnostics.report(
      Code::tier_gap, span,
      {{"tiers", tiers.name}, {"interval", range_text(gap, tiers.argument.unit, "x")}});
}

/// What lies between two neighbours: a gap, an overlap, or nothing.
bool prove_neighbours(Checker& checker, const Tiers& tiers, Span span, const TierRow& below,
                      const TierRow& above, bool has_else) {
  TierRange between;
  between.low = below.high;
  between.low_included = !below.high_included;
  between.high = above.low;
  between.high_included = !above.low_included;
  const bool open = !below.high || !above.low;
  const int order = open ? 1 : compare(*below.high, *above.low);
  const bool both = below.high_included && above.low_included;
  if (open || order > 0 || (order == 0 && both)) {
    TierRange shared = above;
    shared.high = below.high;
    shared.high_included = below.high_included;
    checker.diagnostics
        .report(Code::tier_overlap, above.span,
                {{"tiers", tiers.name}, {"interval", range_text(shared, tiers.argument.unit, "x")}})
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
    other.high = row.low;
    other.high_included = !row.low_included;
    const bool one_value = other.low && row.low && *other.low == *row.low;
    const bool holds_nothing = one_value && !(other.low_included && other.high_included);
    if (row.low && !holds_nothing) all.push_back(other);
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
    TierRange gap;
    if (!rows.empty()) {
      gap.high = rows.front().low;
      gap.high_included = !rows.front().low_included;
    }
    report_gap(checker, tiers, span, gap);
    ok = false;
  }
  if (!has_else && !rows.empty() && rows.back().high) {
    TierRange gap;
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

/// Beyond the last point and before the first stand rows with conditions, or the value is held.
bool prove_points_and_rows(Checker& checker, Tiers& tiers, Span span) {
  if (!prove_points(checker, tiers, span)) return false;
  if (tiers.outside.empty()) return true;
  TierRow between;
  between.low = tiers.rows.front().low;
  between.high = tiers.rows.back().low;
  between.high_included = true;
  between.span = tiers.rows.front().span;
  const auto any = [&](auto holds) {
    return std::any_of(tiers.outside.begin(), tiers.outside.end(), holds);
  };
  const TierRow points = between;
  const bool other = any([](const TierRow& row) { return row.is_else; });
  if (!other && !any([&](const TierRow& row) { return starts_before(row, points); })) {
    between.low.reset();
  }
  if (!other && !any([&](const TierRow& row) { return !row.high || *row.high > *points.high; })) {
    between.high.reset();
  }
  Tiers all = tiers;
  all.rows = tiers.outside;
  all.rows.push_back(between);
  if (!prove_numeric(checker, all, span)) return false;
  const auto is_between = [&](const TierRow& row) {
    return row.low == between.low && row.high == between.high &&
           row.high_included == between.high_included;
  };
  all.rows.erase(std::remove_if(all.rows.begin(), all.rows.end(), is_between), all.rows.end());
  tiers.outside = std::move(all.rows);
  return true;
}

/// Texts are not enumerable, so a table over texts must close with `else`, unless its argument is
/// `one of` them.
bool prove_texts(Checker& checker, Tiers& tiers, Span span) {
  bool closed = false;
  std::set<std::string> seen;
  for (const TierRow& row : tiers.rows) {
    if (row.is_else) {
      closed = true;
      continue;
    }
    if (seen.insert(*row.key).second) continue;
    checker.diagnostics.report(Code::tier_overlap, row.span,
                               {{"tiers", tiers.name}, {"interval", "\"" + *row.key + "\""}});
    return false;
  }
  std::string missing;
  for (const std::string& choice : tiers.choices) {
    if (seen.count(choice) == 0) missing += (missing.empty() ? "\"" : ", \"") + choice + "\"";
  }
  if (closed || (!tiers.choices.empty() && missing.empty())) {
    std::stable_partition(tiers.rows.begin(), tiers.rows.end(),
                          [](const TierRow& row) { return !row.is_else; });
    return true;
  }
  const Argument interval = missing.empty() ? Argument("interval", Text::words_other_texts)
                                            : Argument("interval", missing);
  checker.diagnostics.report(Code::tier_gap, span, {{"tiers", tiers.name}, interval})
      .hint(Text::write_instead, {{"text", form_beside(checker, span, "else : …")}});
  return false;
}

/// A word that the argument, which is `one of` others, never is.
bool reject_choice(Checker& checker, Span span, const std::string& text,
                   const TierArgument& argument) {
  const auto& choices = argument.choices;
  if (choices.empty() || std::find(choices.begin(), choices.end(), text) != choices.end()) {
    return false;
  }
  Diagnostic& diagnostic = checker.diagnostics.report(Code::not_a_choice, span,
                                                      {{"text", text}, {"column", argument.name}});
  if (const auto close = nearest(text, choices)) {
    diagnostic.hint(Text::did_you_mean, {{"name", *close}});
  }
  return true;
}

std::optional<std::vector<TierRange>> solve_text(Checker& checker, const ast::Ast& file,
                                                 ast::ExprId condition,
                                                 const TierArgument& argument) {
  const auto& node = file.exprs[condition].node;
  const Span span = file.exprs[condition].span;
  std::vector<std::string> keys;
  if (const auto* choices = std::get_if<ast::IsOneOf>(&node);
      choices != nullptr && is_argument(checker, file, choices->operand, argument)) {
    for (const ast::TextLiteral& choice : choices->choices)
      keys.push_back(choice.text);
  }
  const auto* compare = std::get_if<ast::Compare>(&node);
  if (compare != nullptr && compare->ops.size() == 1 && compare->ops[0] == ast::CompareOp::Equal) {
    for (std::size_t i = 0; i < 2; ++i) {
      const auto* text = std::get_if<ast::TextExpr>(&file.exprs[compare->operands[i]].node);
      if (text == nullptr || !is_argument(checker, file, compare->operands[1 - i], argument))
        continue;
      keys.push_back(text->text);
    }
  }
  std::vector<TierRange> ranges;
  for (const std::string& key : keys) {
    if (reject_choice(checker, span, key, argument)) return std::nullopt;
    ranges.emplace_back();
    ranges.back().key = key;
  }
  if (!ranges.empty()) return ranges;
  if (!std::holds_alternative<ast::ErrorExpr>(node)) report_condition(checker, span, argument);
  return std::nullopt;
}

}  // namespace

std::optional<Linear> linear_in_arguments(const Checker& checker, ProgramExprId id) {
  const Expr& expr = checker.expr(id);
  if (expr.op == Op::GroupValue) return expr.index == 0 ? Linear{1, 0, 0} : Linear{0, 1, 0};
  if (const auto constant = fold(checker.program, id)) {
    if (!constant->is_number()) return std::nullopt;
    return Linear{0, 0, constant->number()};
  }
  std::vector<Linear> args;
  for (const ProgramExprId arg : expr.args) {
    const auto linear = linear_in_arguments(checker, arg);
    if (!linear) return std::nullopt;
    args.push_back(*linear);
  }
  const auto is_constant = [](const Linear& part) {
    return part.slope.is_zero() && part.second.is_zero();
  };
  const auto times = [](const Linear& a, const Rational& k) {
    return Linear{a.slope * k, a.second * k, a.intercept * k};
  };
  if (expr.op == Op::Negate) return times(args[0], Rational(-1));
  if (args.size() != 2) return std::nullopt;
  const Linear& a = args[0];
  const Linear b = expr.op == Op::Subtract ? times(args[1], Rational(-1)) : args[1];
  if (expr.op == Op::Add || expr.op == Op::Subtract) {
    return Linear{a.slope + b.slope, a.second + b.second, a.intercept + b.intercept};
  }
  if (expr.op == Op::Multiply && is_constant(b)) return times(a, b.intercept);
  if (expr.op == Op::Multiply && is_constant(a)) return times(b, a.intercept);
  const bool divides = expr.op == Op::Divide && is_constant(b) && !b.intercept.is_zero();
  return divides ? std::optional<Linear>(times(a, Rational(1) / b.intercept)) : std::nullopt;
}

void report_condition(Checker& checker, Span span, const TierArgument& argument) {
  checker.diagnostics
      .report(Code::tier_condition_form, span,
              {{"tiers", argument.tiers}, {"argument", argument.name}})
      .hint(Text::write_instead, {{"text", "80% <= " + argument.name + " < 100%"}});
}

std::string range_text(const TierRange& range, const Unit& unit, const std::string& name) {
  if (range.key) return name + " = \"" + *range.key + "\"";
  if (range.low && range.high && *range.low == *range.high) {
    return name + " = " + constant_text(*range.low, unit);
  }
  std::string text;
  if (range.low) text += constant_text(*range.low, unit) + (range.low_included ? " <= " : " < ");
  text += name;
  if (range.high) text += (range.high_included ? " <= " : " < ") + constant_text(*range.high, unit);
  return text;
}

bool starts_before(const TierRange& a, const TierRange& b) {
  if (!a.low || !b.low) return !a.low && b.low.has_value();
  if (*a.low != *b.low) return *a.low < *b.low;
  return a.low_included && !b.low_included;
}

bool is_about(const Checker& checker, const ast::Ast& file, ast::ExprId condition,
              const TierArgument& argument) {
  const auto& node = file.exprs[condition].node;
  if (const auto* choices = std::get_if<ast::IsOneOf>(&node)) {
    return is_argument(checker, file, choices->operand, argument);
  }
  const auto* compare = std::get_if<ast::Compare>(&node);
  return compare != nullptr &&
         std::any_of(compare->operands.begin(), compare->operands.end(), [&](ast::ExprId operand) {
           return is_argument(checker, file, operand, argument);
         });
}

bool reads_any(const ast::Ast& file, ast::ExprId id, const std::vector<TierArgument>& arguments) {
  const ast::Expr& expr = file.exprs[id];
  if (const auto* path = std::get_if<ast::PathExpr>(&expr.node)) {
    return path->path.parts.size() == 1 &&
           std::any_of(arguments.begin(), arguments.end(), [&](const TierArgument& argument) {
             return argument.name == path->path.parts[0].text;
           });
  }
  const std::vector<ast::ExprId> parts = ast::parts_of(expr);
  return std::any_of(parts.begin(), parts.end(),
                     [&](ast::ExprId part) { return reads_any(file, part, arguments); });
}

std::optional<std::vector<TierRange>> solve_condition(Checker& checker, const ast::Ast& file,
                                                      ast::ExprId condition,
                                                      const TierArgument& argument) {
  if (argument.type.kind == Kind::Text) return solve_text(checker, file, condition, argument);
  const Span span = file.exprs[condition].span;
  const auto* compare = std::get_if<ast::Compare>(&file.exprs[condition].node);
  if (compare == nullptr) {
    if (!std::holds_alternative<ast::ErrorExpr>(file.exprs[condition].node)) {
      report_condition(checker, span, argument);
    }
    return std::nullopt;
  }
  const auto solved = solve_numeric(checker, file, *compare, span, argument);
  if (!solved) return std::nullopt;
  return std::vector<TierRange>{*solved};
}

bool prove_rows(Checker& checker, Tiers& tiers, Span span) {
  if (tiers.kind == TierKind::Interpolated) return prove_points_and_rows(checker, tiers, span);
  if (tiers.argument.kind == Kind::Text) return prove_texts(checker, tiers, span);
  return prove_numeric(checker, tiers, span);
}

}  // namespace kpi::check
