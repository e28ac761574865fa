#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What was typed, before anybody knows what it means.
namespace kpi::repl {

/// Nothing is left open: brackets, a text in quotes, an operator without its right side.
bool is_complete(std::string_view text);
/// Blanks and comments only.
bool is_empty(std::string_view text);

/// `.for R01`: the word behind the dot, and the rest of the line.
struct CommandEntry {
  std::string name;
  std::string argument;
};
std::optional<CommandEntry> command_in(std::string_view text);

/// `card.revenue weight := 50%`, between semicolons or line ends.
struct Assignment {
  std::string place;  // left of `:=`, as written
  std::string value;
};
/// Empty where there is no `:=`. A part without one has an empty value.
std::vector<Assignment> assignments_in(std::string_view text);

/// `card.line weight = …`, of names alone: what other languages take for an assignment.
std::optional<Assignment> meant_assignment(std::string_view text);

/// Whether the word `_` stands in the text.
bool names_last_value(std::string_view text);
/// The same with `value` in brackets wherever `_` stands.
std::string with_last_value(std::string_view text, std::string_view value);

/// The words, names in backticks included, and single characters of the text, without blanks and
/// comments.
std::vector<std::string_view> words_of(std::string_view text);

}  // namespace kpi::repl
