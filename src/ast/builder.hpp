#pragma once

#include <set>
#include <string>
#include <string_view>

#include "ast/ast.hpp"
#include "ast/from_tree.hpp"
#include "ast/tree_view.hpp"

/// Turns nodes of the tree into nodes of the AST. One Builder per file; the members stand by topic
/// in builder_*.cpp.
namespace kpi::ast {

class Builder {
 public:
  Builder(const syntax::Tree& tree, const SourceMap& sources, Diagnostics& diagnostics);

  Ast take() { return std::move(ast_); }
  std::optional<Declaration> declaration(NodeView node);
  ExprId expression(NodeView node);
  std::optional<Window> window(NodeView node);
  Subject subject(NodeView node);
  Path path(NodeView node);
  std::vector<Name> names(NodeView node);
  PeriodUnit period_unit(NodeView keyword);
  void said_twice(NodeView node);

 private:
  // words and literals: builder_literals.cpp
  std::string_view text_of(NodeView node) const { return sources_.text(node.span()); }
  std::string_view tree_text() const { return sources_[tree_.file].text(); }
  Name name(NodeView node);
  Name known_name(NodeView node, Keyword first, Keyword last);
  TextLiteral text(NodeView node);
  TextLiteral text_in(std::optional<NodeView> parent);
  std::string doc_before(std::uint32_t begin) const;
  Expr number(NodeView node);
  void check_digits(NodeView node, std::string_view digits);
  std::string plain_digits(NodeView node);
  Expr date(NodeView node);
  std::optional<Name> reason(std::optional<NodeView> node);
  ExprId add(Span span, Expr expr);
  template <class T>
  ExprId add(NodeView node, T value) {
    return ast_.exprs.push(Expr{node.span(), std::move(value)});
  }

  // operators: builder_expression.cpp
  ExprId negation(NodeView node);
  ExprId arithmetic(NodeView node);
  ExprId logic(NodeView node);
  ExprId comparison(NodeView node);
  ExprId is_test(NodeView node);
  ExprId conditional(NodeView node);
  ExprId with_fallback(NodeView node);
  CompareOp compare_op(NodeView op);
  void check_chain(NodeView node, const Compare& compare);
  void check_bare(NodeView operand, Span words);
  void beside_operator(Span words);
  std::vector<TextLiteral> choices(NodeView node);

  // calls and their context: builder_call.cpp
  ExprId path_expression(NodeView node);
  ExprId call(NodeView node);
  Path callee(NodeView node);
  void argument(Call& call, NodeView node);
  bool take_window_word(Call& call, NodeView node);
  void context(Context& context, NodeView clause);
  Per per(NodeView group_key);
  Window period_range(NodeView node);
  ExprId bound(NodeView node);
  int whole_number(NodeView number, NumberUnit& unit);

  // shared parts of declarations: builder_parts.cpp
  Head head(NodeView node);
  Type type(NodeView node);
  void plain_type(Type& type, NodeView node);
  std::optional<PeriodUnit> every(NodeView node);
  std::vector<Name> roles(NodeView node);
  Round rounding(NodeView node);
  Better better(NodeView node);
  void add_policy(std::vector<Policy>& policies, NodeView node);
  Policy policy(NodeView node);
  std::optional<ExprId> clause_value(NodeView node);
  std::optional<ExprId> last_expression(NodeView node);
  template <class T, class Value>
  void set_once(std::optional<T>& slot, NodeView node, Value value) {
    if (slot) said_twice(node);
    slot = std::move(value);
  }
  void flag_once(bool& flag, NodeView node) {
    if (flag) said_twice(node);
    flag = true;
  }
  void text_once(TextLiteral& text, NodeView node) {
    if (text.present()) said_twice(node);
    text = text_in(node);
  }

  // settings and tables: builder_tables.cpp
  Currency currency(NodeView node);
  Precision precision(NodeView node);
  CalendarBlock calendar(NodeView node);
  Use use(NodeView node);
  Table table(NodeView node);
  void table_clause(Table& table, NodeView clause);
  CellForm cell_form(NodeView column);
  void columns(Table& table, NodeView node);
  Let let(NodeView node);
  Check check(NodeView node);

  // definitions: builder_metrics.cpp
  Role role(NodeView node);
  Metric metric(NodeView node);
  Param param(NodeView node);
  Target target(NodeView node);
  Tiers tiers(NodeView node);
  void tier_part(Tiers& tiers, NodeView node);
  TierRow tier_row(NodeView node);
  std::vector<ExprId> expressions(NodeView node);

  // scorecards, payouts, rules, tests: builder_cards.cpp
  Scorecard scorecard(NodeView node);
  Line line(NodeView node);
  void line_clause(Line& line, NodeView clause);
  Adjust adjust(NodeView node);
  Payout payout(NodeView node);
  Carry carry(NodeView node);
  Rule rule(NodeView node);
  Test test(NodeView node);
  Given given(NodeView node);

  void collect_declared_names();
  void collect_unread_names();

  const syntax::Tree& tree_;
  const SourceMap& sources_;
  Diagnostics& diagnostics_;
  Ast ast_;
  std::set<std::string> declared_;  // the author's own names in this file
  bool none_is_value_ = false;      // inside `expect` and `given`
};

/// Makes one name of a part; the rest of the part is left to the caller.
inline std::optional<NodeView> first_expression(NodeView node) {
  const auto found = node.expressions();
  if (found.empty()) return std::nullopt;
  return found.front();
}

}  // namespace kpi::ast
