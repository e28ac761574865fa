#include "check/words.hpp"

#include <set>

#include "syntax/keywords.hpp"

namespace kpi::check {

std::string canonical_word(const ast::Name& name) {
  if (name.quoted) return name.text;
  if (const auto builtin = syntax::builtin_spelling(name.text)) return std::string(*builtin);
  for (const auto word_class : {syntax::WordClass::Contextual, syntax::WordClass::Declaration}) {
    if (const auto keyword = syntax::find_keyword(name.text, word_class)) {
      return std::string(syntax::english_of(*keyword));
    }
  }
  return name.text;
}

bool is_function_of_person(const std::string& word) {
  static const std::set<std::string> kWords = {
      "target", "baseline", "stretch", "attainment", "growth", "change",  "streak",
      "rank",   "share",    "score",   "grade",      "points", "allocate"};
  return kWords.count(word) != 0;
}

bool is_value_word(const std::string& name) {
  const auto id = syntax::find_keyword(name, syntax::WordClass::Builtin);
  return id && *id >= syntax::Keyword::ValueName && *id <= syntax::Keyword::PeriodName;
}

bool is_value_or_function(const std::string& name) {
  const auto id = syntax::find_keyword(name, syntax::WordClass::Builtin);
  return id && *id >= syntax::Keyword::SumFunction && *id <= syntax::Keyword::PeriodName;
}

bool is_card_word(const std::string& word) {
  return word == "value" || word == "target" || word == "baseline" || word == "stretch" ||
         word == "attainment" || word == "score" || word == "grade";
}

}  // namespace kpi::check
