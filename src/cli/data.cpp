#include "cli/commands.hpp"
#include "cli/kept.hpp"
#include "cli/options.hpp"
#include "driver/session.hpp"
#include "io/data_files.hpp"
#include "io/workers.hpp"
#include "output/render.hpp"

namespace kpi::cli {
namespace {

/// Of several words there is one so far.
bool asks_check(const Arguments& arguments, Diagnostics& diagnostics) {
  if (arguments.words[0] == "check") return true;
  diagnostics.report(Code::bad_choice, {},
                     {{"value", arguments.words[0]}, {"option", "kpi data"}, {"choices", "check"}});
  return false;
}

void refuse_two_forms(const Arguments& arguments, Diagnostics& diagnostics) {
  const bool differs = arguments.has("--json") && chosen_form(arguments) != "json" &&
                       (arguments.has("--format") || arguments.has("--output"));
  if (differs) {
    diagnostics.report(Code::option_without_effect, {},
                       {{"option", "--json"}, {"choices", "--format json"}});
  }
}

output::OutputOptions report_options(const Arguments& arguments, const Shell& shell) {
  output::OutputOptions options = output_options(arguments, shell);
  if (arguments.has("--json")) options.format = output::Format::Json;
  return options;
}

}  // namespace

int data(const Arguments& arguments, Shell& shell) {
  Diagnostics diagnostics;
  const driver::Settings settings = settings_of(arguments, diagnostics);
  driver::RunRequest request = request_of(arguments, shell.language, diagnostics);
  const io::DataFiles files = data_files(arguments, request.bindings, shell.files, diagnostics);
  check_output("data", arguments, diagnostics);
  refuse_two_forms(arguments, diagnostics);
  if (!asks_check(arguments, diagnostics) || diagnostics.has_errors()) {
    return refuse(diagnostics, "data", shell);
  }
  io::Workers workers(request.threads);
  request.load.run_jobs = [&](std::size_t count, const std::function<void(std::size_t)>& job) {
    workers.run(count, job);
  };
  std::optional<io::Progress> progress = progress_of(arguments, shell);
  if (progress) request.load.progress = &*progress;
  const driver::Compiled compiled =
      driver::compile(arguments.words[1], settings, shell.files, diagnostics);
  bool fine = compiled.ok;
  if (fine && !has_every_file("data", arguments, request.bindings, compiled.program, diagnostics)) {
    return refuse(diagnostics, "data", shell);
  }
  fine = fine && tables_are_declared(arguments, compiled.program, diagnostics) &&
         data_folder_exists(arguments, shell, diagnostics);
  if (fine) {
    const auto outcome = driver::check_data(compiled, request, files, diagnostics);
    const std::string text =
        output::render(compiled.program, outcome.report, report_options(arguments, shell));
    fine = deliver(text, arguments, shell, diagnostics) && outcome.fine;
  }
  print_messages(diagnostics, compiled.sources, message_format(arguments, "--diagnostics"), shell);
  return fine && !diagnostics.has_errors() ? kFine : kErrors;
}

}  // namespace kpi::cli
