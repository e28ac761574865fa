#include <algorithm>

#include "ast/builder.hpp"
#include "syntax/keywords.hpp"

/// What several declarations share: heads, types, rounding, `better`, policies.
namespace kpi::ast {

void Builder::said_twice(NodeView node) {
  const auto word = node.child(NodeKind::Keyword);
  const NodeView place = word.value_or(node);
  diagnostics_.report(Code::said_twice, place.span(), {{"word", text_of(place)}});
}

Head Builder::head(NodeView node) {
  Head result;
  if (const auto found = node.child(NodeKind::Name)) result.name = name(*found);
  result.label = text_in(node.child(NodeKind::Label));
  result.doc = doc_before(node.span().begin);
  result.span = node.span();
  for (const NodeView& clause : node.all(NodeKind::Effective)) {
    set_once(result.effective, clause, period_range(*clause.child(NodeKind::PeriodRange)));
  }
  return result;
}

std::optional<PeriodUnit> Builder::every(NodeView node) {
  std::optional<PeriodUnit> result;
  for (const NodeView& clause : node.all(NodeKind::Every)) {
    set_once(result, clause, period_unit(clause.children().back()));
  }
  return result;
}

std::vector<Name> Builder::roles(NodeView node) {
  std::vector<Name> result;
  for (const NodeView& clause : node.all(NodeKind::For)) {
    if (!result.empty()) said_twice(clause);
    result = names(*clause.child(NodeKind::Names));
  }
  return result;
}

void Builder::plain_type(Type& type, NodeView node) {
  struct Row {
    Keyword word;
    TypeKind kind;
  };
  constexpr Row kRows[] = {
      {Keyword::Key, TypeKind::Key},       {Keyword::TextType, TypeKind::Text},
      {Keyword::Number, TypeKind::Number}, {Keyword::Count, TypeKind::Count},
      {Keyword::Bool, TypeKind::Bool},     {Keyword::Date, TypeKind::Date},
      {Keyword::Period, TypeKind::Period}, {Keyword::Datetime, TypeKind::Datetime},
      {Keyword::Money, TypeKind::Money},   {Keyword::Ratio, TypeKind::Ratio},
      {Keyword::Points, TypeKind::Points}, {Keyword::Days, TypeKind::Days},
      {Keyword::Hours, TypeKind::Hours}};
  for (const Row& row : kRows) {
    if (node.has(row.word)) {
      type.kind = row.kind;
      return;
    }
  }
}

Type Builder::type(NodeView node) {
  Type result;
  result.span = node.span();
  result.optional = node.has(Keyword::Optional);
  plain_type(result, node);
  if (const auto link = node.child(NodeKind::Link)) {
    result.kind = TypeKind::Link;
    result.link = name(*link->child(NodeKind::Name));
    result.or_unmatched = link->has(Keyword::Unmatched);
  } else if (const auto list = node.child(NodeKind::Choices)) {
    result.kind = TypeKind::OneOf;
    result.choices = choices(*list);
  } else if (result.kind == TypeKind::Period) {
    const auto words = node.children();
    const auto year = node.child(NodeKind::YearOf);
    result.period_unit = period_unit(words[words.size() - (year ? 2 : 1)]);
    if (year) result.year = bound(*year->expressions().begin());
  }
  result.in_percent = node.has(Keyword::Percent);
  if (const auto code = node.child(NodeKind::CurrencyCode)) result.currency = text_of(*code);
  if (const auto column = node.child(NodeKind::CurrencyIn)) {
    result.currency_column = path(*column->child(NodeKind::Path));
  }
  if (const auto step = node.child(NodeKind::Number)) result.step = expression(*step);
  return result;
}

namespace {

std::optional<RoundMode> mode_of(NodeView node) {
  struct Row {
    Keyword word;
    RoundMode mode;
  };
  constexpr Row kRows[] = {
      {Keyword::HalfUp, RoundMode::HalfUp},   {Keyword::HalfEven, RoundMode::HalfEven},
      {Keyword::ModeUp, RoundMode::Up},       {Keyword::ModeDown, RoundMode::Down},
      {Keyword::ModeFloor, RoundMode::Floor}, {Keyword::ModeCeil, RoundMode::Ceil}};
  for (const Row& row : kRows) {
    if (node.has(row.word)) return row.mode;
  }
  return std::nullopt;
}

}  // namespace

Round Builder::rounding(NodeView node) {
  Round result;
  result.span = node.span();
  result.step = last_expression(node);
  result.mode = mode_of(node);
  return result;
}

Precision Builder::precision(NodeView node) {
  Precision result;
  result.span = node.span();
  for (const NodeView& part : node.all(NodeKind::PrecisionItem)) {
    PrecisionItem item;
    const NodeView unit = part.children().front();
    item.unit.text = std::string(syntax::english_of(unit.keyword()));
    item.unit.span = unit.span();
    item.step = *last_expression(part);
    item.mode = mode_of(part);
    result.items.push_back(std::move(item));
  }
  return result;
}

/// A second one for the same reason would never decide.
void Builder::add_policy(std::vector<Policy>& policies, NodeView node) {
  Policy added = policy(node);
  const bool decided = std::any_of(policies.begin(), policies.end(), [&](const Policy& earlier) {
    return earlier.reason.has_value() == added.reason.has_value() &&
           (!added.reason || earlier.reason->text == added.reason->text);
  });
  if (decided) diagnostics_.report(Code::said_twice, added.span, {{"word", "if none"}});
  policies.push_back(std::move(added));
}

Better Builder::better(NodeView node) {
  Better result;
  result.span = node.span();
  const auto pair = [&](NodeView part, std::optional<ExprId>& first,
                        std::optional<ExprId>& second) {
    const auto ends = part.expressions();
    if (first) said_twice(part);
    first = expression(ends.at(0));
    second = expression(ends.at(1));
  };
  if (node.has(Keyword::Lower)) result.direction = Direction::Lower;
  if (node.has(Keyword::Linear)) result.method = LowerMethod::Linear;
  if (node.has(Keyword::Inverse)) result.method = LowerMethod::Inverse;
  for (const NodeView& part : node.children()) {
    if (part.is(NodeKind::BetterWithin)) {
      result.direction = Direction::Within;
      pair(part, result.within_low, result.within_high);
    } else if (part.is(NodeKind::ZeroAt)) {
      pair(part, result.zero_low, result.zero_high);
    } else if (part.is(NodeKind::ZeroTarget)) {
      pair(part, result.zero_target, result.zero_target_else);
    } else if (part.is(NodeKind::AtZero)) {
      set_once(result.at_zero, part, *last_expression(part));
    }
  }
  return result;
}

Policy Builder::policy(NodeView node) {
  Policy result;
  result.span = node.span();
  result.reason = reason(node.child(NodeKind::Reason));
  if (const auto share = node.child(NodeKind::AtLeast)) result.at_least = last_expression(*share);
  if (node.has(Keyword::Zero)) {
    result.kind = PolicyKind::Zero;
  } else if (node.has(Keyword::Full)) {
    result.kind = PolicyKind::Full;
  } else if (node.has(Keyword::Redistribute)) {
    result.kind = PolicyKind::Redistribute;
  } else if (node.has(Keyword::Fail)) {
    result.kind = PolicyKind::Fail;
  } else if (node.has(Keyword::Hold)) {
    result.kind = PolicyKind::Hold;
  } else {
    result.kind = PolicyKind::Value;
    result.value = last_expression(node);
  }
  return result;
}

}  // namespace kpi::ast
