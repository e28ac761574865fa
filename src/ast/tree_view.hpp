#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "syntax/syntax.hpp"

/// Reading access to the flat tree.
namespace kpi::ast {

using syntax::Keyword;
using syntax::NodeKind;

class NodeView {
 public:
  NodeView(const syntax::Tree& tree, std::size_t index) : tree_(&tree), index_(index) {}

  NodeKind kind() const { return node().kind; }
  bool is(NodeKind wanted) const { return kind() == wanted; }
  bool is(Keyword word) const { return is(NodeKind::Keyword) && node().keyword == word; }
  Keyword keyword() const { return node().keyword; }
  Span span() const { return {tree_->file, node().begin, node().end}; }
  std::size_t index() const { return index_; }
  bool is_expression() const;

  /// In the order of the text.
  std::vector<NodeView> children() const;
  std::optional<NodeView> child(NodeKind wanted) const;
  std::optional<NodeView> child(Keyword word) const;
  bool has(NodeKind wanted) const { return child(wanted).has_value(); }
  bool has(Keyword word) const { return child(word).has_value(); }
  std::vector<NodeView> all(NodeKind wanted) const;
  std::vector<NodeView> expressions() const;

 private:
  const syntax::Node& node() const { return tree_->nodes[index_]; }

  const syntax::Tree* tree_;
  std::size_t index_;
};

NodeView root_of(const syntax::Tree& tree);

}  // namespace kpi::ast
