#include "check/library_names.hpp"

#include <algorithm>

#include "stdlib/stdlib.hpp"

/// Read from the texts: a declaration begins a line there, as `kpi fmt` writes it.
namespace kpi::check {
namespace {

struct Declared {
  std::string_view keyword, name;
};

std::vector<Declared> declared_in(std::string_view text) {
  std::vector<Declared> found;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    for (const std::string_view keyword : {"table", "metric", "tiers"}) {
      const bool begins = line.size() > keyword.size() && line[keyword.size()] == ' ' &&
                          line.substr(0, keyword.size()) == keyword;
      if (!begins) continue;
      const std::string_view rest = line.substr(keyword.size() + 1);
      found.push_back({keyword, rest.substr(0, rest.find_first_of(" ("))});
    }
  }
  return found;
}

}  // namespace

std::optional<std::string> library_file_of(std::string_view name) {
  for (const std::string& file : stdlib::names()) {
    for (const Declared& declared : declared_in(*stdlib::text_of(file))) {
      if (declared.name == name) return file;
    }
  }
  return std::nullopt;
}

std::vector<std::string> names_in_library() {
  std::vector<std::string> names;
  for (const std::string& file : stdlib::names()) {
    for (const Declared& declared : declared_in(*stdlib::text_of(file))) {
      if (declared.keyword != "table") names.emplace_back(declared.name);
    }
  }
  return names;
}

}  // namespace kpi::check
