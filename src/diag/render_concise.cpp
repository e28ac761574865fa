#include "diag/render_parts.hpp"

namespace kpi {
namespace {

/// `plan.kpi:12:5: `; a data file has its line only, because editors read a second number as a
/// character position.
std::string place_prefix(const Diagnostic& diagnostic, const SourceMap& sources) {
  if (diagnostic.data) {
    std::string out = printable(diagnostic.data->path) + ":";
    if (diagnostic.data->line != 0) out += std::to_string(diagnostic.data->line) + ":";
    return out + " ";
  }
  if (!diagnostic.span.file) return {};
  const SourceFile& file = sources[diagnostic.span.file];
  const LineColumn place = shown_place(file, diagnostic.span.begin);
  return printable(file.path()) + ":" + std::to_string(place.line) + ":" +
         std::to_string(place.column) + ": ";
}

}  // namespace

std::string render_concise(const Diagnostic& diagnostic, const SourceMap& sources,
                           const RenderOptions& options) {
  std::string out = place_prefix(diagnostic, sources);
  out += severity_name(severity_of(diagnostic.code));
  out += '[';
  out += name_of(diagnostic.code);
  out += "]: " + message_text(diagnostic, options.language) + '\n';
  return out;
}

}  // namespace kpi
