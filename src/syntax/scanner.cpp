#include "syntax/scanner.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "syntax/keywords.hpp"

namespace kpi::syntax {
namespace {

constexpr std::array<std::pair<char32_t, char32_t>, 27> kTwins = {{
    {U'，', U','}, {U'：', U':'}, {U'；', U';'}, {U'（', U'('}, {U'）', U')'}, {U'［', U'['},
    {U'］', U']'}, {U'｛', U'{'}, {U'｝', U'}'}, {U'％', U'%'}, {U'＋', U'+'}, {U'－', U'-'},
    {U'＊', U'*'}, {U'／', U'/'}, {U'＝', U'='}, {U'＜', U'<'}, {U'＞', U'>'}, {U'、', U','},
    {U'＃', U'#'}, {U'×', U'*'},  {U'÷', U'/'},  {U'≤', U'≤'},  {U'≥', U'≥'},  {U'≠', U'≠'},
    {U'＆', U'&'}, {U'｜', U'|'}, {U'　', U' '},
}};

constexpr char32_t kOpeningQuote = U'“';
constexpr char32_t kClosingQuote = U'”';
constexpr char32_t kNoBreakSpace = U'\u00a0';

std::optional<Symbol> one_character(char32_t c) {
  constexpr std::array<std::pair<char32_t, Symbol>, 18> kTable = {{
      {U'(', Symbol::LeftParen},
      {U')', Symbol::RightParen},
      {U'{', Symbol::LeftBrace},
      {U'}', Symbol::RightBrace},
      {U',', Symbol::Comma},
      {U':', Symbol::Colon},
      {U';', Symbol::Semicolon},
      {U'.', Symbol::Dot},
      {U'%', Symbol::Percent},
      {U'=', Symbol::Define},
      {U'<', Symbol::Less},
      {U'>', Symbol::Greater},
      {U'+', Symbol::Plus},
      {U'-', Symbol::Minus},
      {U'*', Symbol::Times},
      {U'/', Symbol::Divide},
      {U'≤', Symbol::LessEqual},
      {U'≥', Symbol::GreaterEqual},
  }};
  for (const auto& [character, symbol] : kTable) {
    if (character == c) return symbol;
  }
  if (c == U'≠') return Symbol::NotEqual;
  if (c == U'→') return Symbol::Arrow;
  return std::nullopt;
}

std::optional<Symbol> two_characters(char32_t a, char32_t b) {
  if (b == U'=') {
    if (a == U'=') return Symbol::Equal;
    if (a == U'!') return Symbol::NotEqual;
    if (a == U'<') return Symbol::LessEqual;
    if (a == U'>') return Symbol::GreaterEqual;
  }
  if (a == U'-' && b == U'>') return Symbol::Arrow;
  if (a == U'<' && b == U'>') return Symbol::SqlNotEqual;
  if (a == U'&' && b == U'&') return Symbol::Ampersands;
  if (a == U'|' && b == U'|') return Symbol::Bars;
  return std::nullopt;
}

}  // namespace

char32_t fold_full_width(char32_t code_point) {
  if (code_point < 0x80) return code_point;
  for (const auto& [wide, narrow] : kTwins) {
    if (wide == code_point) return narrow;
  }
  return code_point == U'！' ? U'!' : code_point;
}

std::optional<char32_t> Scanner::folded_at(std::size_t& at) const {
  if (at >= limit_) return std::nullopt;
  const auto c = next_code_point(text_, at);
  if (!c) return std::nullopt;
  return fold_full_width(*c);
}

std::size_t Scanner::skip(std::size_t at, bool newlines) const {
  while (at < limit_) {
    std::size_t next = at;
    const auto c = folded_at(next);
    if (!c) return at;
    if (*c == U'#') {
      at = std::min(limit_, text_.find('\n', at));
    } else if (const std::size_t end = foreign_comment_end(at); end != at) {
      at = end;
    } else if (*c == U' ' || *c == U'\t' || *c == U'\r' || *c == kNoBreakSpace || *c == U'\ufeff' ||
               (newlines && *c == U'\n')) {
      at = next;
    } else {
      return at;
    }
  }
  return limit_;
}

std::size_t Scanner::word_end(std::size_t at) const {
  if (at == word_begin_) return word_end_;
  std::size_t end = at;
  std::size_t next = at;
  auto c = at < limit_ ? next_code_point(text_, next) : std::nullopt;
  if (c && is_identifier_start(*c)) {
    do {
      end = next;
      c = next < limit_ ? next_code_point(text_, next) : std::nullopt;
    } while (c && is_identifier_continue(*c));
  }
  word_begin_ = at;
  word_end_ = end;
  return end;
}

std::size_t Scanner::quoted_end(std::size_t at) const {
  if (at >= limit_ || text_[at] != '`') return at;
  const std::size_t end = text_.find_first_of("`\n", at + 1);
  if (end == std::string_view::npos || end >= limit_ || text_[end] != '`' || end == at + 1) {
    return at;
  }
  return end + 1;
}

bool Scanner::opens_comment(std::size_t at) const {
  return folded_at(at) == U'#';
}

bool Scanner::opens_documentation(std::size_t at) const {
  return folded_at(at) == U'#' && folded_at(at) == U'#';
}

std::size_t Scanner::foreign_comment_end(std::size_t at) const {
  if (at + 1 >= limit_) return at;
  const std::string_view sign = text_.substr(at, 2);
  if (sign != "//" && sign != "--" && sign != "/*") return at;
  const std::size_t line_end = std::min(limit_, text_.find('\n', at));
  if (sign != "/*") return line_end;
  const std::size_t close = text_.find("*/", at + sign.size());
  return close == std::string_view::npos ? line_end : std::min(limit_, close + sign.size());
}

bool Scanner::opens_text(std::size_t at) const {
  const auto c = at < limit_ ? next_code_point(text_, at) : std::nullopt;
  return c && (*c == U'"' || *c == kOpeningQuote || *c == kClosingQuote);
}

std::size_t Scanner::text_end(std::size_t at) const {
  if (!opens_text(at)) return at;
  std::size_t next = at;
  const char32_t close = *next_code_point(text_, next) == U'"' ? U'"' : kClosingQuote;
  while (next < limit_ && text_[next] != '\n') {
    const auto c = next_code_point(text_, next);
    if (!c) return at;
    if (*c == U'\\') {
      if (next < limit_ && text_[next] != '\n') next_code_point(text_, next);
    } else if (*c == close) {
      return next;
    }
  }
  return at;
}

std::optional<Scanner::SymbolAt> Scanner::symbol_at(std::size_t at) const {
  std::size_t after_one = at;
  const auto first = folded_at(after_one);
  if (!first) return std::nullopt;
  std::size_t after_two = after_one;
  if (const auto second = folded_at(after_two)) {
    std::size_t after_three = after_two;
    if (*first == U'=' && *second == U'=' && folded_at(after_three) == U'=') {
      return SymbolAt{Symbol::EqualsThrice, after_three};
    }
    if (const auto symbol = two_characters(*first, *second)) return SymbolAt{*symbol, after_two};
  }
  if (const auto symbol = one_character(*first)) return SymbolAt{*symbol, after_one};
  return std::nullopt;
}

std::size_t Scanner::keyword_end(std::size_t at, Keyword id, bool newlines) const {
  const std::size_t end = word_end(at);
  if (end == at) return at;
  const std::string_view word = between(at, end);
  if (spells(word, id)) return end;
  std::string_view rest = english_of(id);
  if (rest.size() <= word.size() || rest[word.size()] != ' ' ||
      rest.substr(0, word.size()) != word) {
    return at;
  }
  std::size_t reached = end;
  for (rest.remove_prefix(word.size() + 1);;) {
    const std::string_view part = rest.substr(0, rest.find(' '));
    const std::size_t begin = skip(reached, newlines);
    reached = word_end(begin);
    if (between(begin, reached) != part) return at;
    if (part.size() == rest.size()) return reached;
    rest.remove_prefix(part.size() + 1);
  }
}

}  // namespace kpi::syntax
