#pragma once

#include <string>

#include "program/program.hpp"

/// What somebody means who reads results: heads show labels, so a label stands for a name.
namespace kpi::trace {

/// By what a text means something. Asked in this order a name wins over a label, and a label over
/// one of the languages it is in.
enum class Called : std::uint8_t { Name, Label, HalfOfLabel };
constexpr Called kWaysToCall[] = {Called::Name, Called::Label, Called::HalfOfLabel};

bool is_label(const std::string& label, const std::string& text, Called by);

template <class Declared>
bool is_called(const Declared& declared, const std::string& text, Called by) {
  return by == Called::Name ? declared.name == text : is_label(declared.label, text, by);
}

/// In any of the ways.
template <class Declared>
bool is_called(const Declared& declared, const std::string& text) {
  return is_called(declared, text, Called::Name) || is_called(declared, text, Called::Label) ||
         is_called(declared, text, Called::HalfOfLabel);
}

/// A line of a card: by itself, by its metric, or behind its card (`card.revenue`).
bool is_line_called(const Program& program, const Scorecard& card, const Line& line,
                    const std::string& text, Called by);

/// The words for the score and the grade of a card, in the languages of rules.
bool is_score_word(const std::string& name);
bool is_grade_word(const std::string& name);

}  // namespace kpi::trace
