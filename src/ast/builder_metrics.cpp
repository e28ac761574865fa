#include <algorithm>

#include "ast/builder.hpp"

/// Roles, metrics, params, targets and tiers.
namespace kpi::ast {

Role Builder::role(NodeView node) {
  Role result;
  result.head = head(node);
  result.table = name(node.all(NodeKind::Name).back());
  result.condition = last_expression(node);
  return result;
}

Metric Builder::metric(NodeView node) {
  Metric result;
  result.head = head(node);
  result.formula = expression(*first_expression(node));
  for (const NodeView& part : node.children()) {
    if (part.is(NodeKind::Better)) set_once(result.better, part, better(part));
    if (part.is(NodeKind::Rounding)) set_once(result.round, part, rounding(part));
    if (part.is(NodeKind::Unit)) text_once(result.unit, part);
    if (part.is(NodeKind::Objective)) text_once(result.objective, part);
    if (part.is(NodeKind::Signed)) flag_once(result.signed_ratio, part);
  }
  return result;
}

Param Builder::param(NodeView node) {
  Param result;
  result.head = head(node);
  result.type = type(*node.child(NodeKind::Type));
  result.value = expression(*first_expression(node));
  if (const auto range = node.child(NodeKind::ParamRange)) {
    const auto ends = range->expressions();
    result.least = expression(ends.at(0));
    result.most = expression(ends.at(1));
  }
  return result;
}

Target Builder::target(NodeView node) {
  Target result;
  result.head = head(node);
  result.roles = roles(node);
  result.every = every(node);
  const auto add_level = [&](Level level, ExprId value, NodeView part) {
    const bool twice = std::any_of(result.levels.begin(), result.levels.end(),
                                   [&](const auto& other) { return other.level == level; });
    if (twice) said_twice(part);
    result.levels.push_back({level, value, part.span()});
  };
  for (const NodeView& part : node.children()) {
    if (part.is_expression() && !part.is(NodeKind::Error)) {
      add_level(Level::Target, expression(part), part);
    } else if (part.is(NodeKind::Level)) {
      const Level level = part.has(Keyword::Baseline)  ? Level::Baseline
                          : part.has(Keyword::Stretch) ? Level::Stretch
                                                       : Level::Target;
      add_level(level, *last_expression(part), part);
    } else if (part.is(NodeKind::Better)) {
      set_once(result.better, part, better(part));
    } else if (part.is(NodeKind::Rounding)) {
      set_once(result.round, part, rounding(part));
    } else if (part.is(NodeKind::AddsUp)) {
      flag_once(result.adds_up, part);
    }
  }
  return result;
}

std::vector<ExprId> Builder::expressions(NodeView node) {
  std::vector<ExprId> result;
  for (const NodeView& part : node.expressions())
    result.push_back(expression(part));
  return result;
}

TierRow Builder::tier_row(NodeView node) {
  TierRow row;
  row.span = node.span();
  if (node.is(NodeKind::ElseRow)) row.kind = TierRowKind::Else;
  if (node.is(NodeKind::ShareRow)) {
    row.kind = node.has(Keyword::Top) ? TierRowKind::Top : TierRowKind::Next;
    row.share = expression(*node.child(NodeKind::Number));
  }
  if (const auto part = node.child(NodeKind::Conditions)) row.conditions = expressions(*part);
  row.cells = expressions(*node.child(NodeKind::Cells));
  return row;
}

void Builder::tier_part(Tiers& tiers, NodeView node) {
  if (node.is(NodeKind::TierParameter)) {
    tiers.parameters.push_back(
        {name(*node.child(NodeKind::Name)), type(*node.child(NodeKind::Type))});
  } else if (node.is(NodeKind::Ranked)) {
    tiers.kind = TierKind::Ranked;
    tiers.among = path(*node.child(NodeKind::Path));
    if (const auto ties = node.child(NodeKind::Ties)) {
      tiers.ties = ties->has(Keyword::Up) ? Ties::Up : Ties::Down;
    }
  } else if (node.is(NodeKind::GridHeader)) {
    tiers.grid_header = expressions(*node.child(NodeKind::Cells));
  } else if (node.is(NodeKind::AllowDrop)) {
    tiers.allow_drop = true;
  } else if (node.is(NodeKind::Rounding)) {
    set_once(tiers.round, node, rounding(node));
  } else if (node.is(NodeKind::ElseRow) || node.is(NodeKind::ShareRow) ||
             node.is(NodeKind::ConditionRow)) {
    tiers.rows.push_back(tier_row(node));
  }
}

Tiers Builder::tiers(NodeView node) {
  Tiers result;
  result.head = head(node);
  result.result = type(*node.child(NodeKind::Type));
  if (node.has(Keyword::Whole)) result.kind = TierKind::Whole;
  if (node.has(Keyword::Marginal)) result.kind = TierKind::Marginal;
  if (node.has(Keyword::Interpolated)) result.kind = TierKind::Interpolated;
  for (const NodeView& part : node.children())
    tier_part(result, part);
  return result;
}

}  // namespace kpi::ast
