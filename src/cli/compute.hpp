#pragma once

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/rejects.hpp"
#include "driver/session.hpp"

namespace kpi::cli {

/// What `run` and `query` share: compile, compute with `compute(compiled, request, diagnostics)`,
/// write rejects and result, print the messages.
template <class Compute>
int compute_and_print(std::string_view command, const Arguments& arguments, Shell& shell,
                      Compute compute) {
  Diagnostics diagnostics;
  const driver::Settings settings = settings_of(arguments, diagnostics);
  const driver::RunRequest request = request_of(arguments, shell.language, diagnostics);
  check_output(arguments, diagnostics);
  if (diagnostics.has_errors()) return refuse(diagnostics, command, shell);
  const DiagnosticFormat format = message_format(arguments, "--diagnostics");
  driver::Compiled compiled =
      driver::compile(arguments.words[0], settings, shell.files, diagnostics);
  if (compiled.ok &&
      !has_every_file(command, arguments, request.bindings, compiled.program, diagnostics)) {
    return refuse(diagnostics, command, shell);
  }
  if (compiled.ok &&
      !spares_inputs(arguments, compiled, request.bindings, shell.files, diagnostics)) {
    return refuse(diagnostics, command, shell);
  }
  bool fine = compiled.ok && tables_are_declared(request.bindings, compiled.program, diagnostics) &&
              data_folder_exists(arguments, shell, diagnostics);
  if (fine) {
    const auto outcome = compute(compiled, request, diagnostics);
    fine =
        write_rejects(compiled.program, request.bindings, outcome.rejects,
                      outcome.rejects_not_listed, arguments, shell, diagnostics) &&
        outcome.ok &&
        deliver(output::render(compiled.program, outcome.result, output_options(arguments, shell)),
                arguments, shell, diagnostics);
  }
  print_messages(diagnostics, compiled.sources, format, shell);
  return fine && !diagnostics.has_errors() ? kFine : kErrors;
}

}  // namespace kpi::cli
