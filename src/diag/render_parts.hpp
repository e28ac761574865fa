#pragma once

#include <string>
#include <string_view>

#include "diag/catalog.hpp"
#include "diag/render.hpp"

namespace kpi {

std::string render_full(const Diagnostic& diagnostic, const SourceMap& sources,
                        const RenderOptions& options);
std::string render_concise(const Diagnostic& diagnostic, const SourceMap& sources,
                           const RenderOptions& options);
std::string render_github(const Diagnostic& diagnostic, const SourceMap& sources,
                          const RenderOptions& options);
std::string render_json(const Diagnostic& diagnostic, const SourceMap& sources,
                        const RenderOptions& options);

/// Fills `{name}` and `{name|one|many}`; a parameter that is not given is a bug.
std::string fill(Bilingual texts, const Arguments& arguments, Language language);

/// User text that cannot steer the terminal: control characters, invisible ones and bytes that
/// are not UTF-8 become U+FFFD. Newlines stay if `keep_newlines`.
std::string printable(std::string_view text, bool keep_newlines = false);

/// Line and column as a reader counts them: a place inside a line break is the line's end.
LineColumn shown_place(const SourceFile& file, std::uint32_t offset);

/// The word of the machine-readable forms, never translated.
std::string_view severity_name(Severity severity);

}  // namespace kpi
