#include "check/words.hpp"

#include <set>

#include "check/checker.hpp"
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

std::vector<std::string> function_names(const Checker& checker) {
  std::vector<std::string> names = {
      "sum",      "count",      "avg",    "min",        "max",      "only",       "round",
      "clamp",    "months",     "days",   "growth",     "change",   "attainment", "target",
      "baseline", "stretch",    "points", "rank",       "share",    "streak",     "allocate",
      "median",   "percentile", "stddev", "stddev_all", "corr",     "hours",      "date",
      "score",    "grade",      "sqrt",   "convert",    "workdays", "abs"};
  for (const syntax::KeywordRow& row : syntax::keyword_rows()) {
    if (row.word_class == syntax::WordClass::Builtin) names.emplace_back(row.chinese);
  }
  for (const Text kind : {Text::word_metric, Text::word_tiers}) {
    for (std::string& name : names_of_kind(checker, kind))
      names.push_back(name);
  }
  return names;
}

}  // namespace kpi::check
