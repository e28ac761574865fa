#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/keywords.hpp"

/// What stands before a place in the text of rules, read without a tree: what is being written is
/// rarely whole.
namespace kpi::assist {

struct Token {
  enum class Kind : std::uint8_t { Word, Text, Sign, Other } kind = Kind::Other;
  std::size_t begin = 0, end = 0;
  std::string text;  // of a word without backticks; of a sign its half-width spelling
  bool first_of_line = false;
  bool is(std::string_view sign) const { return kind == Kind::Sign && text == sign; }
  bool is(syntax::Keyword word) const;
};

/// An open bracket with what stands in it so far.
struct Bracket {
  std::string callee;         // the word before it; empty where there is none
  std::size_t callee_at = 0;  // bytes
  std::size_t first = 0;      // its first token
  std::size_t commas = 0;
};

struct Cursor {
  std::size_t begin = 0, end = 0;   // the word at the cursor, which may go on behind it
  std::string typed;                // its part before the cursor
  std::vector<std::string> path;    // names with dots before it: `rep.` gives {"rep"}
  std::vector<Token> tokens;        // of the declaration, before the word and its path
  std::vector<Bracket> brackets;    // round ones, outermost first
  std::vector<std::size_t> braces;  // the token that opens each block
  bool is_silent = false;           // in a comment or in a text
};

Cursor cursor_at(std::string_view text, std::size_t offset);

}  // namespace kpi::assist
