#include "table/file_lines.hpp"

#include <algorithm>

namespace kpi::table {

bool FileLines::has(std::string_view path) const {
  return std::any_of(starts_.begin(), starts_.end(),
                     [&](const Start& start) { return start.path == path; });
}

FileLines::Place FileLines::place(const std::string& path, std::uint64_t line) const {
  if (starts_.empty() || line == 0) return {path, line};
  const auto after = std::upper_bound(
      starts_.begin() + 1, starts_.end(), line,
      [](std::uint64_t at, const Start& start) { return at <= start.lines_before; });
  const Start& start = *(after - 1);
  return {start.path, line - start.lines_before};
}

std::string FileLines::name(std::uint64_t line) const {
  if (starts_.empty()) return std::to_string(line);
  const Place found = place({}, line);
  return name(found.path, found.line);
}

std::string FileLines::name(const std::string& path, std::uint64_t line) const {
  const std::string number = std::to_string(line);
  return starts_.empty() ? number : short_path(path) + ':' + number;
}

std::string FileLines::short_path(const std::string& path) const {
  std::string name = file_name_of(path);
  const auto namesakes = std::count_if(starts_.begin(), starts_.end(), [&](const Start& start) {
    return file_name_of(start.path) == name;
  });
  return namesakes > 1 ? path : name;
}

std::string file_name_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

}  // namespace kpi::table
