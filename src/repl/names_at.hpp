#pragma once

#include <string_view>

#include "io/lines.hpp"
#include "repl/session.hpp"

namespace kpi::repl {

/// What the word before the cursor may be the beginning of, by its letters or its pinyin: commands,
/// people behind `.for`, names and words of the rules.
io::Completion names_at(std::string_view text, std::size_t cursor, Session& session);

}  // namespace kpi::repl
