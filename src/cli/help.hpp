#pragma once

#include <string>

#include "cli/commands.hpp"

namespace kpi::cli {

/// `kpi --help`
std::string general_help(const Shell& shell);
/// `kpi run --help`
std::string command_help(const Command& command, const Shell& shell);

/// A page of docs/errors in the reader's language: its title and text; the examples are shared.
std::string page_text(std::string_view page, Language language);

}  // namespace kpi::cli
