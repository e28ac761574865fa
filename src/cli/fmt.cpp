#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "diag/system_words.hpp"
#include "driver/session.hpp"
#include "format/diff.hpp"

namespace kpi::cli {
namespace {

constexpr const char* kStandardInput = "/dev/stdin";

format::Spelling spelling_of(const Arguments& arguments) {
  const std::string word = arguments.value("--keywords").value_or("keep");
  if (word == "en") return format::Spelling::English;
  return word == "zh" ? format::Spelling::Chinese : format::Spelling::AsWritten;
}

/// What becomes of one file; false where it could not be done.
bool format_one(const std::string& path, const Arguments& arguments, Shell& shell,
                Diagnostics& diagnostics, SourceMap& sources, bool& differs) {
  const bool from_input = path == "-";
  const auto result = driver::formatted(from_input ? kStandardInput : path, spelling_of(arguments),
                                        shell.files, diagnostics, sources);
  if (!result) return false;
  const bool same = result->before == result->after;
  if (arguments.has("--check") || arguments.has("--diff")) {
    differs = differs || !same;
    if (same) return true;
    const bool diff = arguments.has("--diff");
    return print(diff ? format::unified_diff(path, result->before, result->after) : path + '\n',
                 shell) == kFine;
  }
  if (from_input) return print(result->after, shell) == kFine;
  if (same) return true;
  if (const auto why = shell.files.write(path, result->after)) {
    diagnostics.report(Code::not_writable, Span{}, {{"path", path}, why_argument(*why)});
    return false;
  }
  return print(path + '\n', shell) == kFine;
}

}  // namespace

int format_rules(const Arguments& arguments, Shell& shell) {
  Diagnostics diagnostics;
  SourceMap sources;
  bool fine = true, differs = false;
  for (const std::string& path : arguments.words)
    fine = format_one(path, arguments, shell, diagnostics, sources, differs) && fine;
  print_messages(diagnostics, sources, message_format(arguments, "--diagnostics"), shell);
  return fine && !differs ? kFine : kErrors;
}

}  // namespace kpi::cli
