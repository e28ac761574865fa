#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "grammar/keywords.hpp"

/// The lowest layer of the surface: blanks, words and punctuation at an offset of the text.
/// Full-width punctuation means its ASCII twin here and nowhere else.
namespace kpi::syntax {

/// A character of the closed table of full-width twins, or the character itself.
char32_t fold_full_width(char32_t code_point);

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text), limit_(text.size()) {}

  std::string_view text() const { return text_; }
  /// Nothing at or after the limit is seen: the start of the next declaration.
  std::size_t limit() const { return limit_; }
  void set_limit(std::size_t limit) {
    limit_ = limit;
    word_begin_ = static_cast<std::size_t>(-1);
  }

  /// Past blanks and comments; with `newlines` past line breaks too.
  std::size_t skip(std::size_t at, bool newlines) const;
  bool at_end(std::size_t at) const { return at >= limit_; }
  bool at_newline(std::size_t at) const { return at < limit_ && text_[at] == '\n'; }
  /// End of the identifier that starts at `at`, reserved or not; `at` if there is none.
  std::size_t word_end(std::size_t at) const;
  /// End of the identifier in backticks that starts at `at`; `at` if there is none.
  std::size_t quoted_end(std::size_t at) const;
  /// End of the text literal that starts at `at`; `at` if there is none or it is not closed.
  std::size_t text_end(std::size_t at) const;
  /// True if `#` (or `##`) stands at `at`.
  bool opens_comment(std::size_t at) const;
  bool opens_documentation(std::size_t at) const;
  /// End of what other languages take for a comment, `//`, `--` or `/* … */`; `at` if there is
  /// none. It is reported, and skipped like a comment.
  std::size_t foreign_comment_end(std::size_t at) const;
  /// True if a quote starts at `at`, closed or not.
  bool opens_text(std::size_t at) const;

  struct SymbolAt {
    Symbol symbol;
    std::size_t end;
  };
  std::optional<SymbolAt> symbol_at(std::size_t at) const;
  /// End of the spelling of the keyword at `at`, several words for `at least`; `at` if it is not.
  std::size_t keyword_end(std::size_t at, Keyword id, bool newlines) const;
  std::string_view word_at(std::size_t at) const { return between(at, word_end(at)); }
  std::string_view between(std::size_t begin, std::size_t end) const {
    return text_.substr(begin, end - begin);
  }

 private:
  std::optional<char32_t> folded_at(std::size_t& at) const;

  std::string_view text_;
  std::size_t limit_;
  // The word scanned last: the same place is asked for many keywords in a row.
  mutable std::size_t word_begin_ = static_cast<std::size_t>(-1);
  mutable std::size_t word_end_ = 0;
};

}  // namespace kpi::syntax
