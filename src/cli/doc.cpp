#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "driver/session.hpp"

namespace kpi::cli {

int doc(const Arguments& arguments, Shell& shell) {
  Diagnostics diagnostics;
  check_output("doc", arguments, diagnostics);
  if (diagnostics.has_errors()) return refuse(diagnostics, "doc", shell);
  SourceMap sources;
  const auto document =
      driver::documented(arguments.words[0], shell.language, shell.files, diagnostics, sources);
  bool fine = document.has_value();
  if (fine) {
    const output::Words words(shell.language);
    const std::string text = chosen_form(arguments) == "html"
                                 ? kpi::doc::to_html(*document, words)
                                 : kpi::doc::to_markdown(*document, words);
    fine = deliver(text, arguments, shell, diagnostics);
  }
  print_messages(diagnostics, sources, message_format(arguments, "--diagnostics"), shell);
  return fine ? kFine : kErrors;
}

}  // namespace kpi::cli
