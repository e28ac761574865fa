#pragma once

#include <string>
#include <vector>

#include "ast/expression.hpp"

namespace kpi::check {

struct Checker;

/// The English spelling of a word of the language, whichever of its spellings was written; any
/// other name unchanged. Names in backticks are never words.
std::string canonical_word(const ast::Name& name);

/// A function of what one person has in one period: growth, attainment, score.
bool is_function_of_person(const std::string& word);
/// A word that stands for a value: score, target, period.
bool is_value_word(const std::string& name);
/// The same, or a function: sum, round.
bool is_value_or_function(const std::string& name);
/// value, target, baseline, stretch, attainment, score, grade.
bool is_card_word(const std::string& word);
/// Everything that can be called: functions, metrics, tables of tiers.
std::vector<std::string> function_names(const Checker& checker);

}  // namespace kpi::check
