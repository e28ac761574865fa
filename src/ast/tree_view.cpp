#include "ast/tree_view.hpp"

#include <algorithm>

namespace kpi::ast {

bool NodeView::is_expression() const {
  constexpr NodeKind kKinds[] = {
      NodeKind::Number,  NodeKind::Date,         NodeKind::TextValue, NodeKind::Boolean,
      NodeKind::Path,    NodeKind::NoneValue,    NodeKind::Group,     NodeKind::Call,
      NodeKind::Product, NodeKind::Negation,     NodeKind::Sum,       NodeKind::Comparison,
      NodeKind::Logic,   NodeKind::NotCondition, NodeKind::If,        NodeKind::WithFallback,
      NodeKind::Error};
  return std::find(std::begin(kKinds), std::end(kKinds), kind()) != std::end(kKinds);
}

std::vector<NodeView> NodeView::children() const {
  std::vector<NodeView> result;
  for (std::size_t end = index_; end > node().first; end = tree_->nodes[end - 1].first) {
    result.emplace_back(*tree_, end - 1);
  }
  std::reverse(result.begin(), result.end());
  return result;
}

std::optional<NodeView> NodeView::child(NodeKind wanted) const {
  for (const NodeView& node : children()) {
    if (node.is(wanted)) return node;
  }
  return std::nullopt;
}

std::optional<NodeView> NodeView::child(Keyword word) const {
  for (const NodeView& node : children()) {
    if (node.is(word)) return node;
  }
  return std::nullopt;
}

std::vector<NodeView> NodeView::all(NodeKind wanted) const {
  std::vector<NodeView> result;
  for (const NodeView& node : children()) {
    if (node.is(wanted)) result.push_back(node);
  }
  return result;
}

std::vector<NodeView> NodeView::expressions() const {
  std::vector<NodeView> result;
  for (const NodeView& node : children()) {
    if (node.is_expression()) result.push_back(node);
  }
  return result;
}

NodeView root_of(const syntax::Tree& tree) {
  return {tree, tree.nodes.size() - 1};
}

}  // namespace kpi::ast
