#pragma once

#include <optional>
#include <string>
#include <type_traits>

#include "cli/commands.hpp"
#include "cli/kept.hpp"
#include "cli/options.hpp"
#include "cli/rejects.hpp"
#include "driver/session.hpp"
#include "io/data_files.hpp"
#include "io/profile.hpp"
#include "io/workers.hpp"

namespace kpi::cli {

/// The result as the bytes of its file; nothing and a message where a workbook could not be made.
template <class Result>
std::optional<std::string> bytes_of(const Program& program, const Result& result,
                                    const Arguments& arguments, const Shell& shell,
                                    Diagnostics& diagnostics) {
  if constexpr (std::is_same_v<Result, score::RunResult> ||
                std::is_same_v<Result, score::QueryResult>) {
    if (is_workbook(arguments)) {
      const auto sheets = output::workbook_sheets(program, result, shell.language);
      return workbook_of(sheets, *arguments.value("--output"), diagnostics);
    }
  }
  return output::render(program, result, output_options(arguments, shell));
}

/// Renders and delivers a result, on the clock of the profile.
template <class Result>
bool print_result(const Program& program, const Result& result, io::Profile* profile,
                  const Arguments& arguments, Shell& shell, Diagnostics& diagnostics) {
  std::optional<std::string> bytes;
  {
    const io::Timed timed(profile, "render");
    bytes = bytes_of(program, result, arguments, shell, diagnostics);
  }
  const io::Timed timed(profile, "write");
  return bytes && deliver(*bytes, arguments, shell, diagnostics);
}

/// What `run` and `query` share: compile, compute with `compute(compiled, request, data,
/// diagnostics)`, write rejects and result, print the messages.
template <class Compute>
int compute_and_print(std::string_view command, const Arguments& arguments, Shell& shell,
                      Compute compute) {
  Diagnostics diagnostics;
  const driver::Settings settings = settings_of(arguments, diagnostics);
  driver::RunRequest request = request_of(arguments, shell.language, diagnostics);
  const io::DataFiles data = data_files(arguments, request.bindings, shell.files, diagnostics);
  check_output(command, arguments, diagnostics);
  if (diagnostics.has_errors()) return refuse(diagnostics, command, shell);
  io::Workers workers(request.threads);
  request.load.run_jobs = [&](std::size_t count, const std::function<void(std::size_t)>& job) {
    workers.run(count, job);
  };
  io::Profile profile;
  if (arguments.has("--profile")) request.profile = request.load.profile = &profile;
  const auto settings_of_cache = cache_settings(arguments, shell);
  std::optional<cache::Cache> cache;
  if (settings_of_cache && request.engine == driver::Engine::Native) {
    cache.emplace(*settings_of_cache, data);
    request.load.store = request.cache = &*cache;
  }
  std::optional<io::Progress> progress = progress_of(arguments, shell);
  if (progress) request.load.progress = &*progress;
  const DiagnosticFormat format = message_format(arguments, "--diagnostics");
  driver::Compiled compiled =
      driver::compile(arguments.words[0], settings, shell.files, diagnostics);
  if (compiled.ok &&
      !has_every_file(command, arguments, request.bindings, compiled.program, diagnostics)) {
    return refuse(diagnostics, command, shell);
  }
  if (compiled.ok && !spares_inputs(arguments, compiled, request.bindings, data, diagnostics)) {
    return refuse(diagnostics, command, shell);
  }
  bool fine = compiled.ok && tables_are_declared(arguments, compiled.program, diagnostics) &&
              data_folder_exists(arguments, shell, diagnostics);
  if (fine) {
    const auto outcome = compute(compiled, request, data, diagnostics);
    fine = write_rejects(compiled.program, request.bindings, outcome.rejects,
                         outcome.rejects_not_listed, arguments, shell, diagnostics) &&
           outcome.ok &&
           print_result(compiled.program, outcome.result, request.profile, arguments, shell,
                        diagnostics);
  }
  print_messages(diagnostics, compiled.sources, format, shell);
  print_profile(profile, shell);
  if (cache) finish_cache(*cache, request.profile != nullptr, shell);
  return fine && !diagnostics.has_errors() ? kFine : kErrors;
}

}  // namespace kpi::cli
