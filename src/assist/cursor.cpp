#include "assist/cursor.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "syntax/keywords.hpp"
#include "syntax/scanner.hpp"

namespace kpi::assist {
namespace {

bool is_declaration_word(std::string_view word) {
  return syntax::find_keyword(word, syntax::WordClass::Declaration).has_value();
}

/// Reads tokens up to a place; a declaration word at the left margin begins anew.
class Reader {
 public:
  Reader(std::string_view text, std::size_t end) : scanner_(text), end_(end) {}

  Cursor read() {
    std::size_t at = 0;
    bool line_begins = true;
    while (at < end_) {
      const std::size_t next = scanner_.skip(at, false);
      if (next != at) {
        cursor_.is_silent = next >= end_ && is_comment(at);
        at = next;
        continue;
      }
      if (scanner_.at_newline(at)) {
        line_begins = true;
        ++at;
        continue;
      }
      at = token(at, line_begins);
      line_begins = false;
    }
    return std::move(cursor_);
  }

 private:
  /// Whether what was skipped ends in a comment on the line of the cursor.
  bool is_comment(std::size_t from) const {
    for (std::size_t at = from; at < end_; ++at) {
      if (scanner_.opens_comment(at)) return true;
    }
    return false;
  }

  std::size_t token(std::size_t at, bool first_of_line) {
    Token token;
    token.begin = at;
    token.first_of_line = first_of_line;
    const std::size_t quoted = scanner_.quoted_end(at);
    const std::size_t word = scanner_.word_end(at);
    if (quoted != at) {
      token.kind = Token::Kind::Word;
      token.end = quoted;
      token.text = std::string(scanner_.between(at + 1, quoted - 1));
    } else if (scanner_.opens_text(at)) {
      token.kind = Token::Kind::Text;
      const bool closed = scanner_.text_end(at) != at;
      token.end = closed ? scanner_.text_end(at) : end_of_line(at);
      cursor_.is_silent = closed ? token.end > end_ : token.end >= end_;
    } else if (word != at) {
      token.kind = Token::Kind::Word;
      token.end = word;
      token.text = std::string(scanner_.between(at, word));
      const bool at_margin = at == 0 || scanner_.text()[at - 1] == '\n';
      if (at_margin && is_declaration_word(token.text)) cursor_ = Cursor{};
    } else if (const auto sign = scanner_.symbol_at(at)) {
      token.kind = Token::Kind::Sign;
      token.end = sign->end;
      token.text = std::string(syntax::spelling_of(sign->symbol));
    } else {
      token.end = other_end(at);
    }
    if (token.end > end_) return token.end;
    nest(token);
    const std::size_t end = token.end;
    cursor_.tokens.push_back(std::move(token));
    return end;
  }

  /// A number with its digits, or one character of no meaning.
  std::size_t other_end(std::size_t at) const {
    std::size_t end = at;
    next_code_point(scanner_.text(), end);
    return end;
  }

  std::size_t end_of_line(std::size_t at) const {
    return std::min(scanner_.text().find('\n', at), scanner_.text().size());
  }

  void nest(const Token& token) {
    const std::vector<Token>& tokens = cursor_.tokens;
    if (token.is("(")) {
      Bracket bracket;
      bracket.first = tokens.size() + 1;
      if (!tokens.empty() && tokens.back().kind == Token::Kind::Word) {
        bracket.callee = tokens.back().text;
        bracket.callee_at = tokens.back().begin;
      }
      cursor_.brackets.push_back(std::move(bracket));
    } else if (token.is(")") && !cursor_.brackets.empty()) {
      cursor_.brackets.pop_back();
    } else if (token.is(",") && !cursor_.brackets.empty()) {
      ++cursor_.brackets.back().commas;
    } else if (token.is("{")) {
      cursor_.braces.push_back(tokens.size());
      cursor_.brackets.clear();
    } else if (token.is("}") && !cursor_.braces.empty()) {
      cursor_.braces.pop_back();
      cursor_.brackets.clear();
    }
  }

  syntax::Scanner scanner_;
  std::size_t end_;
  Cursor cursor_;
};

/// Where the word that ends at the offset begins, an open backtick included.
std::size_t word_begin(std::string_view text, std::size_t offset) {
  std::size_t begin = offset;
  while (begin > 0) {
    std::size_t before = begin - 1;
    while (before > 0 && (static_cast<unsigned char>(text[before]) & 0xC0U) == 0x80U)
      --before;
    std::size_t end = before;
    const auto code_point = next_code_point(text, end);
    if (!code_point || !is_identifier_continue(*code_point)) break;
    begin = before;
  }
  return begin > 0 && text[begin - 1] == '`' ? begin - 1 : begin;
}

}  // namespace

bool Token::is(syntax::Keyword word) const {
  return kind == Kind::Word && syntax::spells(text, word);
}

Cursor cursor_at(std::string_view text, std::size_t offset) {
  offset = std::min(offset, text.size());
  const std::size_t begin = word_begin(text, offset);
  Cursor cursor = Reader(text, begin).read();
  cursor.begin = begin;
  const syntax::Scanner scanner(text);
  const bool quoted = begin < text.size() && text[begin] == '`';
  cursor.end = std::max(offset, quoted ? scanner.quoted_end(begin) : scanner.word_end(begin));
  cursor.typed = std::string(
      text.substr(begin + (quoted ? 1 : 0), offset - std::min(offset, begin + (quoted ? 1 : 0))));
  std::vector<Token>& tokens = cursor.tokens;
  while (tokens.size() >= 2 && tokens.back().is(".") &&
         tokens[tokens.size() - 2].kind == Token::Kind::Word) {
    cursor.path.insert(cursor.path.begin(), tokens[tokens.size() - 2].text);
    tokens.resize(tokens.size() - 2);
  }
  return cursor;
}

}  // namespace kpi::assist
