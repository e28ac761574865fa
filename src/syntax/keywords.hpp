#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "grammar/keywords.hpp"

/// Questions about the keyword table: parser, formatter, highlighters, completion and reference
/// all ask here.
namespace kpi::syntax {

/// One row of grammar/keywords.def. `traditional` equals `chinese` where they do not differ.
struct KeywordRow {
  Keyword id;
  std::string_view english, chinese, traditional;
  WordClass word_class;
};

/// All rows, in the order of the enumerators.
const std::vector<KeywordRow>& keyword_rows();
const KeywordRow& row_of(Keyword id);
std::string_view english_of(Keyword id);
/// `->`, `<=`: the one spelling that is written.
std::string_view spelling_of(Symbol symbol);

/// True if `word` is one of the spellings of `id`. Spellings of several words (`at least`) are
/// never equal to one word.
bool spells(std::string_view word, Keyword id);
/// The first row of the class that the word spells.
std::optional<Keyword> find_keyword(std::string_view word, WordClass word_class);
bool is_reserved(std::string_view word);
/// A word with a meaning somewhere in the language, other than a built-in name.
bool is_any_keyword(std::string_view word);
/// `sum` for `求和`, `attainment` for `达成率`; English spellings give themselves; other words
/// nothing.
std::optional<std::string_view> builtin_spelling(std::string_view word);

}  // namespace kpi::syntax
