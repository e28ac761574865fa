#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "grammar/keywords.hpp"

/// The functions of the language and how they are written.
namespace kpi::assist {

struct Function {
  syntax::Keyword name;
  std::vector<std::string_view> parameters;  // the last one may be said again where it ends in `…`
  std::string_view context;                  // the words that may follow inside the brackets
  std::vector<syntax::Keyword> words;        // the same, and those before or instead of an argument
};

const std::vector<Function>& functions();
/// By either spelling.
const Function* find_function(std::string_view word);

}  // namespace kpi::assist
