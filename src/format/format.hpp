#pragma once

#include <string>
#include <string_view>

#include "format/spelling.hpp"
#include "syntax/syntax.hpp"

/// lossless tree -> the same rules in their one form.
///
/// Line breaks stay where the author set them, so what is one item stays one; blanks, indentation,
/// columns, full-width punctuation and empty lines are written anew. Comments stay in place.
namespace kpi::format {

/// The text of the file as it should be. The tree must be of a file without mistakes. What comes
/// out is read again and compared: where it were not the same rules, the text stays as it is.
/// `rules` is everything that may declare a name of the file: its own text and that of used files.
std::string formatted(const syntax::Tree& tree, const SourceMap& sources, std::string_view rules,
                      Spelling spelling);

}  // namespace kpi::format
