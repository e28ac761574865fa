#include "doc/compose.hpp"

#include <algorithm>
#include <map>

namespace kpi::doc {
namespace {

/// Cards and pay first: what people ask for; data last.
constexpr Text kOrder[] = {Text::doc_cards,           Text::doc_payouts, Text::doc_rules,
                           Text::doc_roles,           Text::doc_targets, Text::doc_metrics,
                           Text::doc_tables_of_tiers, Text::doc_params,  Text::doc_settings,
                           Text::doc_tables,          Text::doc_tests};

template <class Declared>
std::optional<Text> section_of() {
  if constexpr (std::is_same_v<Declared, ast::Scorecard>) return Text::doc_cards;
  if constexpr (std::is_same_v<Declared, ast::Payout>) return Text::doc_payouts;
  if constexpr (std::is_same_v<Declared, ast::Rule>) return Text::doc_rules;
  if constexpr (std::is_same_v<Declared, ast::Role>) return Text::doc_roles;
  if constexpr (std::is_same_v<Declared, ast::Target>) return Text::doc_targets;
  if constexpr (std::is_same_v<Declared, ast::Metric>) return Text::doc_metrics;
  if constexpr (std::is_same_v<Declared, ast::Tiers>) return Text::doc_tables_of_tiers;
  if constexpr (std::is_same_v<Declared, ast::Param>) return Text::doc_params;
  if constexpr (std::is_same_v<Declared, ast::Table>) return Text::doc_tables;
  if constexpr (std::is_same_v<Declared, ast::Test>) return Text::doc_tests;
  if constexpr (std::is_same_v<Declared, ast::Precision>) return Text::doc_settings;
  if constexpr (std::is_same_v<Declared, ast::CalendarBlock>) return Text::doc_settings;
  return std::nullopt;
}

/// `each(section, entry)` for everything that has a page, in the order of the file.
template <class Each>
void each_entry(const Source& source, const ast::Ast& file, const Each& each) {
  for (const ast::Declaration& declaration : file.declarations) {
    std::visit(
        [&](const auto& declared) {
          using Declared = std::decay_t<decltype(declared)>;
          if (const auto section = section_of<Declared>()) {
            if constexpr (requires { entry_of(source, file, declared); }) {
              each(*section, entry_of(source, file, declared));
            }
          }
        },
        declaration);
  }
}

std::string fact(const Entry& entry, const std::string& name) {
  for (const auto& [known, value] : entry.facts) {
    if (known == name) return value;
  }
  return {};
}

/// What each entry of a file is, at a glance.
Table summary_of(const Source& source, const std::vector<Entry>& entries) {
  const auto& words = source.words;
  Table table;
  for (const Text head : {Text::doc_name, Text::doc_label, Text::doc_what, Text::doc_unit,
                          Text::doc_direction, Text::doc_reads}) {
    table.heads.push_back(words(head));
  }
  for (const Entry& entry : entries) {
    table.rows.push_back(
        {"[" + code(entry.name) + "](#" + entry.anchor + ")", entry.label,
         entry.about.empty() ? std::string() : entry.about[0], fact(entry, words(Text::doc_unit)),
         fact(entry, words(Text::doc_direction)), fact(entry, words(Text::doc_reads))});
  }
  return without_empty_columns(table);
}

/// A line that does not is broken only because it is long.
bool ends_sentence(std::string_view line) {
  constexpr std::string_view kEnds[] = {".", "!", "?", ":", ";", "。", "！", "？", "：", "；"};
  return std::any_of(std::begin(kEnds), std::end(kEnds),
                     [&](std::string_view end) { return line.ends_with(end); });
}

}  // namespace

namespace {

constexpr std::string_view kInChinese = "中文：";

bool for_chinese(const Source& source) {
  return source.words.language() == Language::Chinese;
}

}  // namespace

std::string in_language(const std::string& text, const Source& source) {
  const std::size_t at = text.find(kInChinese);
  if (at == std::string::npos || !for_chinese(source)) return text;
  return text.substr(at + kInChinese.size());
}

Paragraphs in_language(Paragraphs paragraphs, const Source& source) {
  if (!for_chinese(source)) return paragraphs;
  const auto said = std::find_if(paragraphs.begin(), paragraphs.end(), [](const std::string& each) {
    return each.starts_with(kInChinese);
  });
  if (said == paragraphs.end()) return paragraphs;
  const std::string chinese = said->substr(kInChinese.size());
  paragraphs.erase(said);
  if (paragraphs.empty()) return {chinese};
  paragraphs.front() = chinese;
  return paragraphs;
}

std::string label_in_language(const std::string& label, const Source& source) {
  constexpr std::string_view kBetween = " · ";
  const std::size_t at = label.find(kBetween);
  if (at == std::string::npos || !for_chinese(source)) return label;
  const std::string_view other = std::string_view(label).substr(at + kBetween.size());
  const auto is_ascii = [](char each) { return static_cast<unsigned char>(each) < 0x80; };
  const bool english = std::all_of(other.begin(), other.end(), is_ascii);
  return english ? label.substr(0, at) : label;
}

Table without_empty_columns(const Table& table) {
  Table out;
  out.rows.resize(table.rows.size());
  for (std::size_t column = 0; column < table.heads.size(); ++column) {
    const bool empty = std::all_of(table.rows.begin(), table.rows.end(),
                                   [&](const auto& row) { return row[column].empty(); });
    if (empty) continue;
    out.heads.push_back(table.heads[column]);
    for (std::size_t i = 0; i < table.rows.size(); ++i)
      out.rows[i].push_back(table.rows[i][column]);
  }
  return out;
}

std::string code(const std::string& text) {
  return '`' + text + '`';
}

std::string code(const Source& source, Span span) {
  if (!span.file) return {};  // of what did not parse
  std::string out;
  for (const char c : source.sources.text(span)) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!blank) out += c;
    if (blank && !out.empty() && out.back() != ' ') out += ' ';
  }
  return code(out);
}

std::string code(const Source& source, const ast::Ast& file, ast::ExprId id) {
  return id ? code(source, file.exprs[id].span) : std::string();
}

std::string code(const Source& source, const ast::Ast& file, const std::optional<ast::ExprId>& id) {
  return id ? code(source, file, *id) : std::string();
}

std::string listed(const std::vector<ast::Name>& names) {
  std::string out;
  for (const ast::Name& name : names)
    out += (out.empty() ? "" : ", ") + code(name.text);
  return out;
}

Paragraphs paragraphs_of(std::string_view doc) {
  Paragraphs out;
  bool goes_on = false;
  while (!doc.empty()) {
    const std::size_t end = std::min(doc.find('\n'), doc.size());
    const std::string_view line = doc.substr(0, end);
    if (goes_on && end > 0) {
      out.back().append(" ").append(line);
    } else if (end > 0) {
      out.emplace_back(line);
    }
    goes_on = end > 0 && !ends_sentence(line);
    doc.remove_prefix(std::min(end + 1, doc.size()));
  }
  return out;
}

Entry begun(const Source& source, Text kind, const ast::Head& head) {
  Entry entry;
  entry.kind = source.words(kind);
  entry.name = head.name.text;
  entry.label = label_in_language(head.label.text, source);
  entry.anchor = head.name.text;
  entry.about = in_language(paragraphs_of(head.doc), source);
  entry.declaration = std::string(source.sources.text(head.span));
  return entry;
}

void add_fact(const Source& source, Entry& entry, Text name, std::string value) {
  if (!value.empty()) entry.facts.emplace_back(source.words(name), std::move(value));
}

Document document_of(const std::string& title, const std::vector<File>& files,
                     const Source& source) {
  std::map<Text, Section> sections;
  std::map<std::string, int> anchors;
  Document document;
  document.title = title;
  for (const File& file : files) {
    Paragraphs about = in_language(file.about, source);
    each_entry(source, *file.ast, [&](Text section, Entry entry) {
      if (entry.about == about) about.clear();  // lines right above a declaration are about it
      const int seen = anchors[entry.anchor]++;
      if (seen > 0) entry.anchor += "-" + std::to_string(seen);
      sections[section].entries.push_back(std::move(entry));
    });
    document.about.insert(document.about.end(), about.begin(), about.end());
  }
  for (const Text section : kOrder) {
    const auto found = sections.find(section);
    if (found == sections.end()) continue;
    found->second.title = source.words(section);
    document.sections.push_back(std::move(found->second));
  }
  return document;
}

Document catalogue_of(const std::string& title, const std::vector<File>& files,
                      const Source& source) {
  Document document;
  document.title = title;
  document.about = {source.words(Text::doc_library_about)};
  for (const File& file : files) {
    Section section;
    section.title = code(file.name);
    section.about = in_language(file.about, source);
    each_entry(source, *file.ast, [&](Text, Entry entry) {
      if (entry.name.empty()) return;
      entry.anchor = file.name + "." + entry.name;
      section.entries.push_back(std::move(entry));
    });
    section.summary = summary_of(source, section.entries);
    document.sections.push_back(std::move(section));
  }
  return document;
}

}  // namespace kpi::doc
