#pragma once

#include <string>

#include "diag/catalog.hpp"
#include "diag/render.hpp"
#include "diag/template_check.hpp"

// Messages to render in tests without depending on what any one of them says.

namespace kpi::test {

/// Every parameter of both texts, with its own name as value (`{column}` becomes `<column>`).
inline Arguments arguments_for(Bilingual texts) {
  Arguments arguments;
  const std::string_view text = texts.english;
  for (std::size_t at = template_check::next_parameter(text, 0); at != std::string_view::npos;
       at = template_check::next_parameter(text, at)) {
    const std::string name(template_check::name_at(text, at));
    arguments.emplace_back(name.c_str(), "<" + name + ">");
  }
  return arguments;
}

inline Code first_code(Severity severity) {
  for (std::size_t i = 0; i < code_count(); ++i) {
    if (severity_of(static_cast<Code>(i)) == severity) return static_cast<Code>(i);
  }
  return static_cast<Code>(0);
}

/// A finished message of the first error code at that place.
inline Diagnostic error_at(Span span) {
  Diagnostic diagnostic{};
  diagnostic.code = first_code(Severity::Error);
  diagnostic.span = span;
  diagnostic.arguments = arguments_for(texts_of(diagnostic.code));
  return diagnostic;
}

/// A free text used as label, note or hint.
inline Arguments say(const char* text) {
  return {{"text", text}};
}

inline Span span_of(const SourceMap& sources, FileId file, std::string_view part) {
  const std::size_t at = sources[file].text().find(part);
  return {file, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + part.size())};
}

/// The full form without its title line, whose text is nobody's business here.
inline std::string body(const Diagnostic& diagnostic, const SourceMap& sources,
                        RenderOptions options = {}) {
  const std::string full = render(diagnostic, sources, options);
  return "\n" + full.substr(full.find('\n') + 1);
}

}  // namespace kpi::test
