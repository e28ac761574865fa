#include "base/text.hpp"
#include "doc/document.hpp"

namespace kpi::doc {
namespace {

constexpr const char* kStyle = R"(
:root { color-scheme: light dark; --line: #8884; --soft: #8882 }
body { font: 16px/1.6 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem }
code { font: 0.92em ui-monospace, "Noto Sans Mono CJK SC", monospace; background: var(--soft); border-radius: 3px; padding: 0 .2em }
pre { background: var(--soft); border-radius: 4px; overflow-x: auto; padding: .6rem } pre code { background: none }
table { border-collapse: collapse; display: block; overflow-x: auto } td, th { border: 1px solid var(--line); padding: .2rem .5rem; text-align: left; vertical-align: top }
article { border-top: 1px solid var(--line) } h3 small { font-weight: normal; opacity: .7 }
dl { display: grid; gap: 0 1rem; grid-template-columns: max-content 1fr } dd { margin: 0 }
input { font: inherit; padding: .3rem .6rem; position: sticky; top: .5rem; width: 100%; box-sizing: border-box }
@media print { input, details { display: none } article { break-inside: avoid } }
)";

/// What does not hold the word of the field is hidden; a section without entries too.
constexpr const char* kScript = R"(
const field = document.querySelector('input');
field.addEventListener('input', () => {
  const wanted = field.value.trim().toLowerCase();
  for (const section of document.querySelectorAll('section')) {
    let found = false;
    for (const entry of section.querySelectorAll('article')) {
      entry.hidden = !entry.textContent.toLowerCase().includes(wanted);
      found = found || !entry.hidden;
    }
    for (const row of section.querySelectorAll(':scope > table tbody tr'))
      row.hidden = !row.textContent.toLowerCase().includes(wanted);
    section.hidden = wanted !== '' && !found;
  }
});
)";

/// Pieces between backticks as code; `[…](#place)` as a link.
std::string inlined(std::string_view text) {
  if (!text.empty() && text[0] == '[') {
    const std::size_t middle = text.find("](#");
    if (middle != std::string_view::npos && text.back() == ')') {
      const std::string_view place = text.substr(middle + 2, text.size() - middle - 3);
      return "<a href=\"" + escaped_markup(place) + "\">" + inlined(text.substr(1, middle - 1)) +
             "</a>";
    }
  }
  std::string out;
  bool is_code = false;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find('`', begin), text.size());
    const std::string piece = escaped_markup(text.substr(begin, end - begin));
    const bool closed = is_code && end < text.size();
    out += closed ? "<code>" + piece + "</code>" : (is_code ? "`" : "") + piece;
    is_code = !is_code;
    begin = end + 1;
  }
  return out;
}

std::string row(const std::vector<std::string>& cells, const char* tag) {
  std::string out = "<tr>";
  for (const std::string& cell : cells)
    out += std::string("<") + tag + ">" + inlined(cell) + "</" + tag + ">";
  return out + "</tr>\n";
}

std::string table(const Table& table) {
  std::string out = "<table>\n<thead>" + row(table.heads, "th") + "</thead>\n<tbody>\n";
  for (const auto& cells : table.rows)
    out += row(cells, "td");
  return out + "</tbody>\n</table>\n";
}

std::string paragraphs(const Paragraphs& lines) {
  std::string out;
  for (const std::string& line : lines)
    out += "<p>" + inlined(line) + "</p>\n";
  return out;
}

std::string entry(const Entry& entry, const output::Words& words) {
  const std::string name =
      entry.name.empty() ? std::string() : " <code>" + escaped_markup(entry.name) + "</code>";
  std::string out = "<article id=\"" + escaped_markup(entry.anchor) + "\">\n<h3>" +
                    escaped_markup(entry.label) + name + " <small>" + escaped_markup(entry.kind) +
                    "</small></h3>\n";
  out += paragraphs(entry.about);
  if (!entry.formula.empty()) out += "<p>= " + inlined(entry.formula) + "</p>\n";
  if (!entry.facts.empty()) {
    out += "<dl>\n";
    for (const auto& [fact, value] : entry.facts)
      out += "<dt>" + escaped_markup(fact) + "</dt><dd>" + inlined(value) + "</dd>\n";
    out += "</dl>\n";
  }
  for (const Table& each : entry.tables)
    out += table(each);
  if (!entry.notes.empty()) {
    out += "<ul>\n";
    for (const std::string& note : entry.notes)
      out += "<li>" + inlined(note) + "</li>\n";
    out += "</ul>\n";
  }
  return out + "<details><summary>" + escaped_markup(words(Text::doc_as_written)) +
         "</summary><pre><code>" + escaped_markup(entry.declaration) +
         "</code></pre></details>\n</article>\n";
}

}  // namespace

std::string to_html(const Document& document, const output::Words& words) {
  const bool chinese = words.language() == Language::Chinese;
  std::string out = std::string("<!DOCTYPE html>\n<html lang=\"") + (chinese ? "zh" : "en") +
                    "\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width\">\n<title>" +
                    escaped_markup(document.title) + "</title>\n<style>" + kStyle +
                    "</style>\n</head>\n<body>\n<h1>" + inlined(document.title) + "</h1>\n" +
                    paragraphs(document.about) + "<input type=\"search\" aria-label=\"" +
                    escaped_markup(words(Text::doc_search)) + "\" placeholder=\"" +
                    escaped_markup(words(Text::doc_search)) + "\">\n";
  for (const Section& section : document.sections) {
    out += "<section>\n<h2>" + inlined(section.title) + "</h2>\n" + paragraphs(section.about);
    if (!section.summary.rows.empty()) out += table(section.summary);
    for (const Entry& each : section.entries)
      out += entry(each, words);
    out += "</section>\n";
  }
  return out + "<script>" + kScript + "</script>\n</body>\n</html>\n";
}

}  // namespace kpi::doc
