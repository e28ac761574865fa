#include "check/library_names.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "stdlib/stdlib.hpp"

/// Read from the texts: a declaration begins a line there, as `kpi fmt` writes it.
namespace kpi::check {
namespace {

struct Declared {
  std::string_view keyword, name;
};

std::string_view take_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  return line;
}

std::optional<Declared> declared_on(std::string_view line) {
  for (const std::string_view keyword : {"table", "metric", "tiers"}) {
    const bool begins = line.size() > keyword.size() && line[keyword.size()] == ' ' &&
                        line.substr(0, keyword.size()) == keyword;
    if (!begins) continue;
    const std::string_view rest = line.substr(keyword.size() + 1);
    return Declared{keyword, rest.substr(0, rest.find_first_of(" ("))};
  }
  return std::nullopt;
}

std::vector<Declared> declared_in(std::string_view text) {
  std::vector<Declared> found;
  while (!text.empty()) {
    if (const auto declared = declared_on(take_line(text))) found.push_back(*declared);
  }
  return found;
}

/// A column, or a calculated column, of a table of the library.
struct TablePart {
  std::string_view table, name;
  std::string text;  // on one line
};

/// Every run of spaces as one.
std::string on_one_line(std::string_view text) {
  std::string out;
  for (const char c : trim(text)) {
    const bool space = c == ' ' || c == '\n';
    if (!space || out.back() != ' ') out += space ? ' ' : c;
  }
  return out;
}

/// The parts that a line of a table's body begins: `base, quota : money` are two.
void add_parts(std::vector<TablePart>& parts, std::string_view table, std::string_view line) {
  constexpr std::string_view kLet = "let ";
  if (line.substr(0, kLet.size()) == kLet) {
    const std::string_view rest = line.substr(kLet.size());
    parts.push_back({table, rest.substr(0, rest.find(' ')), on_one_line(line)});
    return;
  }
  const std::size_t colon = line.find(" :");
  if (colon == std::string_view::npos || line.substr(0, 6) == "check ") return;
  std::string_view names = line.substr(0, colon);
  while (!names.empty()) {
    const std::size_t comma = std::min(names.find(','), names.size());
    const std::string_view name = trim(names.substr(0, comma));
    parts.push_back({table, name, on_one_line(std::string(name).append(line.substr(colon)))});
    names.remove_prefix(std::min(comma + 1, names.size()));
  }
}

std::vector<TablePart> parts_in(std::string_view text) {
  std::vector<TablePart> parts;
  std::string_view table;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (const auto declared = declared_on(line)) {
      table = declared->keyword == "table" ? declared->name : std::string_view();
    } else if (line == "}") {
      table = {};
    } else if (!table.empty() && line.substr(0, 4) == "    ") {  // goes on with what is above
      if (!parts.empty()) parts.back().text += " " + on_one_line(line);
    } else if (!table.empty() && !trim(line).empty() && trim(line)[0] != '#') {
      add_parts(parts, table, trim(line));
    }
  }
  return parts;
}

const std::vector<TablePart>& parts_in_library() {
  static const std::vector<TablePart> kParts = [] {
    std::vector<TablePart> all;
    for (const std::string& file : stdlib::names()) {
      for (TablePart& part : parts_in(*stdlib::text_of(file)))
        all.push_back(std::move(part));
    }
    return all;
  }();
  return kParts;
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

std::optional<std::string> library_column(std::string_view table, std::string_view column) {
  for (const TablePart& part : parts_in_library()) {
    if (part.table == table && part.name == column) return part.text;
  }
  return std::nullopt;
}

std::optional<std::string> library_link(std::string_view table, std::string_view column) {
  constexpr std::string_view kArrow = "-> ";
  const std::string text = library_column(table, column).value_or("");
  const std::size_t arrow = text.find(kArrow);
  if (arrow == std::string::npos) return std::nullopt;
  const std::string to = text.substr(arrow + kArrow.size());
  return to.substr(0, to.find(' '));
}

std::vector<std::string> library_tables_with(std::string_view column) {
  std::vector<std::string> tables;
  for (const TablePart& part : parts_in_library()) {
    if (part.name == column) tables.emplace_back(part.table);
  }
  return tables;
}

}  // namespace kpi::check
