#include "format/spacing.hpp"

#include "base/text.hpp"

namespace kpi::format {
namespace {

using syntax::NodeKind;
using syntax::Symbol;

/// Han characters close up to the number before them: 5万元, but 5 CNY.
bool begins_han(const std::string& text) {
  constexpr char32_t kFirstHan = U'\u3400';
  std::size_t at = 0;
  const auto first = next_code_point(text, at);
  return first && *first >= kFirstHan;
}

bool is_blank_in_number(const Piece& right) {
  if (right.leaf == NodeKind::Scale || right.leaf == NodeKind::Operator) return false;
  return !begins_han(right.text);
}

/// `sum(…)`, `none(no_data)`, `tiers t(x: ratio)`; only brackets that group values stand alone.
bool is_blank_before_bracket(const Piece& right) {
  return right.parent == NodeKind::Group;
}

/// `x: ratio` of a table of tiers and `annual: revenue` close up; columns and rows do not.
bool is_blank_before_colon(const Piece& right) {
  return right.parent != NodeKind::TierParameter && right.parent != NodeKind::LineName;
}

}  // namespace

bool is_blank_between(const Piece& left, const Piece& right) {
  if (is_symbol(left, Symbol::Dot) || is_symbol(right, Symbol::Dot)) return false;
  if (is_symbol(left, Symbol::LeftParen) || is_symbol(right, Symbol::RightParen)) return false;
  if (is_symbol(right, Symbol::Comma) || is_symbol(right, Symbol::Semicolon)) return false;
  if (is_symbol(left, Symbol::LeftBrace) && is_symbol(right, Symbol::RightBrace)) return false;
  const bool sign = left.kind == PieceKind::Leaf && left.leaf == NodeKind::Operator &&
                    (left.parent == NodeKind::Negation || left.parent == NodeKind::GivenRow);
  if (sign) return false;
  if (is_symbol(right, Symbol::LeftParen)) return is_blank_before_bracket(right);
  if (is_symbol(right, Symbol::Colon)) return is_blank_before_colon(right);
  const bool in_number = left.kind == PieceKind::Leaf && right.kind == PieceKind::Leaf &&
                         left.parent == NodeKind::Number && right.parent == NodeKind::Number &&
                         left.leaf != NodeKind::CurrencyCode && right.leaf != NodeKind::Digits;
  if (in_number) return is_blank_in_number(right);
  return true;
}

}  // namespace kpi::format
