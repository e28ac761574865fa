#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kpi::table {

/// The lines of several files, counted through: the first of the second file follows the last of
/// the first. One file alone has none of it.
class FileLines {
 public:
  struct Start {
    std::string path;
    std::uint64_t lines_before = 0;
  };
  struct Place {
    std::string path;
    std::uint64_t line = 0;
  };

  void add(std::string path, std::uint64_t lines_before) {
    starts_.push_back({std::move(path), lines_before});
  }
  bool is_one_file() const { return starts_.empty(); }
  const std::vector<Start>& starts() const { return starts_; }
  bool has(std::string_view path) const;
  /// The line of its own file; 0 is no line, that of `path`.
  Place place(const std::string& path, std::uint64_t line) const;
  /// As a text names it: `12`, of several files `sales-2.csv:12`.
  std::string name(std::uint64_t line) const;
  std::string name(const std::string& path, std::uint64_t line) const;

  /// The name of a file, with its folders where files of two folders have that name.
  std::string short_path(const std::string& path) const;

 private:
  std::vector<Start> starts_;
};

/// Of a path the name of the file.
std::string file_name_of(std::string_view path);

}  // namespace kpi::table
