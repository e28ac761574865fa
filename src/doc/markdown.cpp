#include <algorithm>

#include "doc/document.hpp"

namespace kpi::doc {
namespace {

/// What the author wrote is no markup: outside of code `<` would begin some.
std::string plain(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = std::min(text.find('`'), text.size());
    const std::size_t close = text.find('`', open + 1);
    const bool has_code = close != std::string_view::npos;
    for (const char c : text.substr(0, has_code ? open : text.size()))
      out += c == '<' ? "&lt;" : std::string(1, c);
    if (!has_code) break;
    out += text.substr(open, close + 1 - open);
    text.remove_prefix(close + 1);
  }
  return out;
}

/// A cell on one line; a bar would end it.
std::string cell(const std::string& text) {
  std::string out;
  for (const char c : plain(text)) {
    if (c == '|') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string row(const std::vector<std::string>& cells) {
  std::string out = "|";
  for (const std::string& text : cells)
    out += ' ' + cell(text) + " |";
  return out + '\n';
}

}  // namespace

std::string table_text(const Table& table) {
  std::string out = row(table.heads) + "|";
  for (std::size_t i = 0; i < table.heads.size(); ++i)
    out += "---|";
  out += '\n';
  for (const auto& cells : table.rows)
    out += row(cells);
  return out + '\n';
}

std::string facts_text(const Entry& entry, const output::Words& words) {
  std::string out;
  for (const auto& [fact, value] : entry.facts)
    out += "- " + words(Text::fact_line, {{"fact", fact}, {"value", plain(value)}}) + '\n';

  return entry.facts.empty() ? out : out + '\n';
}

namespace {

std::string paragraphs_text(const Paragraphs& lines) {
  std::string out;
  for (const std::string& line : lines)
    out += plain(line) + "\n\n";
  return out;
}

std::string entry_text(const Entry& entry, const output::Words& words) {
  const std::string name = entry.name.empty() ? std::string() : '`' + entry.name + '`';
  const std::string gap = !entry.label.empty() && !name.empty() ? " " : "";
  std::string out =
      "### <a id=\"" + entry.anchor + "\"></a>" + plain(entry.label) + gap + name + "\n\n";
  out += paragraphs_text(entry.about);
  if (!entry.formula.empty()) out += "= " + entry.formula + "\n\n";
  out += facts_text(entry, words);
  for (const Table& each : entry.tables)
    out += table_text(each);
  for (const std::string& note : entry.notes)
    out += "- " + plain(note) + '\n';
  return entry.notes.empty() ? out : out + '\n';
}

}  // namespace

std::string to_markdown(const Document& document, const output::Words& words) {
  std::string out = "# " + plain(document.title) + "\n\n" + words(Text::doc_generated_comment) +
                    "\n\n" + paragraphs_text(document.about);
  for (const Section& section : document.sections) {
    out += "## " + section.title + "\n\n" + paragraphs_text(section.about);
    if (!section.summary.rows.empty()) out += table_text(section.summary);
    for (const Entry& each : section.entries)
      out += entry_text(each, words);
  }
  while (out.size() > 1 && out[out.size() - 2] == '\n')
    out.pop_back();
  return out;
}

}  // namespace kpi::doc
