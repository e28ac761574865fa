#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "syntax/failure.hpp"
#include "syntax/scanner.hpp"

/// What stands at and before the place of a mistake, for the message about it.
namespace kpi::syntax {

struct Token {
  enum class Kind : std::uint8_t { Word, Quoted, Text, Digits, Sign, LineEnd, End, Other };
  Kind kind = Kind::End;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::optional<Symbol> symbol;

  bool is(Symbol wanted) const { return symbol == wanted; }
};

/// The token at `at`, whatever it is; blanks before it are not skipped.
Token token_at(const Scanner& scanner, std::size_t at);

struct Surroundings {
  Token found;
  std::optional<Token> previous;  // in the same item
  bool first_on_line = false;     // only blanks stand before `found` on its line
  std::vector<Token> open;        // brackets opened and not closed before `found`
};
Surroundings look_around(const Scanner& scanner, std::size_t from, std::size_t at);

/// A word that lacks a space, divided: `其中 金额` for `其中金额`. Empty if it does not look so.
std::string split_words(std::string_view word);

/// What databases and programming languages call the types; nothing if `word` is none of them.
const char* type_of_other_language(std::string_view word);

/// The same of the items of a payout or scorecard: `max` for `cap`, `提成` for `应发`.
const char* item_of_other_language(std::string_view word);
/// The item of a scorecard or payout that a misspelt word is nearest to; empty if none is near.
std::string nearest_item(std::string_view word);
/// The keyword that a word is nearest to, in either language: one of those that would have fitted
/// before any other.
std::optional<std::string> nearest_keyword(const Failure& failure, std::string_view word);
/// English keywords with what stands for them in Chinese.
std::vector<std::string> with_other_spellings(const std::vector<std::string>& words);
/// Whether the text declares the name somewhere: `table NAME`, `指标 NAME`.
bool is_declared(std::string_view text, std::string_view name);
/// A word as the author writes: in Chinese beside Chinese.
std::string word_beside(std::string_view near, Keyword id);
/// Whether a text begins with a Chinese word.
bool is_in_chinese(std::string_view text);
/// Whether the declaration with the mistake begins with a Chinese word.
bool writes_chinese(const Failure& failure, const Scanner& scanner);
/// A form of the language (`sum(table.column where …)`) in Chinese words, or as it is.
std::string spelled_as(std::string_view form, bool chinese);
/// The word of the language that people mean by another Chinese one: `且` for `并且`; null for
/// other words.
const char* word_meant(std::string_view word);

}  // namespace kpi::syntax
