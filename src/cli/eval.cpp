#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "driver/session.hpp"

namespace kpi::cli {

int eval(const Arguments& arguments, Shell& shell) {
  Diagnostics diagnostics;
  const driver::Settings settings = settings_of(arguments, diagnostics);
  if (diagnostics.has_errors()) return refuse(diagnostics, "eval", shell);
  driver::Compiled compiled =
      driver::compile(arguments.words[0], settings, shell.files, diagnostics);
  bool fine = compiled.ok;
  if (fine) {
    const auto outcome = driver::evaluate(compiled, arguments.words[1], diagnostics);
    fine = outcome.ok &&
           deliver(output::render_value(outcome.value, outcome.type, shell.language) + '\n',
                   arguments, shell, diagnostics);
  }
  print_messages(diagnostics, compiled.sources, message_format(arguments, "--diagnostics"), shell);
  return fine && !diagnostics.has_errors() ? kFine : kErrors;
}

}  // namespace kpi::cli
