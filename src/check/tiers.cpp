#include "check/expressions.hpp"
#include "check/tier_rows.hpp"
#include "check/units.hpp"
#include "check/value_types.hpp"
#include "check/words.hpp"

/// Tiers: each row solved to a range of the argument and a cell, then proved to cover every value
/// exactly once.
namespace kpi::check {
namespace {

struct Place {
  const ast::Ast& file;
  const ast::Tiers& declared;
  Tiers& tiers;
};

Env cell_env(const Place& place, bool with_argument) {
  Env env;
  env.ast = &place.file;
  env.grain = Grain::Constant;
  if (with_argument) {
    env.argument_name = place.declared.parameters[0].name.text;
    env.argument_type = place.tiers.argument;
    env.argument_type.grain = Grain::Subject;
  }
  return env;
}

/// The unit a cell is written in: of a marginal table it is what times the argument gives the
/// result.
Unit cell_unit(const Tiers& tiers) {
  const Unit& result = tiers.result.unit;
  const bool rate = tiers.kind == TierKind::Marginal && tiers.argument.unit == result &&
                    !is_plain(result, Quantity::Number) && !is_plain(result, Quantity::Count);
  return rate ? unit_of(Quantity::Ratio) : result;
}

bool read_cell(Checker& checker, const Place& place, ast::ExprId cell, TierRow& row) {
  const Span span = place.file.exprs[cell].span;
  const bool constant_only =
      place.tiers.kind != TierKind::Whole || place.tiers.argument.kind != Kind::Number;
  const Env env = cell_env(place, !constant_only);
  if (place.tiers.result.kind == Kind::Text) {
    const ProgramExprId value = check_expr(checker, env, cell);
    if (checker.failed(value)) return false;
    const auto folded = fold(checker.program, value);
    if (folded && folded->is_text()) {
      row.text = folded->text();
      return true;
    }
    checker.diagnostics.report(Code::tier_cell_form, span,
                               {{"tiers", place.tiers.name}, {"expected", Text::word_text}});
    return false;
  }
  const ProgramExprId value = check_number(checker, env, cell, cell_unit(place.tiers));
  if (checker.failed(value)) return false;
  const auto linear = linear_in_argument(checker, value);
  if (!linear) {
    checker.diagnostics.report(
        Code::tier_cell_form, span,
        {{"tiers", place.tiers.name}, {"expected", Text::words_linear_cell}});
    return false;
  }
  row.slope = linear->slope;
  row.intercept = linear->intercept;
  return true;
}

/// `20% : 0` of an interpolated table.
bool read_point(Checker& checker, const Place& place, const ast::TierRow& row, TierRow& out) {
  const ast::ExprId key = row.conditions[0];
  if (std::holds_alternative<ast::Compare>(place.file.exprs[key].node)) {
    report_not_yet(checker, place.file.exprs[key].span, "a condition row in an interpolated table");
    return false;
  }
  const auto at = check_constant(checker, cell_env(place, false), key, place.tiers.argument.unit);
  if (!at) return false;
  out.low = *at;
  return read_cell(checker, place, row.cells[0], out);
}

bool read_row(Checker& checker, const Place& place, const ast::TierRow& row) {
  TierRow out;
  out.span = row.span;
  if (row.kind == ast::TierRowKind::Top || row.kind == ast::TierRowKind::Next) {
    report_not_yet(checker, row.span, "`ranked` tiers");
    return false;
  }
  if (row.cells.empty()) return false;  // did not parse
  if (row.kind == ast::TierRowKind::Else) {
    out.is_else = true;
    if (!read_cell(checker, place, row.cells[0], out)) return false;
    place.tiers.rows.push_back(std::move(out));
    return true;
  }
  if (row.conditions.empty()) return false;
  if (place.tiers.kind == TierKind::Interpolated) {
    if (!read_point(checker, place, row, out)) return false;
    place.tiers.rows.push_back(std::move(out));
    return true;
  }
  if (!read_cell(checker, place, row.cells[0], out)) return false;
  const bool whole_numbers = is_plain(place.tiers.argument.unit, Quantity::Count) &&
                             place.tiers.kind != TierKind::Marginal;
  const TierArgument argument{place.declared.parameters[0].name.text, place.tiers.argument,
                              place.tiers.name, whole_numbers};
  const auto solved = solve_condition(checker, place.file, row.conditions[0], argument, out);
  if (!solved) return false;
  for (const TierRow& part : *solved)
    place.tiers.rows.push_back(part);
  return true;
}

bool read_kind(Checker& checker, const Place& place) {
  switch (place.declared.kind) {
    case ast::TierKind::Whole: place.tiers.kind = TierKind::Whole; return true;
    case ast::TierKind::Marginal: place.tiers.kind = TierKind::Marginal; return true;
    case ast::TierKind::Interpolated: place.tiers.kind = TierKind::Interpolated; return true;
    case ast::TierKind::Ranked:
      report_not_yet(checker, place.declared.head.name.span, "`ranked` tiers");
      return false;
    case ast::TierKind::Unsaid: break;
  }
  place.tiers.kind = TierKind::Whole;
  if (place.tiers.result.kind != Kind::Number) return true;  // a text has no other reading
  checker.diagnostics
      .report(Code::tier_kind_missing, place.declared.head.name.span, {{"tiers", place.tiers.name}})
      .hint(Text::tier_kinds);
  return false;
}

void check_table(Checker& checker, const ast::Ast& file, const ast::Tiers& declared, TiersId id) {
  Tiers tiers = checker.program.tiers[id];
  const Place place{file, declared, tiers};
  if (declared.head.effective) report_not_yet(checker, declared.head.name.span, "`effective`");
  if (declared.parameters.size() != 1 || !declared.grid_header.empty()) {
    report_not_yet(checker, declared.head.name.span, "tiers with two arguments");
    return;
  }
  tiers.argument = value_type(checker, declared.parameters[0].type);
  tiers.result = value_type(checker, declared.result);
  tiers.allow_drop = declared.allow_drop;
  if (tiers.argument.kind == Kind::Error || tiers.result.kind == Kind::Error) return;
  if (!read_kind(checker, place)) return;
  bool ok = true;
  for (const ast::TierRow& row : declared.rows)
    ok = read_row(checker, place, row) && ok;
  if (ok) ok = prove_rows(checker, tiers, declared.head.name.span);
  if (ok) checker.program.tiers[id] = std::move(tiers);
}

}  // namespace

void check_tiers(Checker& checker, const std::vector<const ast::Ast*>& files) {
  each<ast::Tiers>(files, [&](const ast::Ast& file, const ast::Tiers& tiers) {
    const auto id = checker.find_as<TiersId>(tiers.head.name.text);
    if (id && checker.program.tiers[*id].span == tiers.head.name.span) {
      check_table(checker, file, tiers, *id);
    }
  });
}

}  // namespace kpi::check
