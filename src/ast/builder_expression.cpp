#include "ast/builder.hpp"

#include "base/text.hpp"
#include "syntax/found.hpp"
#include "syntax/keywords.hpp"
#include "syntax/scanner.hpp"

/// Operators. The grammar accepts every order of them; what two readers would read differently is
/// reported here.
namespace kpi::ast {

ExprId Builder::expression(NodeView node) {
  // Kinds that are not expressions never reach this function.
  if (node.is(NodeKind::Number)) return ast_.exprs.push(number(node));
  if (node.is(NodeKind::Date)) return ast_.exprs.push(date(node));
  if (node.is(NodeKind::TextValue)) return add(node, TextExpr{text_in(node).text});
  if (node.is(NodeKind::Boolean)) return add(node, BoolLiteral{node.has(Keyword::True)});
  if (node.is(NodeKind::Path)) return path_expression(node);
  if (node.is(NodeKind::Call)) return call(node);
  if (node.is(NodeKind::Negation)) return negation(node);
  if (node.is(NodeKind::Product) || node.is(NodeKind::Sum)) return arithmetic(node);
  if (node.is(NodeKind::Comparison)) return comparison(node);
  if (node.is(NodeKind::Logic)) return logic(node);
  if (node.is(NodeKind::If)) return conditional(node);
  if (node.is(NodeKind::WithFallback)) return with_fallback(node);
  if (node.is(NodeKind::NotCondition)) {
    const ExprId operand = *last_expression(node);
    return add(node, Unary{UnaryOp::Not, operand});
  }
  if (node.is(NodeKind::Group)) {
    const auto inner = first_expression(node);
    const ExprId id = inner ? expression(*inner) : add(node, ErrorExpr{});
    return id;
  }
  if (node.is(NodeKind::NoneValue)) {
    if (!none_is_value_) {
      diagnostics_.report(Code::none_as_value, node.span());
      return add(node, ErrorExpr{});
    }
    return add(node, NoneLiteral{reason(node.child(NodeKind::Reason))});
  }
  return add(node, ErrorExpr{});
}

std::optional<ExprId> Builder::last_expression(NodeView node) {
  const auto found = node.expressions();
  if (found.empty()) return std::nullopt;
  return expression(found.back());
}

ExprId Builder::negation(NodeView node) {
  const ExprId operand = *last_expression(node);
  return add(node, Unary{UnaryOp::Negate, operand});
}

ExprId Builder::arithmetic(NodeView node) {
  std::optional<ExprId> left;
  Span whole;  // with the brackets of its operands
  Span op_span;
  BinaryOp op = BinaryOp::Add;
  for (const NodeView& part : node.children()) {
    if (part.is(NodeKind::Operator)) {
      op_span = part.span();
      const auto symbol = syntax::Scanner(text_of(part)).symbol_at(0)->symbol;
      op = symbol == syntax::Symbol::Plus    ? BinaryOp::Add
           : symbol == syntax::Symbol::Minus ? BinaryOp::Subtract
           : symbol == syntax::Symbol::Times ? BinaryOp::Multiply
                                             : BinaryOp::Divide;
      continue;
    }
    const ExprId right = expression(part);
    if (left) {
      whole = join(whole, part.span());
      left = ast_.exprs.push(Expr{whole, Binary{op, *left, right, op_span}});
    } else {
      left = right;
      whole = part.span();
    }
  }
  return *left;
}

ExprId Builder::logic(NodeView node) {
  std::optional<ExprId> left;
  std::optional<BinaryOp> first_op;
  bool mixed = false;
  Span whole;  // with the brackets of its operands
  Span op_span;
  BinaryOp op = BinaryOp::And;
  for (const NodeView& part : node.children()) {
    if (part.is(NodeKind::Operator) || part.is(NodeKind::Keyword)) {
      op_span = part.span();
      const std::string_view written = text_of(part);
      op = part.is(Keyword::And) || written[0] == '&' ? BinaryOp::And : BinaryOp::Or;
      if (part.is(NodeKind::Operator)) {
        const std::string meant =
            syntax::spelled_as(op == BinaryOp::And ? "and" : "or", ast_.in_chinese);
        diagnostics_.report(Code::foreign_operator, op_span, {{"seen", written}, {"meant", meant}})
            .fix(op_span, set_off(tree_text(), op_span.begin, op_span.end, meant), true);
      }
      mixed = mixed || (first_op && *first_op != op);
      first_op = first_op.value_or(op);
      continue;
    }
    const ExprId right = expression(part);
    if (left) {
      whole = join(whole, part.span());
      left = ast_.exprs.push(Expr{whole, Binary{op, *left, right, op_span}});
    } else {
      left = right;
      whole = part.span();
    }
  }
  if (mixed) diagnostics_.report(Code::and_beside_or, op_span).hint(Text::brackets_decide);
  return *left;
}

CompareOp Builder::compare_op(NodeView op) {
  using syntax::Symbol;
  const std::string_view written = text_of(op);
  const Symbol symbol = syntax::Scanner(written).symbol_at(0)->symbol;
  if (symbol == Symbol::Define) {
    diagnostics_.report(Code::single_equals, op.span()).fix(op.span(), "==", true);
  } else if (symbol == Symbol::SqlNotEqual || symbol == Symbol::EqualsThrice) {
    const char* meant = symbol == Symbol::SqlNotEqual ? "!=" : "==";
    diagnostics_.report(Code::foreign_operator, op.span(), {{"seen", written}, {"meant", meant}})
        .fix(op.span(), meant, true);
  }
  if (symbol == Symbol::Less) return CompareOp::Less;
  if (symbol == Symbol::LessEqual) return CompareOp::LessEqual;
  if (symbol == Symbol::Greater) return CompareOp::Greater;
  if (symbol == Symbol::GreaterEqual) return CompareOp::GreaterEqual;
  return symbol == Symbol::NotEqual || symbol == Symbol::SqlNotEqual ? CompareOp::NotEqual
                                                                     : CompareOp::Equal;
}

void Builder::check_chain(NodeView node, const Compare& compare) {
  const auto up = [](CompareOp op) { return op == CompareOp::Less || op == CompareOp::LessEqual; };
  const auto down = [](CompareOp op) {
    return op == CompareOp::Greater || op == CompareOp::GreaterEqual;
  };
  if (compare.ops.size() < 2) return;
  bool all_up = true;
  bool all_down = true;
  for (const CompareOp op : compare.ops) {
    all_up = all_up && up(op);
    all_down = all_down && down(op);
  }
  if (compare.ops.size() == 2 && (all_up || all_down)) return;
  diagnostics_.report(Code::broken_chain, node.span()).hint(Text::chain_forms);
}

ExprId Builder::comparison(NodeView node) {
  if (node.has(NodeKind::IsTest)) return is_test(node);
  Compare compare;
  for (const NodeView& part : node.children()) {
    if (part.is(NodeKind::Operator)) {
      compare.ops.push_back(compare_op(part));
    } else {
      compare.operands.push_back(expression(part));
    }
  }
  check_chain(node, compare);
  return add(node, std::move(compare));
}

std::vector<TextLiteral> Builder::choices(NodeView node) {
  std::vector<TextLiteral> result;
  for (const NodeView& choice : node.all(NodeKind::Text))
    result.push_back(text(choice));
  return result;
}

ExprId Builder::is_test(NodeView node) {
  const ExprId operand = expression(*first_expression(node));
  const NodeView test = *node.child(NodeKind::IsTest);
  if (const auto list = test.child(NodeKind::Choices)) {
    return add(node, IsOneOf{operand, choices(*list)});
  }
  IsPresent result;
  result.operand = operand;
  if (const auto none = test.child(NodeKind::NoneValue)) {
    result.negated = true;
    result.reason = reason(none->child(NodeKind::Reason));
  }
  return add(node, std::move(result));
}

/// `if none` and the last branch of `if` must be one operand, or brackets must say which is meant.
/// A sign right after the word has one reading; before `if none` it has two.
void Builder::check_bare(NodeView operand, Span words) {
  const auto inner = first_expression(operand);
  const bool sign_has_one_reading =
      words.end <= operand.span().begin || (inner && inner->is(NodeKind::Number));
  const bool open = operand.is(NodeKind::Sum) || operand.is(NodeKind::Product) ||
                    operand.is(NodeKind::Comparison) || operand.is(NodeKind::Logic) ||
                    operand.is(NodeKind::NotCondition) ||
                    (operand.is(NodeKind::Negation) && !sign_has_one_reading);
  if (!open) return;
  beside_operator(words);
}

void Builder::beside_operator(Span words) {
  const std::string_view written = tree_text().substr(words.begin, words.end - words.begin);
  diagnostics_.report(Code::beside_operator, words, {{"word", written}})
      .hint(Text::bracket_the_whole);
}

ExprId Builder::conditional(NodeView node) {
  const auto parts = node.expressions();
  IfThenElse result;
  result.condition = expression(parts.at(0));
  result.then_value = expression(parts.at(1));
  result.else_value = expression(parts.at(2));
  check_bare(parts.at(2), node.child(Keyword::Else)->span());
  return add(node, result);
}

ExprId Builder::with_fallback(NodeView node) {
  const NodeView operand = *first_expression(node);
  const NodeView tail = *node.child(NodeKind::IfNone);
  const Span words = join(tail.child(Keyword::If)->span(), tail.child(Keyword::None)->span());
  IfNone result;
  result.operand = expression(operand);
  result.reason = reason(tail.child(NodeKind::Reason));
  result.fallback = *last_expression(tail);
  if (operand.is(NodeKind::If)) beside_operator(words);
  check_bare(operand, words);
  check_bare(tail.expressions().back(), words);
  return add(node, std::move(result));
}

}  // namespace kpi::ast
