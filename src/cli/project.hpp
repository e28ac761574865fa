#pragma once

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/shell.hpp"

namespace kpi::cli {

inline constexpr const char* kProjectFile = "kpi.project";

/// What a `kpi.project` in the folder of the rules says, as if it stood on the command line, where
/// the command has such an option and nobody gave it: `data = exports`, `table orders =
/// sales.xlsx#Staff`, `encoding = gb18030`, `period = 2025-Q1`. Paths are seen from that folder.
/// Mistakes are reported at their line.
void add_project(const Command& command, Arguments& arguments, const Shell& shell,
                 Diagnostics& diagnostics);

/// Where the project file says this of the option; nothing if the command line did.
const DataPlace* place_in_project(const Arguments& arguments, std::string_view option,
                                  const std::string& text);

}  // namespace kpi::cli
