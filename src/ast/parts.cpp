#include "ast/parts.hpp"

namespace kpi::ast {
namespace {

struct Parts {
  using Ids = std::vector<ExprId>;
  Ids operator()(const Unary& node) const { return {node.operand}; }
  Ids operator()(const Binary& node) const { return {node.left, node.right}; }
  Ids operator()(const Compare& node) const { return node.operands; }
  Ids operator()(const IsOneOf& node) const { return {node.operand}; }
  Ids operator()(const IsPresent& node) const { return {node.operand}; }
  Ids operator()(const IfNone& node) const { return {node.operand, node.fallback}; }
  Ids operator()(const IfThenElse& node) const {
    return {node.condition, node.then_value, node.else_value};
  }
  Ids operator()(const Range& node) const { return {node.first, node.last}; }
  Ids operator()(const Call& node) const { return node.arguments; }
  template <class Leaf>
  Ids operator()(const Leaf&) const {
    return {};
  }
};

}  // namespace

std::vector<ExprId> parts_of(const Expr& expr) {
  return std::visit(Parts{}, expr.node);
}

}  // namespace kpi::ast
