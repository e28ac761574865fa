#pragma once

#include <cstddef>
#include <cstdint>

/// The words of the language; grammar/keywords.def is the only list.
namespace kpi::syntax {

enum class Keyword : std::uint16_t {
#define KPI_KEYWORD(id, english, chinese, traditional, word_class) id,
#include "grammar/keywords.def"
#undef KPI_KEYWORD
};

enum class WordClass : std::uint8_t { Reserved, Declaration, Contextual, Unit, Period, Builtin };

/// Punctuation after folding full-width twins. The last row are mistakes that are understood,
/// reported and repaired.
enum class Symbol : std::uint8_t {
  LeftParen,
  RightParen,
  LeftBrace,
  RightBrace,
  Comma,
  Colon,
  Semicolon,
  Dot,
  Arrow,
  Percent,
  Define,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  Plus,
  Minus,
  Times,
  Divide,
  SqlNotEqual,
  Ampersands,
  Bars,
  EqualsThrice
};

/// What the parser would have accepted where it failed; words and symbols are named themselves.
enum class Expected : std::uint8_t {
  Value,
  Name,
  Text,
  Number,
  Date,
  Type,
  Operator,
  Comparison,
  ContextWord,
  ItemEnd,
  FileEnd,
  Declaration,
  Item,
  Clause,
  PeriodWord,
  Window,
  Mode,
  Policy,
  Level
};

/// Given by a terminal that does not match; otherwise it gives the offset after the match.
inline constexpr std::size_t kNoMatch = static_cast<std::size_t>(-1);

}  // namespace kpi::syntax
