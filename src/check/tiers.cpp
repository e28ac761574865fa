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
  std::vector<TierArgument> arguments;
};

Env constant_env(const Place& place) {
  Env env;
  env.ast = &place.file;
  env.grain = Grain::Constant;
  return env;
}

/// A cell of a whole table may be so many times an argument that is a number.
Env cell_env(const Place& place, bool constant_only) {
  Env env = constant_env(place);
  for (const TierArgument& argument : place.arguments) {
    if (constant_only || argument.type.kind != Kind::Number) continue;
    env.arguments.push_back({argument.declared, argument.type});
    env.arguments.back().type.grain = Grain::Subject;
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

bool report_cell(Checker& checker, const Place& place, Span span, Text expected) {
  checker.diagnostics.report(Code::tier_cell_form, span,
                             {{"tiers", place.tiers.name}, {"expected", expected}});
  return false;
}

/// `constant_only`: a rate or a point, which is no multiple of the argument.
bool read_cell(Checker& checker, const Place& place, ast::ExprId cell, bool constant_only,
               TierRow& row) {
  const Span span = place.file.exprs[cell].span;
  const Env env = cell_env(place, constant_only);
  if (place.tiers.result.kind == Kind::Text) {
    const ProgramExprId value = check_expr(checker, env, cell);
    if (checker.failed(value)) return false;
    const auto folded = fold(checker.program, value);
    if (folded && folded->is_text()) {
      row.text = folded->text();
      return true;
    }
    return report_cell(checker, place, span, Text::word_text);
  }
  if (place.tiers.kind == TierKind::Marginal && reads_any(place.file, cell, place.arguments)) {
    return report_cell(checker, place, span, Text::words_slice_rate);
  }
  const ProgramExprId value = check_number(checker, env, cell, cell_unit(place.tiers));
  if (checker.failed(value)) return false;
  const auto linear = linear_in_arguments(checker, value);
  if (!linear) return report_cell(checker, place, span, Text::words_linear_cell);
  row.slope = linear->slope;
  row.second_slope = linear->second;
  row.intercept = linear->intercept;
  return true;
}

/// `20% : 0` of an interpolated table.
bool read_point(Checker& checker, const Place& place, const ast::TierRow& row, TierRow out) {
  const auto at =
      check_constant(checker, constant_env(place), row.conditions[0], place.tiers.argument.unit);
  if (!at || !read_cell(checker, place, row.cells[0], true, out)) return false;
  out.low = *at;
  place.tiers.rows.push_back(std::move(out));
  return true;
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
        check_constant(checker, constant_env(place), row.share, unit_of(Quantity::Ratio));
    if (!share) return false;
    out.share = above.empty() ? *share : above.back().share + *share;
    if (share->sign() <= 0) {
      checker.diagnostics.report(Code::ranked_row_form, row.span, {{"tiers", place.tiers.name}});
      return false;
    }
  }
  if (row.cells.empty() || !read_cell(checker, place, row.cells[0], true, out)) return false;
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

/// Each row has one condition and one cell; of two arguments a condition for each at most, in a
/// grid one and a cell for every column.
bool has_form(Checker& checker, const Place& place, const ast::TierRow& row) {
  const std::size_t columns = place.declared.grid_header.size();
  const bool grid = columns > 0;
  const bool boxes = place.arguments.size() == 2 && !grid;
  const std::size_t conditions = row.conditions.size();
  const bool other = row.kind == ast::TierRowKind::Else;
  const bool fits = row.cells.size() == (grid ? columns : 1) &&
                    (other || (conditions >= 1 && conditions <= (boxes ? 2U : 1U)));
  if (fits) return true;
  if (row.cells.empty() || (!other && conditions == 0)) return false;  // did not parse
  const Text form = grid    ? Text::words_grid_row
                    : boxes ? Text::words_box_row
                            : Text::words_plain_row;
  checker.diagnostics.report(Code::tier_row_form, row.span,
                             {{"tiers", place.tiers.name}, {"form", form}});
  return false;
}

/// The values of each argument for which all conditions of a row hold; every value of an argument
/// that no condition is about.
std::optional<std::vector<std::vector<TierRange>>> solve_row(
    Checker& checker, const Place& place, const std::vector<ast::ExprId>& conditions) {
  std::vector<std::vector<TierRange>> ranges(place.arguments.size());
  for (const ast::ExprId condition : conditions) {
    std::size_t about = 0;
    while (about + 1 < ranges.size() &&
           !is_about(checker, place.file, condition, place.arguments[about]))
      ++about;
    if (!ranges[about].empty()) {
      report_condition(checker, place.file.exprs[condition].span, place.arguments[1 - about]);
      return std::nullopt;
    }
    const auto solved = solve_condition(checker, place.file, condition, place.arguments[about]);
    if (!solved) return std::nullopt;
    ranges[about] = *solved;
  }
  for (std::vector<TierRange>& of_argument : ranges) {
    if (of_argument.empty()) of_argument.emplace_back();
  }
  return ranges;
}

/// The row with its cell, once for every range of values it holds for.
bool add_row(Checker& checker, const Place& place, const std::vector<ast::ExprId>& conditions,
             ast::ExprId cell, TierRow row) {
  const auto ranges = solve_row(checker, place, conditions);
  const bool constant_only = place.tiers.kind == TierKind::Marginal;
  if (!read_cell(checker, place, cell, constant_only, row) || !ranges) return false;
  const bool beyond = place.tiers.kind == TierKind::Interpolated;
  std::vector<TierRow>& rows = beyond ? place.tiers.outside : place.tiers.rows;
  for (const TierRange& first : (*ranges)[0]) {
    static_cast<TierRange&>(row) = first;
    for (std::size_t i = 0; i < (ranges->size() == 2 ? (*ranges)[1].size() : 1); ++i) {
      if (ranges->size() == 2) row.second = (*ranges)[1][i];
      rows.push_back(row);
    }
  }
  return true;
}

bool reject_second_else(Checker& checker, const Place& place, const TierRow& row) {
  for (const auto* rows : {&place.tiers.rows, &place.tiers.outside}) {
    for (const TierRow& other : *rows) {
      if (!other.is_else || other.span == row.span) continue;
      checker.diagnostics
          .report(Code::tier_overlap, row.span, {{"tiers", place.tiers.name}, {"interval", "else"}})
          .label(other.span, Text::other_row);
      return true;
    }
  }
  return false;
}

bool read_row(Checker& checker, const Place& place, const ast::TierRow& row) {
  TierRow out;
  out.span = row.span;
  const bool by_share = row.kind == ast::TierRowKind::Top || row.kind == ast::TierRowKind::Next;
  if (by_share || place.tiers.kind == TierKind::Ranked) return read_share(checker, place, row);
  if (!has_form(checker, place, row)) return false;
  out.is_else = row.kind == ast::TierRowKind::Else;
  if (out.is_else && reject_second_else(checker, place, out)) return false;
  const bool compares =
      !out.is_else &&
      (std::holds_alternative<ast::Compare>(place.file.exprs[row.conditions[0]].node) ||
       place.tiers.kind != TierKind::Interpolated);
  if (!out.is_else && !compares) return read_point(checker, place, row, out);
  bool ok = true;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    std::vector<ast::ExprId> conditions = row.conditions;
    if (!place.declared.grid_header.empty()) {
      conditions.push_back(place.declared.grid_header[i]);
    }
    ok = add_row(checker, place, conditions, row.cells[i], out) && ok;
  }
  return ok;
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

/// A slice of money times a rate is money; pieces, hours or a ratio times what one of them is worth
/// are what the table says.
bool reject_marginal_units(Checker& checker, const Place& place) {
  const Unit& argument = place.tiers.argument.unit;
  const Unit& result = place.tiers.result.unit;
  const bool money = is_plain(argument, Quantity::Money) || argument.per.has_value();
  if (place.tiers.kind != TierKind::Marginal || !money || argument == result) return false;
  checker.diagnostics
      .report(Code::marginal_units, place.declared.head.name.span,
              {{"tiers", place.tiers.name},
               unit_argument("argument", argument),
               unit_argument("result", result)})
      .hint(Text::marginal_hint, {unit_argument("unit", argument)});
  return true;
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

/// Where an interpolated table is left for the rows beyond its points.
std::optional<Fall> fall_at_ends(const Tiers& tiers) {
  const Unit& unit = tiers.argument.unit;
  const TierRow& first = tiers.rows.front();
  const TierRow& last = tiers.rows.back();
  for (const TierRow& row : tiers.outside) {
    if (const auto fall = fall_within(row, unit)) return fall;
    const bool below = row.high && *row.high == *first.low;
    const TierRow& point = below ? first : last;
    if (!below && (!row.low || *row.low != *last.low)) continue;
    const Rational beside = row.slope * *point.low + row.intercept;
    const std::string at = constant_text(*point.low, unit);
    if (below && beside > first.intercept) {
      return Fall{beside, first.intercept, "x < " + at, "x = " + at};
    }
    if (!below && beside < last.intercept) {
      return Fall{last.intercept, beside, "x = " + at, "x > " + at};
    }
  }
  return std::nullopt;
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
  return tiers.outside.empty() ? std::nullopt : fall_at_ends(tiers);
}

void warn_of_fall(Checker& checker, const Tiers& tiers, Span span) {
  const bool earns =
      tiers.result.kind == Kind::Number && (is_plain(tiers.result.unit, Quantity::Points) ||
                                            is_plain(tiers.result.unit, Quantity::Money));
  const bool steps = tiers.kind == TierKind::Whole || tiers.kind == TierKind::Interpolated;
  if (tiers.allow_drop || !earns || !steps || tiers.argument.kind != Kind::Number) return;
  if (tiers.has_two()) return;  // which of the two should rise is not said
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

std::vector<std::string> choices_of(const ast::Type& type) {
  std::vector<std::string> choices;
  for (const ast::TextLiteral& choice : type.choices)
    choices.push_back(choice.text);
  return choices;
}

/// One argument, or two of a whole table, each a number or a text.
bool read_arguments(Checker& checker, Place& place) {
  const auto& parameters = place.declared.parameters;
  const Span span = place.declared.head.name.span;
  if (parameters.size() > 2 || (parameters.size() == 1 && !place.declared.grid_header.empty())) {
    checker.diagnostics.report(Code::tier_arguments, span, {{"tiers", place.tiers.name}});
    return false;
  }
  const bool slices = place.declared.kind == ast::TierKind::Marginal ||
                      place.declared.kind == ast::TierKind::Interpolated;
  for (const ast::TierParameter& parameter : parameters) {
    TierArgument argument{parameter.name.text, parameter.name, value_type(checker, parameter.type),
                          place.tiers.name, choices_of(parameter.type)};
    argument.whole_numbers = is_plain(argument.type.unit, Quantity::Count) && !slices;
    if (argument.type.kind == Kind::Error) return false;
    if (slices && argument.type.kind != Kind::Number) {
      checker.diagnostics.report(
          Code::wrong_kind, parameter.type.span,
          {{"actual", word_for(argument.type.kind)}, {"expected", Text::word_number}});
      return false;
    }
    if (!place.arguments.empty() && place.arguments[0].name == argument.name) {
      checker.diagnostics.report(Code::duplicate_name, parameter.name.span,
                                 {{"name", argument.name}});
      return false;
    }
    place.arguments.push_back(std::move(argument));
  }
  if (place.arguments.empty()) return false;
  place.tiers.argument = place.arguments[0].type;
  place.tiers.choices = place.arguments[0].choices;
  if (place.arguments.size() == 1) return true;
  place.tiers.second = place.arguments[1].type;
  place.tiers.second_choices = place.arguments[1].choices;
  const bool whole =
      place.declared.kind == ast::TierKind::Whole || place.declared.kind == ast::TierKind::Unsaid;
  if (whole) return true;
  checker.diagnostics.report(Code::tier_arguments, span, {{"tiers", place.tiers.name}});
  return false;
}

/// The columns of a grid are ranges of the second argument.
bool has_columns(Checker& checker, const Place& place) {
  bool ok = true;
  for (const ast::ExprId condition : place.declared.grid_header) {
    if (is_about(checker, place.file, condition, place.arguments[1])) continue;
    report_condition(checker, place.file.exprs[condition].span, place.arguments[1]);
    ok = false;
  }
  return ok;
}

bool read_round(Checker& checker, const Place& place) {
  if (!place.declared.round) return true;
  if (place.tiers.result.kind != Kind::Number) {
    checker.diagnostics.report(Code::word_out_of_place, place.declared.round->span,
                               {{"word", "round"}});
    return false;
  }
  place.tiers.round =
      check_round(checker, constant_env(place), *place.declared.round, place.tiers.result.unit);
  return place.tiers.round.has_value();
}

bool prove(Checker& checker, const Place& place) {
  const Span span = place.declared.head.name.span;
  if (place.tiers.kind == TierKind::Ranked) return prove_shares(checker, place.tiers, span);
  if (place.arguments.size() == 1) return prove_rows(checker, place.tiers, span);
  return prove_boxes(checker, place.tiers, place.arguments[0], place.arguments[1], span);
}

void check_table(Checker& checker, const ast::Ast& file, const ast::Tiers& declared, TiersId id) {
  Tiers tiers = checker.program.tiers[id];
  Place place{file, declared, tiers, {}};
  tiers.effective = effective_days(checker, declared.head);
  tiers.result = value_type(checker, declared.result);
  tiers.allow_drop = declared.allow_drop;
  if (tiers.result.kind == Kind::Error || !read_arguments(checker, place)) return;
  if (!read_kind(checker, place) || !has_columns(checker, place)) return;
  if (reject_marginal_units(checker, place)) return;
  bool ok = read_round(checker, place);
  for (const ast::TierRow& row : declared.rows) {
    if (!ok && tiers.kind == TierKind::Ranked) break;  // shares add up from the top
    ok = read_row(checker, place, row) && ok;
  }
  // a row that did not parse is missing from the declaration; nothing is proved without it
  if (has_reported_inside(checker, declared.head.span)) return;
  if (ok) ok = prove(checker, place);
  if (ok && tiers.kind != TierKind::Ranked) warn_of_fall(checker, tiers, declared.head.name.span);
  if (ok) checker.program.tiers[id] = std::move(tiers);
}

bool is_ranked(const ast::Tiers& tiers) {
  return tiers.kind == ast::TierKind::Ranked;
}

}  // namespace

void queue_tiers(Checker& checker, const std::vector<const ast::Ast*>& files) {
  each<ast::Tiers>(files, [&](const ast::Ast& file, const ast::Tiers& tiers) {
    const auto id = declared_at<TiersId>(checker.program.tiers, tiers.head.name.span);
    if (!id || is_ranked(tiers)) return;
    checker.unchecked_tiers[*id] = [&checker, &file, &tiers, id = *id] {
      check_table(checker, file, tiers, id);
    };
  });
}

void check_tiers(Checker& checker, const std::vector<const ast::Ast*>& files) {
  each<ast::Tiers>(files, [&](const ast::Ast&, const ast::Tiers& tiers) {
    const auto id = declared_at<TiersId>(checker.program.tiers, tiers.head.name.span);
    if (!id || is_ranked(tiers)) return;
    ensure_tiers(checker, *id, tiers.head.name.span);
    compare_tiers(checker, *id);
  });
}

void check_ranked_tiers(Checker& checker, const std::vector<const ast::Ast*>& files) {
  each<ast::Tiers>(files, [&](const ast::Ast& file, const ast::Tiers& tiers) {
    const auto id = declared_at<TiersId>(checker.program.tiers, tiers.head.name.span);
    if (!id || !is_ranked(tiers)) return;
    check_table(checker, file, tiers, *id);
    compare_tiers(checker, *id);
  });
}

}  // namespace kpi::check
