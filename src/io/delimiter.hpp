#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "io/files.hpp"

/// What stands between the fields of text.
namespace kpi::io {

/// `comma`, `semicolon`, `tab`, `pipe`, or the sign itself; nothing for another name.
std::optional<char> delimiter_named(std::string_view name);
/// As it is said: `semicolon`.
const char* name_of_delimiter(char delimiter);

/// The text with what stands between its fields: what is declared, else the only one of the signs
/// in the first line where no comma stands in it, else the comma. Quoted text does not count.
std::unique_ptr<Reader> divided(std::unique_ptr<Reader> text, std::optional<char> declared);

}  // namespace kpi::io
