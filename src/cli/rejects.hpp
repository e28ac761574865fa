#pragma once

#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/shell.hpp"
#include "program/program.hpp"
#include "table/load.hpp"

namespace kpi::cli {

/// `table,file,line,code,column,reason,record`, a line for every row that was left out.
std::string rejects_csv(const Program& program, const table::Bindings& bindings,
                        const std::vector<table::Reject>& rejects);

/// With --keep-going: writes the rows left out to the --rejects file (rejects.csv beside the -o
/// file, or here) and says so. False and a message if that fails.
bool write_rejects(const Program& program, const table::Bindings& bindings,
                   const std::vector<table::Reject>& rejects, std::size_t not_listed,
                   const Arguments& arguments, Shell& shell, Diagnostics& diagnostics);

}  // namespace kpi::cli
