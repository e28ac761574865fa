#pragma once

#include <optional>
#include <string>

#include "cli/commands.hpp"

namespace kpi::cli {

/// `kpi --help`
std::string general_help(const Shell& shell);
/// `kpi run --help`
std::string command_help(const Command& command, const Shell& shell);

/// `-o, --output FILE`
std::string written(const OptionSpec& spec);
/// What an option is for, and its choices.
std::string explained(const OptionSpec& spec, const Shell& shell);
/// `kpi run FILE --data DIR --period P [options]`
std::string usage_of(const Command& command);

/// The message meant by `E0501`, `e501` or `501`.
std::optional<Code> code_meant(const std::string& name);
/// A page of docs/errors in the reader's language: its title and text; the examples are shared.
std::string page_text(std::string_view page, Language language);

}  // namespace kpi::cli
