#pragma once

#include <string>
#include <vector>

#include "io/console.hpp"
#include "io/files.hpp"

namespace kpi::cli {

/// The whole program: arguments (without the program's name) -> exit code. 0 fine, 1 the rules or
/// the data have errors or something cannot be read or written, 2 wrong usage. Results go to
/// standard output, messages to standard error.
int run_cli(const std::vector<std::string>& arguments, io::Files& files, io::Console& console);

}  // namespace kpi::cli
