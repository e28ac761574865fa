#include "ast/from_tree.hpp"
#include "driver/library.hpp"
#include "driver/session.hpp"
#include "io/memory_files.hpp"
#include "stdlib/stdlib.hpp"

namespace kpi::driver {
namespace {

constexpr const char* kLibrary = "std";
constexpr const char* kWhole = "library.kpi";

/// Rules that use every file of the library, its tables too: so each metric of it has its unit.
std::string rules_of_library() {
  std::string rules = "currency CNY\n";
  for (const std::string& name : stdlib::names())
    rules += "use " + name + '\n';
  return rules;
}

/// Whether the file with that path is to be shown: the one asked for, or those of the library.
bool is_wanted(const std::string& file, const std::string& asked) {
  if (asked == kLibrary) return stdlib::text_of(file).has_value();
  return file == asked;
}

}  // namespace

std::optional<doc::Document> documented(const std::string& path, Language language,
                                        const io::Files& files, Diagnostics& diagnostics,
                                        SourceMap& sources) {
  const bool of_library = path == kLibrary || stdlib::text_of(path).has_value();
  io::MemoryFiles with_library(&files);
  with_library.add(kWhole, rules_of_library());
  const Compiled compiled = compile(of_library ? kWhole : path, {}, with_library, diagnostics);
  sources = compiled.sources;
  if (!compiled.ok) return std::nullopt;
  Diagnostics parsed;
  std::vector<std::unique_ptr<ast::Ast>> asts;
  std::vector<doc::File> shown;
  for (const FileId file : compiled.files) {
    const SourceFile& source = compiled.sources[file];
    if (!is_wanted(source.path(), path)) continue;
    asts.push_back(std::make_unique<ast::Ast>(ast::from_tree(
        syntax::parse_file(file, compiled.sources, parsed), compiled.sources, parsed)));
    shown.push_back(
        {source.path(), doc::paragraphs_of(about_file(source.text())), asts.back().get()});
  }
  std::sort(shown.begin() + (of_library ? 0 : static_cast<std::ptrdiff_t>(shown.size())),
            shown.end(), [](const doc::File& a, const doc::File& b) { return a.name < b.name; });
  const output::Words words(language);
  const doc::Source source{compiled.program, compiled.sources, words};
  if (of_library) return doc::catalogue_of(words(Text::doc_library), shown, source);
  return doc::document_of(path, shown, source);
}

}  // namespace kpi::driver
