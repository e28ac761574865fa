#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "diag/diagnostic.hpp"
#include "io/files.hpp"

/// What a file of data holds before anybody declared what it means.
namespace kpi::table {

/// The headers of a file, as columns are looked up, of several files each once; none where it
/// cannot be read.
std::vector<std::string> headers_in(const std::string& path, const io::Files& files);

/// A column as its texts.
struct TextColumn {
  std::string header;
  std::size_t blank = 0;            // rows without a text
  std::vector<std::string> values;  // each once, in the order they first stand in the file
};

struct FileTexts {
  std::vector<TextColumn> columns;
  std::size_t rows = 0;
  std::size_t odd_rows = 0;           // with more or fewer fields than the header, or broken
  std::optional<Diagnostic> problem;  // why there is nothing
};

/// The whole file. `name` is what messages call the table.
FileTexts texts_in(const std::string& path, const std::string& name, const io::Files& files);

}  // namespace kpi::table
