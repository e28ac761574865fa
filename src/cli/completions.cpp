#include "cli/commands.hpp"
#include "cli/options.hpp"

/// Scripts by which a shell completes `kpi`: written from the table of commands, so that they
/// always know what the program knows.
namespace kpi::cli {
namespace {

/// What may stand in a place: words of a list, files, folders, rule files, or anything.
enum class Kind : std::uint8_t { Words, File, Folder, Rules, Other };

Kind kind_of(const OptionSpec& spec) {
  if (!spec.choices.empty()) return Kind::Words;
  if (spec.value == "FILE") return Kind::File;
  return spec.value == "DIR" ? Kind::Folder : Kind::Other;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words)
    out += (out.empty() ? "" : " ") + word;
  return out;
}

std::string choices_of(const OptionSpec& spec) {
  return joined({spec.choices.begin(), spec.choices.end()});
}

std::vector<std::string> command_names() {
  std::vector<std::string> names;
  for (const Command& command : commands())
    names.emplace_back(command.name);
  names.emplace_back("help");
  return names;
}

/// Words that the first argument of a command is one of; a rule file where there are none.
std::vector<std::string> first_words(std::string_view command) {
  if (command == "help") return command_names();
  if (command == "man") {
    std::vector<std::string> names = command_names();
    names.pop_back();  // `help` has no page
    return names;
  }
  if (command == "completions") return {"bash", "zsh", "fish"};
  if (command == "cache") return {"clear"};
  if (command == "data") return {"check"};
  return {};
}

bool takes_rules(const Command& command) {
  return !command.words.empty() && command.words[0].name.substr(0, 4) == "FILE";
}

/// `'it'\''s'`
std::string in_quotes(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += "'\\'";
    out += c;
  }
  return out + '\'';
}

// ---- bash ---------------------------------------------------------------------------------------

std::string bash_values(const std::string& pattern, const OptionSpec& spec) {
  const Kind kind = kind_of(spec);
  if (kind == Kind::Other) return {};
  const std::string how = kind == Kind::Words    ? "-W " + in_quotes(choices_of(spec))
                          : kind == Kind::Folder ? std::string("-d")
                                                 : std::string("-f");
  return "    " + pattern + ") _kpi_from " + how + "; return ;;\n";
}

/// What bash is told of the commands: the lines of its three `case`s.
struct BashCases {
  std::string values;   // of an option, by command and option
  std::string options;  // by command
  std::string words;    // the first words of a command
};

BashCases bash_cases() {
  BashCases cases;
  for (const Command& command : commands()) {
    const std::string name(command.name);
    std::vector<std::string> names;
    for (const OptionSpec& spec : command.options) {
      names.emplace_back(spec.name);
      cases.values += bash_values(name + ":" + std::string(spec.name), spec);
      if (!spec.short_name.empty()) {
        cases.values += bash_values(name + ":" + std::string(spec.short_name), spec);
      }
    }
    cases.options += "      " + name + ") _kpi_from -W " + in_quotes(joined(names)) + " ;;\n";
    const std::string first = joined(first_words(name));
    if (!first.empty()) {
      cases.words += "    " + name + ") _kpi_from -W " + in_quotes(first) + " ;;\n";
    }
  }
  cases.words += "    help) _kpi_from -W " + in_quotes(joined(command_names())) + " ;;\n";
  return cases;
}

std::string bash_script() {
  const BashCases cases = bash_cases();
  return R"(# bash completion of kpi, written by `kpi completions bash`
_kpi_from() {
  local IFS=$'\n'
  if [[ $1 == -W ]]; then
    COMPREPLY=($(IFS=' ' compgen -W "$2" -- "$current"))
  else
    compopt -o filenames 2>/dev/null
    COMPREPLY=($(compgen "$1" -- "$current"))
  fi
}

_kpi() {
  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} at=1
  COMPREPLY=()
  # `--lang zh` and `--lang=zh`, which is three words, may stand before the command
  while [[ ${COMP_WORDS[at]} == --lang ]] && ((COMP_CWORD > at)); do
    [[ ${COMP_WORDS[at+1]} == = ]] && ((at++))
    ((at += 2))
  done
  local command=${COMP_WORDS[at]}
  if ((COMP_CWORD < at)); then
    _kpi_from -W 'zh en'
    return
  fi
  if ((COMP_CWORD == at)); then
    _kpi_from -W )" +
         in_quotes(joined(command_names()) + " --help --version --lang") + R"(
    return
  fi
  # `--format=c` comes as three words
  [[ $current == = ]] && current=
  [[ $before == = ]] && before=${COMP_WORDS[COMP_CWORD-2]}
  case $command:$before in
)" + cases.values +
         R"(  esac
  if [[ $current == -* ]]; then
    case $command in
)" + cases.options +
         R"(    esac
    return
  fi
  case $command in
)" + cases.words +
         R"(    *)
      compopt -o filenames 2>/dev/null
      local IFS=$'\n'
      COMPREPLY=($(compgen -d -- "$current") $(compgen -f -X '!*.kpi' -- "$current"))
      ;;
  esac
}

complete -F _kpi kpi
)";
}

// ---- zsh ----------------------------------------------------------------------------------------

/// In `_arguments` a bracket ends the text and a colon the field.
std::string zsh_text(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string zsh_action(Kind kind, const std::string& choices) {
  switch (kind) {
    case Kind::Words: return "(" + choices + ")";
    case Kind::File: return "_files";
    case Kind::Folder: return "_files -/";
    case Kind::Rules: return "_files -g \"*.kpi\"";
    case Kind::Other: return " ";
  }
  return {};
}

std::string zsh_option(const OptionSpec& spec, const Shell& shell) {
  std::string rest = "[" + zsh_text(shell.text(spec.text)) + "]";
  if (!spec.value.empty()) {
    rest += ":" + std::string(spec.value) + ":" + zsh_action(kind_of(spec), choices_of(spec));
  }
  const std::string repeats = spec.repeats ? "*" : "";
  const std::string name = std::string(spec.name) + (spec.value.empty() ? "" : "=");
  std::string out = " \\\n        " + in_quotes(repeats + name + rest);
  if (!spec.short_name.empty()) {
    out += " \\\n        " + in_quotes(repeats + std::string(spec.short_name) + rest);
  }
  return out;
}

std::string zsh_script(const Shell& shell) {
  std::string names, cases;
  for (const Command& command : commands()) {
    const std::string name(command.name);
    names += "    " + in_quotes(name + ":" + zsh_text(shell.text(command.about))) + "\n";
    std::string arguments;
    for (const OptionSpec& spec : command.options)
      arguments += zsh_option(spec, shell);
    const std::string first = joined(first_words(name));
    if (!first.empty()) {
      arguments += " \\\n        " + in_quotes("1:word:(" + first + ")");
    } else if (takes_rules(command)) {
      arguments += " \\\n        " + in_quotes("*:file:" + zsh_action(Kind::Rules, ""));
    }
    cases.append("      ").append(name).append(")\n        _arguments").append(arguments);
    cases += "\n        ;;\n";
  }
  names += "    " + in_quotes("help:" + zsh_text(shell.text(Text::cmd_help))) + "\n";
  cases += "      help) _arguments " + in_quotes("1:command:(" + joined(command_names()) + ")") +
           " ;;\n";
  return R"(#compdef kpi
# zsh completion of kpi, written by `kpi completions zsh`
_kpi() {
  local -a known
  known=(
)" + names +
         R"(  )
  local context state line
  _arguments -C '1:command:->command' '*::argument:->argument'
  case $state in
    command) _describe command known ;;
    argument)
      case $words[1] in
)" + cases +
         R"(      esac
      ;;
  esac
}

if [[ $funcstack[1] == _kpi ]]; then _kpi "$@"; else compdef _kpi kpi; fi
)";
}

// ---- fish ---------------------------------------------------------------------------------------

std::string fish_option(const std::string& condition, const OptionSpec& spec, const Shell& shell) {
  std::string out = "complete -c kpi -n " + in_quotes(condition);
  out += " -l " + std::string(spec.name.substr(2));
  if (!spec.short_name.empty()) out += " -s " + std::string(spec.short_name.substr(1));
  out += " -d " + in_quotes(shell.text(spec.text));
  switch (kind_of(spec)) {
    case Kind::Words: out += " -x -a " + in_quotes(choices_of(spec)); break;
    case Kind::Folder: out += " -x -a '(__fish_complete_directories)'"; break;
    case Kind::File: out += " -r -F"; break;
    case Kind::Rules:
    case Kind::Other: out += spec.value.empty() ? "" : " -x"; break;
  }
  return out + '\n';
}

std::string fish_script(const Shell& shell) {
  std::string out =
      "# fish completion of kpi, written by `kpi completions fish`\n"
      "complete -c kpi -f\n";
  const std::string at_command = "__fish_use_subcommand";
  for (const Command& command : commands()) {
    const std::string name(command.name);
    const std::string inside = "__fish_seen_subcommand_from " + name;
    out.append("complete -c kpi -n ").append(at_command).append(" -a ").append(name);
    out.append(" -d ").append(in_quotes(shell.text(command.about))) += '\n';
    for (const OptionSpec& spec : command.options)
      out += fish_option(inside, spec, shell);
    const std::string first = joined(first_words(name));
    const std::string words = !first.empty()         ? in_quotes(first)
                              : takes_rules(command) ? "'(__fish_complete_suffix .kpi)'"
                                                     : std::string();
    if (!words.empty()) out += "complete -c kpi -n " + in_quotes(inside) + " -a " + words + '\n';
  }
  out += "complete -c kpi -n " + at_command + " -a help -d " +
         in_quotes(shell.text(Text::cmd_help)) + '\n';
  out += "complete -c kpi -n '__fish_seen_subcommand_from help' -a " +
         in_quotes(joined(command_names())) + '\n';
  return out;
}

}  // namespace

int completions(const Arguments& arguments, Shell& shell) {
  const std::string& wanted = arguments.words[0];
  if (wanted == "bash") return print(bash_script(), shell);
  if (wanted == "zsh") return print(zsh_script(shell), shell);
  if (wanted == "fish") return print(fish_script(shell), shell);
  Diagnostics diagnostics;
  diagnostics.report(Code::bad_choice, {},
                     {{"value", wanted}, {"option", "SHELL"}, {"choices", "bash, zsh, fish"}});
  return refuse(diagnostics, "completions", shell);
}

}  // namespace kpi::cli
