#include "io/database_names.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace kpi::io {

std::optional<std::string> table_named(const std::vector<std::string>& tables,
                                       const std::string& name) {
  const auto same = std::find(tables.begin(), tables.end(), name);
  if (same != tables.end()) return *same;
  const auto alike = [](const std::string& text) { return ascii_lower(to_nfc(text)); };
  const auto found = std::find_if(tables.begin(), tables.end(), [&](const std::string& table) {
    return alike(table) == alike(name);
  });
  return found == tables.end() ? std::nullopt : std::optional(*found);
}

std::string quoted_name(const std::string& name) {
  std::string text = "\"";
  for (const char c : name) {
    text += c;
    if (c == '"') text += c;
  }
  return text + '"';
}

}  // namespace kpi::io
