#include "cli/run_cli.hpp"

#include <algorithm>
#include <new>

#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/help.hpp"
#include "cli/options.hpp"
#include "cli/pages.hpp"
#include "cli/project.hpp"

namespace kpi::cli {
namespace {

using Words = std::vector<std::string>;

/// The value of an option before the arguments are read: messages about them need it. The last
/// one counts; nothing if it is not there or has no value.
std::optional<std::string> early_value(const Words& words, const std::string& option) {
  std::optional<std::string> value;
  const std::string lead = option + "=";
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--") break;
    if (words[i] == option && i + 1 < words.size()) value = words[i + 1];
    if (words[i].compare(0, lead.size(), lead) == 0) value = words[i].substr(lead.size());
  }
  return value;
}

Shell make_shell(const Words& words, io::Files& files, io::Console& console) {
  Shell shell{files, console};
  shell.language = language_named(early_value(words, "--lang").value_or(""))
                       .value_or(language_of_environment(console));
  const std::string color = early_value(words, "--color").value_or("");
  if (color == "always") shell.color = ColorWhen::Always;
  if (color == "never") shell.color = ColorWhen::Never;
  return shell;
}

/// Moves `--lang zh` in front of the command behind it, where the command reads it.
Words command_first(Words words) {
  const bool lang = words.size() > 2 && words[0] == "--lang";
  const bool joined = words.size() > 1 && words[0].compare(0, 7, "--lang=") == 0;
  std::rotate(words.begin(), words.begin() + (lang ? 2 : joined ? 1 : 0), words.end());
  const bool only_lang = words.size() == 2 && words[0] == "--lang";
  if (only_lang) words.clear();
  return words;
}

const Command* find_command(const std::vector<Command>& known, const std::string& name) {
  const auto found = std::find_if(known.begin(), known.end(),
                                  [&](const Command& command) { return command.name == name; });
  return found == known.end() ? nullptr : &*found;
}

int refuse_command(const std::vector<Command>& known, const std::string& name, Shell& shell) {
  Diagnostics diagnostics;
  std::vector<std::string> names = {"help"};
  for (const Command& command : known)
    names.emplace_back(command.name);
  const bool option = !name.empty() && name[0] == '-';
  Diagnostic& report =
      option ? diagnostics.report(Code::unknown_option, {}, {{"command", "kpi"}, {"option", name}})
             : diagnostics.report(Code::unknown_command, {}, {{"name", name}});
  if (const auto code = code_meant(name)) {
    report.hint(Text::did_you_mean, {{"name", "help " + std::string(name_of(*code))}});
  }
  if (const auto near = nearest(name, names)) report.hint(Text::did_you_mean, {{"name", *near}});
  return refuse(diagnostics, "", shell);
}

/// Words the command has no use for; those of an expression without its quotes are one mistake.
void report_surplus(const Command& command, const Arguments& arguments, Diagnostics& diagnostics) {
  const std::size_t wanted = command.words.size();
  if (wanted > 0 && command.words.back().repeats) return;
  const bool lacks_quotes = wanted > 0 && command.words.back().name == "EXPR";
  for (std::size_t i = wanted; i < arguments.words.size(); ++i) {
    Diagnostic& report = diagnostics.report(
        Code::argument_unexpected, {}, {{"command", command.name}, {"text", arguments.words[i]}});
    if (!lacks_quotes) continue;
    std::string whole;
    for (std::size_t word = wanted - 1; word < arguments.words.size(); ++word)
      whole += (whole.empty() ? "'" : " ") + arguments.words[word];
    report.hint(Text::write_instead, {{"text", whole + "'"}});
    return;
  }
}

/// Words and options that must be there, and words that must not.
void check_complete(const Command& command, const Arguments& arguments, Diagnostics& diagnostics) {
  const auto missing = [&](Text what) {
    diagnostics.report(Code::argument_missing, {}, {{"command", command.name}, {"what", what}});
  };
  for (std::size_t i = arguments.words.size(); i < command.words.size(); ++i) {
    if (!command.words[i].optional) missing(command.words[i].what);
  }
  for (const Word& needed : command.needed) {
    const bool tables_may_do = needed.name == "--data" && arguments.has("--table");
    if (!arguments.has(needed.name) && !tables_may_do) missing(needed.what);
  }
  report_surplus(command, arguments, diagnostics);
}

int run_command(const Command& command, const Words& words, Shell& shell) {
  const bool asks_help = std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return word == "--help" || word == "-h";
  });
  if (asks_help) return print(command_help(command, shell), shell);
  Diagnostics diagnostics;
  Arguments arguments = read_arguments(command.name, command.options, words, diagnostics);
  Diagnostics of_project;
  if (!diagnostics.has_errors()) add_project(command, arguments, shell, of_project);
  if (!of_project.empty()) {
    print_messages(of_project, SourceMap(), message_format(arguments, "--diagnostics"), shell);
    return kErrors;
  }
  if (!diagnostics.has_errors()) check_complete(command, arguments, diagnostics);
  if (diagnostics.has_errors()) return refuse(diagnostics, command.name, shell);
  try {
    return command.run(arguments, shell);
  } catch (const std::bad_alloc&) {  // everything it held is free again
    diagnostics.report(Code::out_of_memory, {}).hint(Text::ask_for_less);
    print_messages(diagnostics, SourceMap(), message_format(arguments, "--diagnostics"), shell);
    return kErrors;
  }
}

int help(const std::vector<Command>& known, const Words& words, Shell& shell) {
  if (words.empty() || words[0][0] == '-') return print(general_help(shell), shell);
  if (const auto code = code_meant(words[0])) {
    if (const auto page = pages::text_of(name_of(*code))) {
      return print(page_text(*page, shell.language), shell);
    }
  }
  const Command* command = find_command(known, words[0]);
  if (command == nullptr) return refuse_command(known, words[0], shell);
  return print(command_help(*command, shell), shell);
}

}  // namespace

int run_cli(const std::vector<std::string>& arguments, io::Files& files, io::Console& console) {
  Shell shell = make_shell(arguments, files, console);
  const Words words = command_first(arguments);
  const std::vector<Command> known = commands();
  if (words.empty()) {
    console.write_error(general_help(shell));
    return kWrongUsage;
  }
  const std::string& first = words[0];
  const Words rest(words.begin() + 1, words.end());
  if (first == "--version") return print("kpi " KPI_VERSION "\n", shell);
  if (first == "--help" || first == "-h") return print(general_help(shell), shell);
  if (first == "help") return help(known, rest, shell);
  const Command* command = find_command(known, first);
  if (command == nullptr) return refuse_command(known, first, shell);
  return run_command(*command, rest, shell);
}

}  // namespace kpi::cli
