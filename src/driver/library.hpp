#pragma once

#include <string>
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
  std::string text;  // the declaration as it is written
};

struct LibraryFile {
  std::string name;
  std::string about;  // the `##` lines at its beginning
  std::vector<LibraryEntry> entries;
};

/// Ascending by file, in the order of each.
std::vector<LibraryFile> library();

}  // namespace kpi::driver
