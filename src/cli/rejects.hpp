#pragma once

#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/shell.hpp"
#include "driver/session.hpp"
#include "program/program.hpp"
#include "table/load.hpp"

namespace kpi::cli {

/// `table,file,line,code,column,reason,record`, a line for every row that was left out.
std::string rejects_csv(const Program& program, const table::Bindings& bindings,
                        const std::vector<table::Reject>& rejects, const io::Files& files);

/// False and a message if the result or the rejects would be written over a file that is read.
bool spares_inputs(const Arguments& arguments, const driver::Compiled& compiled,
                   const table::Bindings& bindings, const io::Files& files,
                   Diagnostics& diagnostics);

/// With --keep-going: writes the rows left out to the --rejects file (rejects.csv beside the -o
/// file, or here) and says so. False and a message if that fails.
bool write_rejects(const Program& program, const table::Bindings& bindings,
                   const std::vector<table::Reject>& rejects, std::size_t not_listed,
                   const Arguments& arguments, Shell& shell, Diagnostics& diagnostics);

}  // namespace kpi::cli
