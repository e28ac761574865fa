#include <algorithm>

#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/help.hpp"

/// Manual pages from the table of commands, in roff with the man macros.
/// Source: groff_man(7).
namespace kpi::cli {
namespace {

/// A backslash, a dash and quotes have a meaning of their own, and a line that begins with `.` is a
/// request.
std::string roff(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool begins_line = out.empty() || out.back() == '\n';
    if (begins_line && c == '.') out += "\\&";
    switch (c) {
      case '\\': out += "\\e"; break;
      case '-': out += "\\-"; break;
      case '\'': out += "\\(aq"; break;
      case '`': out += "\\(ga"; break;
      case '~': out += "\\(ti"; break;
      case '^': out += "\\(ha"; break;
      default: out += c;
    }
  }
  return out;
}

std::string head(Text name, const Shell& shell) {
  return ".SH " + roff(shell.text(name)) + '\n';
}

/// A word and its text, indented below it.
std::string entry(const std::string& word, const std::string& text) {
  return ".TP\n.B " + roff(word) + '\n' + roff(text) + '\n';
}

std::string title(const std::string& page, const std::string& about, const Shell& shell) {
  std::string upper = page;
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return ".TH " + upper + " 1 \"\" \"kpi " KPI_VERSION "\"\n" + head(Text::man_name, shell) +
         roff(page) + " \\- " + roff(about) + '\n';
}

std::string examples(Text text, const Shell& shell) {
  return head(Text::man_examples, shell) + ".nf\n" + roff(shell.text(text)) + "\n.fi\n";
}

std::string exit_status(const Shell& shell) {
  return head(Text::man_exit_head, shell) + entry("0", shell.text(Text::man_exit_fine)) +
         entry("1", shell.text(Text::man_exit_errors)) +
         entry("2", shell.text(Text::man_exit_usage));
}

std::string page_of(const Command& command, const Shell& shell) {
  const std::string page = "kpi-" + std::string(command.name);
  std::string out = title(page, shell.text(command.about), shell);
  out += head(Text::man_synopsis, shell) + ".B " + roff(usage_of(command)) + '\n';
  out += head(Text::man_options, shell);
  for (const OptionSpec& spec : command.options)
    out += entry(written(spec), explained(spec, shell));
  out += exit_status(shell) + examples(command.examples, shell);
  return out + head(Text::man_see_also, shell) + ".BR kpi (1)\n";
}

std::string page_of_kpi(const Shell& shell) {
  std::string out = title("kpi", shell.text(Text::cli_about), shell);
  out += head(Text::man_synopsis, shell) + ".B kpi COMMAND FILE [options]\n";
  out += head(Text::man_commands, shell);
  std::string pages;
  for (const Command& command : commands()) {
    const std::string name(command.name);
    out += entry(name, shell.text(command.about));
    pages += (pages.empty() ? "" : " ,\n") + std::string(".BR kpi\\-") + roff(name) + " (1)";
  }
  out += entry("help", shell.text(Text::cmd_help));
  out += exit_status(shell) + examples(Text::example_kpi, shell);
  return out + head(Text::man_see_also, shell) + pages + '\n';
}

}  // namespace

int man(const Arguments& arguments, Shell& shell) {
  if (arguments.words.empty()) return print(page_of_kpi(shell), shell);
  std::vector<std::string> names;
  for (const Command& command : commands()) {
    if (command.name == arguments.words[0]) return print(page_of(command, shell), shell);
    names.emplace_back(command.name);
  }
  Diagnostics diagnostics;
  Diagnostic& report =
      diagnostics.report(Code::unknown_command, {}, {{"name", arguments.words[0]}});
  if (const auto near = nearest(arguments.words[0], names)) {
    report.hint(Text::did_you_mean, {{"name", *near}});
  }
  return refuse(diagnostics, "man", shell);
}

}  // namespace kpi::cli
