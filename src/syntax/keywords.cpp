#include "syntax/keywords.hpp"

#include <unordered_map>

namespace kpi::syntax {
namespace {

constexpr std::string_view either(std::string_view traditional, std::string_view chinese) {
  return traditional.empty() ? chinese : traditional;
}

using Index = std::unordered_multimap<std::string_view, Keyword>;

Index make_index() {
  Index index;
  for (const KeywordRow& row : keyword_rows()) {
    index.emplace(row.english, row.id);
    index.emplace(row.chinese, row.id);
    if (row.traditional != row.chinese) index.emplace(row.traditional, row.id);
  }
  return index;
}

const Index& spellings() {
  static const Index kIndex = make_index();
  return kIndex;
}

}  // namespace

const std::vector<KeywordRow>& keyword_rows() {
  static const std::vector<KeywordRow> kRows = {
#define KPI_KEYWORD(id, english, chinese, traditional, word_class) \
  {Keyword::id, english, chinese, either(traditional, chinese), WordClass::word_class},
#include "grammar/keywords.def"
#undef KPI_KEYWORD
  };
  return kRows;
}

const KeywordRow& row_of(Keyword id) {
  return keyword_rows()[static_cast<std::size_t>(id)];
}

std::string_view spelling_of(Symbol symbol) {
  constexpr std::string_view kSymbols[] = {"(", ")", "{",  "}",  ",",  ":",  ";",  ".",  "->",
                                           "%", "=", "==", "!=", "<",  "<=", ">",  ">=", "+",
                                           "-", "*", "/",  "<>", "&&", "||", "==="};
  return kSymbols[static_cast<std::size_t>(symbol)];
}

std::string_view english_of(Keyword id) {
  return row_of(id).english;
}

bool spells(std::string_view word, Keyword id) {
  const KeywordRow& row = row_of(id);
  return word == row.english || word == row.chinese || word == row.traditional;
}

std::optional<Keyword> find_keyword(std::string_view word, WordClass word_class) {
  const auto found = spellings().equal_range(word);
  std::optional<Keyword> first;
  for (auto at = found.first; at != found.second; ++at) {
    const bool earlier = !first || at->second < *first;
    if (row_of(at->second).word_class == word_class && earlier) first = at->second;
  }
  return first;
}

bool is_reserved(std::string_view word) {
  return find_keyword(word, WordClass::Reserved).has_value();
}

bool is_any_keyword(std::string_view word) {
  const auto found = spellings().equal_range(word);
  for (auto at = found.first; at != found.second; ++at) {
    if (row_of(at->second).word_class != WordClass::Builtin) return true;
  }
  return false;
}

std::optional<std::string_view> builtin_spelling(std::string_view word) {
  const auto id = find_keyword(word, WordClass::Builtin);
  if (!id) return std::nullopt;
  return english_of(*id);
}

}  // namespace kpi::syntax
