#include <algorithm>

#include "ast/from_tree.hpp"
#include "driver/library.hpp"
#include "driver/reached.hpp"
#include "driver/session.hpp"
#include "io/memory_files.hpp"
#include "stdlib/stdlib.hpp"
#include "stdlib/templates.hpp"

namespace kpi::driver {
namespace {

constexpr const char* kWhole = "library.kpi";

/// Rules that bind every table of the library, with its links, and use every file that is made of
/// them: so each metric has its unit and its data.
std::string rules_of_library() {
  std::string rules(stdlib::templates::text_of("roles/tables").value_or(""));
  for (const std::string& name : stdlib::names()) {
    if (rules.find(name + '.') == std::string::npos) rules += "use " + name + '\n';
  }
  return rules;
}

/// Whether the file with that path is to be shown: the one asked for, or those of the library.
bool is_wanted(const std::string& file, const std::string& asked) {
  if (asked == stdlib::kPrefix) return stdlib::text_of(file).has_value();
  return file == asked;
}

/// Of a file of the library only the metrics and scoring tables that the project's own rules read.
void keep_what_is_read(const Reached& reached, ast::Ast& file) {
  std::erase_if(file.declarations, [&](const ast::Declaration& declaration) {
    const auto* metric = std::get_if<ast::Metric>(&declaration);
    const auto* tiers = std::get_if<ast::Tiers>(&declaration);
    return !(metric != nullptr && reached.has(metric->head.name.span)) &&
           !(tiers != nullptr && reached.has(tiers->head.name.span));
  });
}

/// Of another file of the project the data, without which nobody knows where numbers come from, and
/// what is made of them; its cards and pay have a page of their own.
void keep_definitions(ast::Ast& file) {
  std::erase_if(file.declarations, [](const ast::Declaration& declaration) {
    return !std::holds_alternative<ast::Table>(declaration) &&
           !std::holds_alternative<ast::Metric>(declaration) &&
           !std::holds_alternative<ast::Tiers>(declaration) &&
           !std::holds_alternative<ast::Param>(declaration) &&
           !std::holds_alternative<ast::Role>(declaration) &&
           !std::holds_alternative<ast::Target>(declaration);
  });
}

}  // namespace

std::optional<doc::Document> documented(const std::string& path, Language language,
                                        const io::Files& files, Diagnostics& diagnostics,
                                        SourceMap& sources) {
  const bool of_library = path == stdlib::kPrefix || stdlib::text_of(path).has_value();
  io::MemoryFiles with_library(&files);
  with_library.add(kWhole, rules_of_library());
  const Compiled compiled = compile(of_library ? kWhole : path, {}, with_library, diagnostics);
  sources = compiled.sources;
  if (!compiled.ok) return std::nullopt;
  Diagnostics parsed;
  std::vector<std::unique_ptr<ast::Ast>> asts;
  std::vector<doc::File> shown;
  std::optional<Reached> reached;
  if (!of_library) reached.emplace(compiled);
  for (const FileId file : compiled.files) {
    const SourceFile& source = compiled.sources[file];
    const bool in_library = stdlib::text_of(source.path()).has_value();
    const bool asked = is_wanted(source.path(), path);
    if (of_library && !asked) continue;
    asts.push_back(std::make_unique<ast::Ast>(ast::from_tree(
        syntax::parse_file(file, compiled.sources, parsed), compiled.sources, parsed)));
    if (!asked && in_library) keep_what_is_read(*reached, *asts.back());
    if (!asked && !in_library) keep_definitions(*asts.back());
    const std::string about = asked ? about_file(source.text()) : std::string();
    shown.push_back({source.path(), doc::paragraphs_of(about), asts.back().get()});
  }
  std::stable_partition(shown.begin(), shown.end(),
                        [&](const doc::File& file) { return file.name == path; });
  std::sort(shown.begin() + (of_library ? 0 : static_cast<std::ptrdiff_t>(shown.size())),
            shown.end(), [](const doc::File& a, const doc::File& b) { return a.name < b.name; });
  const output::Words words(language);
  const doc::Source source{compiled.program, compiled.sources, words};
  if (of_library) return doc::catalogue_of(words(Text::doc_library), shown, source);
  return doc::document_of(path, shown, source);
}

}  // namespace kpi::driver
