#include "diag/render_parts.hpp"

namespace kpi {
namespace {

/// What would end the command or a property is written %XX, in messages and in properties.
/// Source: GitHub, workflow commands for GitHub Actions.
std::string escaped(std::string_view text, bool property) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '%': out += "%25"; break;
      case '\r': out += "%0D"; break;
      case '\n': out += "%0A"; break;
      case ':': out += property ? "%3A" : ":"; break;
      case ',': out += property ? "%2C" : ","; break;
      default: out += c;
    }
  }
  return out;
}

std::string place_of(const Diagnostic& diagnostic, const SourceMap& sources) {
  if (diagnostic.data) {
    std::string out = " file=" + escaped(printable(diagnostic.data->path), true);
    if (diagnostic.data->line != 0) out += ",line=" + std::to_string(diagnostic.data->line);
    return out + ',';
  }
  if (!diagnostic.span.file) return " ";
  const SourceFile& file = sources[diagnostic.span.file];
  const LineColumn begin = shown_place(file, diagnostic.span.begin);
  const LineColumn end = shown_place(file, diagnostic.span.end);
  return " file=" + escaped(printable(file.path()), true) + ",line=" + std::to_string(begin.line) +
         ",col=" + std::to_string(begin.column) + ",endLine=" + std::to_string(end.line) +
         ",endColumn=" + std::to_string(end.column) + ',';
}

std::string_view command_of(Severity severity) {
  switch (severity) {
    case Severity::Error: return "error";
    case Severity::Warning: return "warning";
    case Severity::Note: return "notice";
  }
  return {};
}

}  // namespace

std::string render_github(const Diagnostic& diagnostic, const SourceMap& sources,
                          const RenderOptions& options) {
  std::string text = message_text(diagnostic, options.language);
  for (const auto* messages : {&diagnostic.notes, &diagnostic.hints}) {
    for (const Message& message : *messages)
      text += '\n' + message_text(message, options.language);
  }
  return "::" + std::string(command_of(severity_of(diagnostic.code))) +
         place_of(diagnostic, sources) + "title=" + std::string(name_of(diagnostic.code)) +
         "::" + escaped(text, false) + '\n';
}

}  // namespace kpi
