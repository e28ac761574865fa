#include "format/format.hpp"
#include "diag/system_words.hpp"
#include "driver/session.hpp"

namespace kpi::driver {
namespace {

/// All that may declare a name of the file: what it uses, as far as that can be read.
std::string rules_around(const std::string& path, const io::Files& files) {
  Diagnostics ignored;
  const Compiled compiled = compile(path, {}, files, ignored);
  std::string rules;
  for (const FileId file : compiled.files)
    rules += std::string(compiled.sources[file].text()) + '\n';
  return rules;
}

}  // namespace

std::optional<Formatted> formatted(const std::string& path, format::Spelling spelling,
                                   const io::Files& files, Diagnostics& diagnostics,
                                   SourceMap& sources) {
  std::string why;
  const auto text = io::read_all(files, path, why);
  if (!text) {
    diagnostics.report(Code::rules_unreadable, Span{}, {{"path", path}, why_argument(why)});
    return std::nullopt;
  }
  const FileId file = sources.add(path, *text);
  const std::size_t errors = diagnostics.error_count();
  const syntax::Tree tree = syntax::parse_file(file, sources, diagnostics);
  if (diagnostics.error_count() > errors) return std::nullopt;
  const bool translates = spelling != format::Spelling::AsWritten;
  const std::string rules = *text + (translates ? rules_around(path, files) : std::string());
  return Formatted{*text, format::formatted(tree, sources, rules, spelling)};
}

}  // namespace kpi::driver
