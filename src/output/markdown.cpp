#include <algorithm>

#include "base/text.hpp"
#include "diag/render_parts.hpp"
#include "output/terminal.hpp"

namespace kpi::output {
namespace {

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// `_` inside a word is no markup.
bool joins_words(std::string_view text, std::size_t at) {
  return at > 0 && at + 1 < text.size() && is_word(text[at - 1]) && is_word(text[at + 1]);
}

std::string escaped(std::string_view raw) {
  const std::string text = printable(trim(raw));
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool markup = std::string_view("\\`*[]<>&|~#").find(c) != std::string_view::npos;
    if (markup || (c == '_' && !joins_words(text, i))) out += '\\';
    out += c;
  }
  return out;
}

std::string pipe_row(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const std::string& cell : cells)
    line += ' ' + cell + " |";
  return line + '\n';
}

std::string pipe_row(const Row& row, bool bold) {
  std::vector<std::string> cells;
  for (const Cell& cell : row) {
    const bool strong = (bold || cell.tone == Tone::Strong) && !cell.text.empty();
    cells.push_back(strong ? "**" + escaped(cell.text) + "**" : escaped(cell.text));
  }
  return pipe_row(cells);
}

std::string table(const Sheet& sheet) {
  std::vector<std::string> titles;
  std::vector<std::string> aligns;
  for (const Head& head : sheet.heads) {
    titles.push_back(escaped(head.title) +
                     (head.under.empty() ? "" : "<br>" + escaped(head.under)));
    aligns.emplace_back(head.align == Align::Right ? "---:" : "---");
  }
  std::string out = pipe_row(titles) + pipe_row(aligns);
  for (const Row& row : sheet.rows)
    out += pipe_row(row, false);
  for (const Row& row : sheet.totals)
    out += pipe_row(row, true);
  return out;
}

std::string list(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items)
    out += "- " + escaped(item) + '\n';
  return out;
}

std::string figures(const std::vector<Figure>& figures) {
  std::string out;
  for (const Figure& figure : figures) {
    out += "- " + escaped(figure.label) + " **" + escaped(figure.value.text) + "**\n";
  }
  return out;
}

}  // namespace

std::string to_markdown(const Report& report) {
  std::vector<std::string> blocks;
  for (const Sheet& sheet : report.sheets) {
    if (!sheet.title.empty()) blocks.push_back("## " + escaped(sheet.title) + '\n');
    std::string facts;
    for (const std::string& fact : sheet.facts)
      facts += (facts.empty() ? "" : " · ") + escaped(fact);
    if (!facts.empty()) blocks.push_back(facts + '\n');
    if (!sheet.heads.empty()) blocks.push_back(table(sheet));
    if (!sheet.figures.empty()) blocks.push_back(figures(sheet.figures));
    if (!sheet.notes.empty()) blocks.push_back(list(sheet.notes));
  }
  if (!report.notes.empty()) blocks.push_back(list(report.notes));
  std::string out;
  for (const std::string& block : blocks)
    out += (out.empty() ? "" : "\n") + block;
  return out;
}

}  // namespace kpi::output
