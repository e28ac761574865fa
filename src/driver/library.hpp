#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostic.hpp"

/// What the embedded library of rule files has to offer.
namespace kpi::driver {

/// A table, metric, tiers table or whatever else a file of the library declares.
struct LibraryEntry {
  std::string file;  // std.result
  Text kind;
  std::string name;
  std::string label;
  std::string doc;   // its `##` lines
  std::string text;  // the declaration as it is written; of a template the whole file
};

struct LibraryFile {
  std::string name;
  std::string about;  // the `##` lines at its beginning
  std::vector<LibraryEntry> entries;
};

/// The `##` lines at the beginning of a file, up to the first line that is none.
std::string about_file(std::string_view text);
/// Ascending by file, in the order of each.
std::vector<LibraryFile> library();
/// Rule files to copy, one for each position: `roles/rep`, with the labels of its scorecards.
std::vector<LibraryEntry> templates();

}  // namespace kpi::driver
