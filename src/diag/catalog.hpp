#pragma once

#include <string_view>

#include "diag/diagnostic.hpp"

namespace kpi {

/// One text in both languages. `{name}` stands for a parameter, `{count|row|rows}` for a word
/// chosen by whether the parameter is 1, `{{` and `}}` for braces.
struct Bilingual {
  std::string_view english;
  std::string_view chinese;
};

Bilingual texts_of(Code code);
Bilingual texts_of(Text text);

/// Number of codes in the tables; the codes are 0 to this, in the order of the files.
std::size_t code_count();

}  // namespace kpi
