// Paths that stand for several files.

#include <algorithm>

#include "io/address.hpp"
#include "io/files.hpp"

namespace kpi::io {
namespace {

std::size_t behind_letter(std::string_view name, std::size_t at) {
  ++at;
  while (at < name.size() && (static_cast<unsigned char>(name[at]) & 0xC0U) == 0x80U)
    ++at;
  return at;
}

bool matches(std::string_view name, std::string_view pattern) {
  std::size_t at = 0;
  std::size_t in = 0;
  std::size_t star = std::string_view::npos;  // the last one met
  std::size_t taken = 0;                      // where what it takes ends
  while (at < name.size()) {
    if (in < pattern.size() && pattern[in] == '*') {
      star = in++;
      taken = at;
    } else if (in < pattern.size() && pattern[in] == '?') {
      ++in;
      at = behind_letter(name, at);
    } else if (in < pattern.size() && pattern[in] == name[at]) {
      ++in;
      ++at;
    } else if (star != std::string_view::npos) {
      in = star + 1;
      at = ++taken;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', in) == std::string_view::npos;
}

bool is_hidden(const std::string& name) {
  return name.front() == '.' || name.compare(0, 2, "~$") == 0;
}

void add_matching(const Files& files, const std::string& folder, std::string_view pattern,
                  std::vector<std::string>& found) {
  const std::size_t slash = pattern.find('/');
  const std::string_view part = pattern.substr(0, slash);
  const auto path_of = [&](std::string_view name) {
    return folder == "/" ? '/' + std::string(name) : join_path(folder, name);
  };
  if (slash != std::string_view::npos && !is_pattern(part)) {
    const std::string path = part.empty() && folder.empty() ? "/" : path_of(part);
    return add_matching(files, path, pattern.substr(slash + 1), found);
  }
  for (const std::string& name : files.list(folder)) {
    if (is_hidden(name) || !matches(name, part)) continue;
    const std::string path = path_of(name);
    if (slash == std::string_view::npos) {
      if (files.is_file(path)) found.push_back(path);
    } else if (files.is_folder(path)) {
      add_matching(files, path, pattern.substr(slash + 1), found);
    }
  }
}

}  // namespace

bool is_pattern(std::string_view path) {
  return path.find_first_of("*?") != std::string_view::npos && !is_address(path);
}

std::vector<std::string> files_matching(const Files& files, std::string_view pattern) {
  std::vector<std::string> found;
  add_matching(files, "", pattern, found);
  return found;
}

}  // namespace kpi::io
