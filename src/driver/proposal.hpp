#pragma once

#include <map>
#include <string>
#include <vector>

#include "diag/diagnostic.hpp"
#include "diag/render.hpp"
#include "io/files.hpp"

/// Declarations of tables, proposed from what their files hold.
namespace kpi::driver {

/// The files of data among the paths and in the folders among them, in order; reports a path that
/// has none.
std::vector<std::string> data_files_of(const std::vector<std::string>& paths,
                                       const io::Files& files, Diagnostics& diagnostics);

/// How texts are read, by the names of the command line.
struct SaidOfFiles {
  std::string of_all;                         // may be empty
  std::map<std::string, std::string> of_one;  // by the path
};

struct ProposalRequest {
  std::vector<std::string> paths;  // of files
  SaidOfFiles encoding;
  SaidOfFiles delimiter;
  Language language = Language::English;
};

/// Rules with a table for each file, sheet of a workbook or table of a database, every guess with
/// its reason beside it. Empty where no file could be read; what was left out is reported.
std::string proposed_tables(const ProposalRequest& request, const io::Files& files,
                            Diagnostics& diagnostics);

}  // namespace kpi::driver
