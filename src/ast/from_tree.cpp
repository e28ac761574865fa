#include "ast/from_tree.hpp"

#include "ast/builder.hpp"
#include "base/text.hpp"
#include "syntax/found.hpp"
#include "syntax/scanner.hpp"

namespace kpi::ast {

bool Context::empty() const {
  return !where && per.empty() && !group_where && !dated && !credited && !of && !during && !among &&
         !weight && !step && !across && !snapshot && !skipping_none;
}

namespace {

/// To grow once: an expression is large, and a file has tens of thousands.
std::size_t count_expressions(const syntax::Tree& tree) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < tree.nodes.size(); ++i)
    count += NodeView(tree, i).is_expression() ? 1 : 0;
  return count;
}

}  // namespace

Builder::Builder(const syntax::Tree& tree, const SourceMap& sources, Diagnostics& diagnostics)
    : tree_(tree), sources_(sources), diagnostics_(diagnostics) {
  ast_.file = tree.file;
  ast_.exprs.reserve(count_expressions(tree));
  const std::size_t first = syntax::Scanner(tree_text()).skip(0, true);
  ast_.in_chinese = syntax::is_in_chinese(tree_text().substr(first));
  collect_declared_names();
  collect_unread_names();
}

/// What did not parse declares `NAME : …`, or `word NAME …`, perhaps with a blank in the name: its
/// first words tell.
void Builder::collect_unread_names() {
  for (std::size_t i = 0; i < tree_.nodes.size(); ++i) {
    const NodeView node(tree_, i);
    if (!node.is(NodeKind::Error)) continue;
    const syntax::Scanner scanner(text_of(node));
    std::size_t at = 0;
    for (int words = 0; words < 3; ++words) {
      const std::size_t quoted = scanner.quoted_end(at);
      const std::size_t end = quoted != at ? quoted : scanner.word_end(at);
      if (end == at) break;
      const std::size_t quote = quoted != at ? 1 : 0;
      ast_.unread.insert(to_nfc(scanner.between(at + quote, end - quote)));
      at = scanner.skip(end, false);
    }
  }
}

void Builder::collect_declared_names() {
  constexpr NodeKind kKinds[] = {NodeKind::Table, NodeKind::Role,      NodeKind::Metric,
                                 NodeKind::Param, NodeKind::Tiers,     NodeKind::Payout,
                                 NodeKind::Title, NodeKind::Scorecard, NodeKind::Let,
                                 NodeKind::Carry, NodeKind::LineName,  NodeKind::TierParameter};
  for (std::size_t i = 0; i < tree_.nodes.size(); ++i) {
    const NodeView node(tree_, i);
    for (const NodeKind kind : kKinds) {
      if (!node.is(kind)) continue;
      if (const auto found = node.child(NodeKind::Name)) declared_.insert(name(*found).text);
    }
  }
}

std::optional<Declaration> Builder::declaration(NodeView node) {
  if (node.is(NodeKind::Currency)) return currency(node);
  if (node.is(NodeKind::Precision)) return precision(node);
  if (node.is(NodeKind::Calendar)) return calendar(node);
  if (node.is(NodeKind::Use)) return use(node);
  if (node.is(NodeKind::Table)) return table(node);
  if (node.is(NodeKind::Role)) return role(node);
  if (node.is(NodeKind::Metric)) return metric(node);
  if (node.is(NodeKind::Param)) return param(node);
  if (node.is(NodeKind::Target)) return target(node);
  if (node.is(NodeKind::Tiers)) return tiers(node);
  if (node.is(NodeKind::Scorecard)) return scorecard(node);
  if (node.is(NodeKind::Payout)) return payout(node);
  if (node.is(NodeKind::Rule)) return rule(node);
  if (node.is(NodeKind::Test)) return test(node);
  return std::nullopt;
}

Ast from_tree(const syntax::Tree& tree, const SourceMap& sources, Diagnostics& diagnostics) {
  Builder builder(tree, sources, diagnostics);
  std::vector<Declaration> declarations;
  for (const NodeView& node : root_of(tree).children()) {
    if (auto declaration = builder.declaration(node)) {
      declarations.push_back(std::move(*declaration));
    }
  }
  Ast ast = builder.take();
  ast.declarations = std::move(declarations);
  return ast;
}

ExpressionInput expression_from_tree(const syntax::Tree& tree, const SourceMap& sources,
                                     Diagnostics& diagnostics) {
  Builder builder(tree, sources, diagnostics);
  ExpressionInput result;
  const NodeView root = root_of(tree);
  result.root = builder.expression(first_expression(root).value_or(root));
  result.ast = builder.take();
  return result;
}

namespace {

QueryInput::By query_key(Builder& builder, NodeView key) {
  QueryInput::By by;
  by.span = key.span();
  const NodeView part = key.children().front();
  by.is_period = part.is(NodeKind::Keyword);
  if (by.is_period) by.unit = builder.period_unit(part);
  if (!by.is_period) by.path = builder.path(part);
  return by;
}

}  // namespace

QueryInput query_from_tree(const syntax::Tree& tree, const SourceMap& sources,
                           Diagnostics& diagnostics) {
  Builder builder(tree, sources, diagnostics);
  QueryInput result;
  for (const NodeView& part : root_of(tree).children()) {
    if (part.is_expression()) {
      result.measures.push_back(builder.expression(part));
    } else if (part.is(NodeKind::QueryBy)) {
      for (const NodeView& key : part.all(NodeKind::GroupKey)) {
        const QueryInput::By by = query_key(builder, key);
        const bool second = by.is_period && std::any_of(result.by.begin(), result.by.end(),
                                                        [](const QueryInput::By& other) {
                                                          return other.is_period;
                                                        });
        if (second) builder.said_twice(key);
        result.by.push_back(by);
      }
    } else if (part.is(NodeKind::During)) {
      if (result.during) builder.said_twice(part);
      result.during = builder.window(*part.child(NodeKind::Window));
    } else if (part.is(NodeKind::Where)) {
      if (result.where) builder.said_twice(part);
      result.where = builder.expression(*first_expression(part));
    } else if (part.is(NodeKind::For)) {
      if (!result.roles.empty()) builder.said_twice(part);
      result.roles = builder.names(*part.child(NodeKind::Names));
    }
  }
  result.ast = builder.take();
  return result;
}

}  // namespace kpi::ast
