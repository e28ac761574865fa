#include "check/expressions.hpp"
#include "check/peers.hpp"
#include "check/tier_rows.hpp"
#include "check/units.hpp"
#include "check/value_types.hpp"
#include "check/versions.hpp"
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

/// `top 20% : "A"`, then `next 70% : "B"`, and `else` for the others. Shares add up from the top.
bool read_share(Checker& checker, const Place& place, const ast::TierRow& row) {
  const std::vector<TierRow>& above = place.tiers.rows;
  const ast::TierRowKind wanted = above.empty() ? ast::TierRowKind::Top : ast::TierRowKind::Next;
  const bool other = row.kind == ast::TierRowKind::Else && !above.empty();
  const bool in_order = (row.kind == wanted || other) && (above.empty() || !above.back().is_else);
  if (!in_order || place.tiers.kind != TierKind::Ranked) {
    checker.diagnostics.report(Code::ranked_row_form, row.span, {{"tiers", place.tiers.name}});
    return false;
  }
  TierRow out;
  out.span = row.span;
  out.is_else = other;
  if (!other) {
    const auto share =
        check_constant(checker, cell_env(place, false), row.share, unit_of(Quantity::Ratio));
    if (!share) return false;
    out.share = above.empty() ? *share : above.back().share + *share;
    if (share->sign() <= 0) {
      checker.diagnostics.report(Code::ranked_row_form, row.span, {{"tiers", place.tiers.name}});
      return false;
    }
  }
  if (row.cells.empty() || !read_cell(checker, place, row.cells[0], out)) return false;
  place.tiers.rows.push_back(std::move(out));
  return true;
}

/// Whom the table ranks, and what happens to equal values at a cut.
bool read_ranking(Checker& checker, const Place& place) {
  Env env;
  env.ast = &place.file;
  if (!check_peers(checker, env, *place.declared.among, place.tiers.peers)) return false;
  if (place.declared.ties == ast::Ties::Unsaid) {
    checker.diagnostics
        .report(Code::ties_missing, place.declared.head.name.span, {{"tiers", place.tiers.name}})
        .hint(Text::ties_hint);
    return false;
  }
  place.tiers.ties = place.declared.ties == ast::Ties::Up ? Ties::Up : Ties::Down;
  return true;
}

bool prove_shares(Checker& checker, const Tiers& tiers, Span span) {
  const bool rest = !tiers.rows.empty() && tiers.rows.back().is_else;
  Rational total;
  for (const TierRow& row : tiers.rows) {
    if (!row.is_else) total = row.share;
  }
  if (rest ? total < Rational(1) : total == Rational(1)) return true;
  checker.diagnostics.report(
      Code::ranked_shares, span,
      {{"tiers", tiers.name}, {"total", constant_text(total, unit_of(Quantity::Ratio))}});
  return false;
}

bool read_row(Checker& checker, const Place& place, const ast::TierRow& row) {
  TierRow out;
  out.span = row.span;
  const bool by_share = row.kind == ast::TierRowKind::Top || row.kind == ast::TierRowKind::Next;
  if (by_share || place.tiers.kind == TierKind::Ranked) return read_share(checker, place, row);
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
      place.tiers.kind = TierKind::Ranked;
      return read_ranking(checker, place);
    case ast::TierKind::Unsaid: break;
  }
  place.tiers.kind = TierKind::Whole;
  if (place.tiers.result.kind != Kind::Number) return true;  // a text has no other reading
  checker.diagnostics
      .report(Code::tier_kind_missing, place.declared.head.name.span, {{"tiers", place.tiers.name}})
      .hint(Text::tier_kinds);
  return false;
}

/// Where a table falls while its argument rises: the values on both sides, as conditions read.
struct Fall {
  Rational before, after;
  std::string low, high;
};

std::optional<Fall> fall_between(const TierRow& left, const TierRow& right, const Unit& unit) {
  const Rational& at = *right.low;
  const Rational before = left.slope * at + left.intercept;
  const Rational after = right.slope * at + right.intercept;
  if (before <= after) return std::nullopt;
  const std::string text = constant_text(at, unit);
  return right.low_included ? Fall{before, after, "x < " + text, "x = " + text}
                            : Fall{before, after, "x = " + text, "x > " + text};
}

std::optional<Fall> fall_within(const TierRow& row, const Unit& unit) {
  if (row.slope.sign() >= 0) return std::nullopt;
  const Rational low = row.low ? *row.low : row.high ? *row.high - Rational(1) : Rational(0);
  const Rational high = row.high && row.low ? *row.high : low + Rational(1);
  return Fall{row.slope * low + row.intercept, row.slope * high + row.intercept,
              "x = " + constant_text(low, unit), "x = " + constant_text(high, unit)};
}

/// The first place where more earns fewer points or less money.
std::optional<Fall> first_fall(const Tiers& tiers) {
  const Unit& unit = tiers.argument.unit;
  for (std::size_t i = 0; i < tiers.rows.size(); ++i) {
    const TierRow& row = tiers.rows[i];
    const bool is_point = tiers.kind == TierKind::Interpolated;
    const TierRow* next = i + 1 < tiers.rows.size() ? &tiers.rows[i + 1] : nullptr;
    if (is_point && next != nullptr && next->intercept < row.intercept) {
      return Fall{row.intercept, next->intercept, "x = " + constant_text(*row.low, unit),
                  "x = " + constant_text(*next->low, unit)};
    }
    if (is_point) continue;
    if (const auto fall = fall_within(row, unit)) return fall;
    if (next == nullptr || !next->low) continue;
    if (const auto fall = fall_between(row, *next, unit)) return fall;
  }
  return std::nullopt;
}

void warn_of_fall(Checker& checker, const Tiers& tiers, Span span) {
  const bool earns =
      tiers.result.kind == Kind::Number && (is_plain(tiers.result.unit, Quantity::Points) ||
                                            is_plain(tiers.result.unit, Quantity::Money));
  const bool steps = tiers.kind == TierKind::Whole || tiers.kind == TierKind::Interpolated;
  if (tiers.allow_drop || !earns || !steps || tiers.argument.kind != Kind::Number) return;
  const auto fall = first_fall(tiers);
  if (!fall) return;
  checker.diagnostics
      .report(Code::tier_falls, span,
              {{"tiers", tiers.name},
               {"before", constant_text(fall->before, tiers.result.unit)},
               {"low", fall->low},
               {"after", constant_text(fall->after, tiers.result.unit)},
               {"high", fall->high}})
      .hint(Text::falls_on_purpose);
}

void check_table(Checker& checker, const ast::Ast& file, const ast::Tiers& declared, TiersId id) {
  Tiers tiers = checker.program.tiers[id];
  const Place place{file, declared, tiers};
  tiers.effective = effective_days(checker, declared.head);
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
  for (const ast::TierRow& row : declared.rows) {
    if (!ok && tiers.kind == TierKind::Ranked) break;  // shares add up from the top
    ok = read_row(checker, place, row) && ok;
  }
  // a row that did not parse is missing from the declaration; nothing is proved without it
  if (has_reported_inside(checker, declared.head.span)) return;
  const Span span = declared.head.name.span;
  const bool ranked = tiers.kind == TierKind::Ranked;
  if (ok) ok = ranked ? prove_shares(checker, tiers, span) : prove_rows(checker, tiers, span);
  if (ok && !ranked) warn_of_fall(checker, tiers, span);
  if (ok) checker.program.tiers[id] = std::move(tiers);
}

}  // namespace

void check_tiers(Checker& checker, const std::vector<const ast::Ast*>& files) {
  each<ast::Tiers>(files, [&](const ast::Ast& file, const ast::Tiers& tiers) {
    const auto id = declared_at<TiersId>(checker.program.tiers, tiers.head.name.span);
    if (!id) return;
    check_table(checker, file, tiers, *id);
    const Tiers& version = checker.program.tiers[*id];
    const Tiers& first = checker.program.tiers[versions_of(checker.program.tiers, *id)[0]];
    const bool known = first.argument.kind != Kind::Error && version.argument.kind != Kind::Error;
    const bool alike =
        same_type(first.argument, version.argument) && same_type(first.result, version.result);
    if (known && !alike) {
      report_difference(checker, version.name, version.span, first.span, Text::words_version_type);
    }
  });
}

}  // namespace kpi::check
