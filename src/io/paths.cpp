// Paths as text: `/` between folders.

#include <algorithm>
#include <cerrno>
#include <vector>

#include "io/address.hpp"
#include "io/atomic_write.hpp"
#include "io/files.hpp"

namespace kpi::io {

std::optional<std::string> read_all(const Files& files, const std::string& path, std::string& why) {
  constexpr std::size_t kBlockBytes = 64 * 1024;
  constexpr std::size_t kMostBytes = 64 * 1024 * 1024;  // far beyond what people write
  const std::unique_ptr<Reader> reader = files.open(path, why);
  if (!reader) return std::nullopt;
  std::string text;
  for (std::size_t got = 1; got != 0;) {
    const std::size_t before = text.size();
    text.resize(before + kBlockBytes);
    got = reader->read(&text[before], kBlockBytes);
    text.resize(before + got);
    if (text.size() > kMostBytes) {
      why = system_words(EFBIG);
      return std::nullopt;
    }
  }
  if (const std::optional<std::string> error = reader->error()) {
    why = *error;
    return std::nullopt;
  }
  return text;
}

std::string join_path(std::string_view folder, std::string_view name) {
  const bool absolute = name.substr(0, 1) == "/" || is_address(name);
  if (is_address(folder) && !absolute) {  // a table of the server, or a file as it is named
    return name.substr(0, 1) == "#" ? std::string(folder) + std::string(name) : std::string(name);
  }
  if (absolute || folder.empty() || folder == "." || folder == "./") return std::string(name);
  std::string path(folder);
  if (path.back() != '/') path += '/';
  path += name;
  return path;
}

std::string normal_path(std::string_view path) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t slash = std::min(path.find('/', at), path.size());
    const std::string_view part = path.substr(at, slash - at);
    const bool up = part == ".." && !parts.empty() && parts.back() != "..";
    if (up) {
      parts.pop_back();
    } else if (!part.empty() && part != ".") {
      parts.push_back(part);
    }
    at = slash + 1;
  }
  std::string normal = path.substr(0, 1) == "/" ? "/" : "";
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) normal += '/';
    normal += parts[i];
  }
  return normal;
}

std::string folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return {};
  return std::string(path.substr(0, slash == 0 ? 1 : slash));
}

}  // namespace kpi::io
