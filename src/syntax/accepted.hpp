#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "grammar/keywords.hpp"

/// What the grammar would take at the end of a text that is being written.
namespace kpi::syntax {

enum class InputKind : std::uint8_t { File, Expression, Query };

struct Accepted {
  std::vector<Keyword> words;     // each once, in the order tried
  std::vector<Expected> classes;  // Value, Name, Type, …
  bool takes(Expected what) const;
  bool takes(Keyword word) const;
};

/// Of a file only the declaration at its end is looked at. Empty where the text has a mistake
/// before its end that no next line makes good.
Accepted accepted_after(std::string_view text, InputKind kind);

}  // namespace kpi::syntax
