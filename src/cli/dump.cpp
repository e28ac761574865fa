#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "driver/session.hpp"

namespace kpi::cli {

int dump(const Arguments& arguments, Shell& shell) {
  Diagnostics diagnostics;
  const driver::Settings settings = settings_of(arguments, diagnostics);
  const driver::RunRequest request = request_of(arguments, shell.language, diagnostics);
  if (diagnostics.has_errors()) return refuse(diagnostics, "dump", shell);
  SourceMap sources;
  const std::string stage = *arguments.value("--stage");
  const io::DataFiles files = data_files(arguments, request.bindings, shell.files, diagnostics);
  const auto text =
      driver::dump(stage, arguments.words[0], settings, request, files, diagnostics, sources);
  const bool fine = text && deliver(*text, arguments, shell, diagnostics);
  print_messages(diagnostics, sources, message_format(arguments, "--diagnostics"), shell);
  return fine && !diagnostics.has_errors() ? kFine : kErrors;
}

}  // namespace kpi::cli
