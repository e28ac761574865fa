#pragma once

#include <string>

#include "diag/diagnostic.hpp"

namespace kpi {

enum class Language : std::uint8_t { English, Chinese };

enum class DiagnosticFormat : std::uint8_t {
  Full,     // title, source line with underline, labels, notes, hints
  Concise,  // path:line:column: error[E0201]: text
  Json,     // one object per line; codes and keys are never translated
  Github,   // ::error file=path,line=1,…::text, which GitHub shows beside the changed lines
};

struct RenderOptions {
  Language language = Language::English;
  DiagnosticFormat format = DiagnosticFormat::Full;
  bool color = false;
  int width = 100;  // terminal columns
};

/// The main text with its parameters filled in, without place or code.
std::string message_text(const Diagnostic& diagnostic, Language language);
std::string message_text(const Message& message, Language language);

/// One diagnostic, ending in a newline.
std::string render(const Diagnostic& diagnostic, const SourceMap& sources,
                   const RenderOptions& options);
/// All of them in order, and for Full a closing count line (`2 errors, 1 warning`).
std::string render(const Diagnostics& diagnostics, const SourceMap& sources,
                   const RenderOptions& options);

}  // namespace kpi
