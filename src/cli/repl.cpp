#include "repl/repl.hpp"

#include "cli/commands.hpp"
#include "cli/compute.hpp"
#include "cli/help.hpp"
#include "cli/options.hpp"
#include "cli/pages.hpp"
#include "io/interrupts.hpp"
#include "io/lines.hpp"

namespace kpi::cli {
namespace {

/// Where entries are kept for the next session; empty where there is no place.
std::string history_path(const Shell& shell) {
  const std::string states = shell.console.variable("XDG_STATE_HOME").value_or("");
  if (!states.empty() && states[0] == '/') return io::join_path(states, "kpi/history");
  const std::string home = shell.console.variable("HOME").value_or("");
  return home.empty() ? home : io::join_path(home, ".local/state/kpi/history");
}

std::optional<std::string> page_about(const std::string& name, Language language) {
  const auto code = code_meant(name);
  const auto page = code ? pages::text_of(name_of(*code)) : std::nullopt;
  return page ? std::optional(page_text(*page, language)) : std::nullopt;
}

repl::Voice voice_of(const Arguments& arguments, Shell& shell) {
  repl::Voice voice;
  voice.say = [&shell](const std::string& text) { shell.console.write(text); };
  voice.complain = [&shell](const std::string& text) { shell.console.write_error(text); };
  voice.messages = render_options(message_format(arguments, "--diagnostics"), shell);
  voice.tables = output_options(arguments, shell);
  voice.language = shell.language;
  voice.page = [language = shell.language](const std::string& name) {
    return page_about(name, language);
  };
  return voice;
}

/// From a person, with an editor of lines.
void converse(repl::Repl& session, const Arguments& arguments, const io::Interrupts& interrupts,
              Shell& shell) {
  const bool data = arguments.has("--data") || arguments.has("--table");
  shell.console.write(shell.text(Text::repl_banner, {{"file", arguments.words[0]}}) + '\n' +
                      (data ? "" : shell.text(Text::repl_without_data) + '\n'));
  const auto lines = io::edited_lines(
      history_path(shell),
      [&session](std::string_view text, std::size_t cursor) {
        return session.complete(text, cursor);
      },
      interrupts);
  session.read(*lines, false);
  shell.console.write("\n");
}

/// From a pipe, as they are.
bool read_pipe(repl::Repl& session, const Arguments& arguments) {
  const auto lines = io::piped_lines();
  return session.read(*lines, arguments.has("--echo"));
}

}  // namespace

int repl(const Arguments& arguments, Shell& shell) {
  Diagnostics diagnostics;
  repl::Start start;
  start.path = arguments.words[0];
  start.settings = settings_of(arguments, diagnostics);
  start.request = request_of(arguments, shell.language, diagnostics);
  start.request.of.reset();
  start.request.period.clear();
  const io::DataFiles data =
      data_files(arguments, start.request.bindings, shell.files, diagnostics);
  for (const auto& [table, path] : start.request.bindings.paths) {
    const bool input = io::DataFiles::is_input(path);
    if (input) diagnostics.report(Code::input_is_taken, {}, {{"table", table}});
  }
  if (diagnostics.has_errors()) return refuse(diagnostics, "repl", shell);
  if (!data_folder_exists(arguments, shell, diagnostics)) {
    print_messages(diagnostics, SourceMap(), message_format(arguments, "--diagnostics"), shell);
    return kErrors;
  }
  io::Workers workers(start.request.threads);
  const bool person = io::input_is_terminal() && shell.console.output_is_terminal();
  std::optional<io::Interrupts> interrupts;
  if (person) interrupts.emplace();
  start.request.load.run_jobs = [&](std::size_t count,
                                    const std::function<void(std::size_t)>& job) {
    if (interrupts && interrupts->asked()) throw Stopped{};
    workers.run(count, job);
  };
  const auto settings_of_cache = cache_settings(arguments, shell);
  std::optional<cache::Cache> cache;
  if (settings_of_cache) {
    cache.emplace(*settings_of_cache, data);
    start.request.load.store = start.request.cache = &*cache;
  }
  std::optional<io::Progress> progress = progress_of(arguments, shell);
  if (progress) start.request.load.progress = &*progress;
  repl::Repl session(repl::Session(std::move(start), shell.files, data, shell.language),
                     shell.files, voice_of(arguments, shell));
  session.note_interrupts(interrupts ? &*interrupts : nullptr);
  const bool begun = session.begin(arguments.words[0], arguments.value("--of").value_or(""),
                                   arguments.value("--period").value_or(""));
  bool fine = begun;
  if (begun && person) converse(session, arguments, *interrupts, shell);
  if (begun && !person) fine = read_pipe(session, arguments);
  if (cache) finish_cache(*cache, false, shell);
  return fine ? kFine : kErrors;
}

}  // namespace kpi::cli
