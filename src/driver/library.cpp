#include "driver/library.hpp"

#include <set>

#include "ast/from_tree.hpp"
#include "stdlib/stdlib.hpp"
#include "stdlib/templates.hpp"
#include "syntax/syntax.hpp"

namespace kpi::driver {
namespace {

std::optional<Text> kind_of(const ast::Declaration& declaration) {
  if (std::holds_alternative<ast::Table>(declaration)) return Text::word_table;
  if (std::holds_alternative<ast::Role>(declaration)) return Text::word_role;
  if (std::holds_alternative<ast::Metric>(declaration)) return Text::word_metric;
  if (std::holds_alternative<ast::Param>(declaration)) return Text::word_param;
  if (std::holds_alternative<ast::Tiers>(declaration)) return Text::word_tiers;
  if (std::holds_alternative<ast::Scorecard>(declaration)) return Text::word_scorecard;
  if (std::holds_alternative<ast::Payout>(declaration)) return Text::word_payout;
  return std::nullopt;
}

ast::Ast parse(const std::string& name, const std::string& text, SourceMap& sources,
               Diagnostics& diagnostics) {
  const FileId id = sources.add(name, text);
  return ast::from_tree(syntax::parse_file(id, sources, diagnostics), sources, diagnostics);
}

}  // namespace

std::string about_file(std::string_view text) {
  std::string about;
  while (text.substr(0, 2) == "##") {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(2, end - 2);
    about += (about.empty() ? "" : "\n") + std::string(line.substr(line.find_first_not_of(' ')));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return about;
}

std::vector<LibraryEntry> templates() {
  std::vector<LibraryEntry> entries;
  for (const std::string& name : stdlib::templates::names()) {
    const std::string text(stdlib::templates::text_of(name).value_or(""));
    SourceMap sources;
    Diagnostics diagnostics;
    const ast::Ast parsed = parse(name, text, sources, diagnostics);
    std::string labels;
    std::set<std::string> known;  // versions of one card have one label
    for (const ast::Declaration& declaration : parsed.declarations) {
      const auto* card = std::get_if<ast::Scorecard>(&declaration);
      if (card == nullptr || !known.insert(card->head.label.text).second) continue;
      labels += (labels.empty() ? "" : " · ") + card->head.label.text;
    }
    const std::string about = about_file(text);
    if (labels.empty()) labels = about.substr(0, about.find('.'));
    entries.push_back({"roles", Text::word_template, name, labels, about, text});
  }
  return entries;
}

std::vector<LibraryFile> library() {
  std::vector<LibraryFile> files;
  for (const std::string& name : stdlib::names()) {
    LibraryFile& file = files.emplace_back();
    file.name = name;
    SourceMap sources;
    Diagnostics diagnostics;
    const std::string text(stdlib::text_of(name).value_or(""));
    file.about = about_file(text);
    const ast::Ast parsed = parse(name, text, sources, diagnostics);
    for (const ast::Declaration& declaration : parsed.declarations) {
      const auto kind = kind_of(declaration);
      if (!kind) continue;
      std::visit(
          [&](const auto& item) {
            if constexpr (requires { item.head.label; }) {
              file.entries.push_back({name, *kind, item.head.name.text, item.head.label.text,
                                      item.head.doc, std::string(sources.text(item.head.span))});
            }
          },
          declaration);
    }
  }
  return files;
}

}  // namespace kpi::driver
