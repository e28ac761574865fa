#pragma once

#include <string>

#include "cli/commands.hpp"

namespace kpi::cli {

/// `kpi --help`
std::string general_help(const Shell& shell);
/// `kpi run --help`
std::string command_help(const Command& command, const Shell& shell);

}  // namespace kpi::cli
