#include "cli/shell.hpp"

#include "base/text.hpp"
#include "cli/options.hpp"
#include "cli/project.hpp"
#include "diag/system_words.hpp"
#include "io/address.hpp"
#include "io/data_files.hpp"
#include "io/workbook_writer.hpp"

namespace kpi::cli {
namespace {

constexpr int kMessageWidth = 100;  // where no terminal says otherwise
constexpr std::size_t kMostDigits = 4;

bool is_set(const io::Console& console, const char* name) {
  const std::optional<std::string> value = console.variable(name);
  return value && !value->empty();
}

bool colors(const Shell& shell, bool terminal) {
  if (shell.color != ColorWhen::Auto) return shell.color == ColorWhen::Always;
  if (is_set(shell.console, "NO_COLOR")) return false;
  if (is_set(shell.console, "CLICOLOR_FORCE")) return true;
  return terminal && shell.console.variable("TERM").value_or("") != "dumb";
}

/// COLUMNS, else the terminal's own width; 0 if neither says.
int columns(const Shell& shell) {
  const std::string text = shell.console.variable("COLUMNS").value_or("");
  const bool digits = !text.empty() && text.size() <= kMostDigits &&
                      text.find_first_not_of("0123456789") == std::string::npos;
  const int said = digits ? std::stoi(text) : 0;
  return said > 0 ? said : shell.console.terminal_columns();
}

}  // namespace

std::string Shell::text(Text name, kpi::Arguments arguments) const {
  return message_text(Message{name, std::move(arguments)}, language);
}

Language language_of_environment(const io::Console& console) {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const std::optional<std::string> value = console.variable(name);
    if (!value || value->empty()) continue;
    return ascii_lower(*value).compare(0, 2, "zh") == 0 ? Language::Chinese : Language::English;
  }
  return Language::English;
}

RenderOptions render_options(DiagnosticFormat format, const Shell& shell) {
  RenderOptions options;
  options.language = shell.language;
  options.format = format;
  options.color = colors(shell, shell.console.error_is_terminal());
  const int width = columns(shell);
  options.width = width > 0 ? width : kMessageWidth;
  return options;
}

void print_messages(Diagnostics& diagnostics, const SourceMap& sources, DiagnosticFormat format,
                    Shell& shell) {
  diagnostics.sort();
  shell.console.write_error(render(diagnostics, sources, render_options(format, shell)));
}

void print_profile(const io::Profile& profile, Shell& shell) {
  constexpr std::int64_t kPerTenth = 100'000;  // nanoseconds in a tenth of a millisecond
  constexpr std::size_t kColumn = 7;
  if (profile.entries().empty()) return;
  const auto milliseconds = [](std::int64_t nanoseconds) {
    const std::int64_t tenths = nanoseconds / kPerTenth;
    const std::string text = std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10);
    return std::string(text.size() < kColumn ? kColumn - text.size() : 0, ' ') + text;
  };
  std::string text = shell.text(Text::profile_head) + '\n';
  for (const io::Profile::Entry& entry : profile.entries()) {
    text += milliseconds(entry.wall) + "  " + milliseconds(entry.processor) + "  " + entry.stage;
    if (!entry.subject.empty()) text += ' ' + entry.subject;
    text += '\n';
  }
  shell.console.write_error(text);
}

int refuse(Diagnostics& diagnostics, std::string_view command, Shell& shell) {
  RenderOptions options;
  options.language = shell.language;
  options.color = colors(shell, shell.console.error_is_terminal());
  std::string out;
  for (const Diagnostic& item : diagnostics.items())
    out += render(item, {}, options);
  const std::string whole = command.empty() ? "kpi" : "kpi " + std::string(command);
  out += shell.text(Text::cli_see_help, {{"command", whole}}) + '\n';
  shell.console.write_error(out);
  return kWrongUsage;
}

output::OutputOptions output_options(const Arguments& arguments, const Shell& shell) {
  output::OutputOptions options;
  options.format = result_format(arguments);
  options.language = shell.language;
  options.bom = arguments.has("--bom");
  options.details = arguments.has("--details");
  if (arguments.has("--output")) return options;
  options.color = colors(shell, shell.console.output_is_terminal());
  options.width = columns(shell);
  return options;
}

bool deliver(const std::string& bytes, const Arguments& arguments, Shell& shell,
             Diagnostics& diagnostics) {
  const std::optional<std::string> path = arguments.value("--output");
  const std::optional<std::string> why =
      path ? shell.files.write(*path, bytes) : shell.console.write(bytes);
  if (!why) return true;
  if (path) {
    diagnostics.report(Code::not_writable, {}, {{"path", *path}, why_argument(*why, true)});
  } else {
    diagnostics.report(Code::output_failed, {}, {why_argument(*why)});
  }
  return false;
}

std::optional<std::string> workbook_of(const std::vector<TypedSheet>& sheets,
                                       const std::string& path, Diagnostics& diagnostics) {
  std::string why;
  std::optional<std::string> bytes = io::workbook_bytes(sheets, why);
  if (!bytes) diagnostics.report(Code::not_writable, {}, {{"path", path}, why_argument(why, true)});
  return bytes;
}

int print(const std::string& text, Shell& shell) {
  const auto why = shell.console.write(text);
  if (!why) return kFine;
  Diagnostics diagnostics;
  diagnostics.report(Code::output_failed, {}, {why_argument(*why)});
  print_messages(diagnostics, SourceMap(), DiagnosticFormat::Full, shell);
  return kErrors;
}

namespace {

/// Of the tables that a project file binds.
bool project_files_exist(const Arguments& arguments, const Shell& shell, Diagnostics& diagnostics) {
  const io::DataFiles files(shell.files);
  const std::string folder(io::without_sqlite(arguments.value("--data").value_or("")));
  bool fine = true;
  for (const std::string& text : arguments.all("--table")) {
    const DataPlace* const place = place_in_project(arguments, "--table", text);
    const std::size_t equals = text.find('=');
    const std::string said(io::without_sqlite(std::string_view(text).substr(equals + 1)));
    if (io::DataFiles::is_input(said) || io::is_pattern(said)) continue;  // told where it is read
    const std::string name = text.substr(0, equals);
    const std::string path = table::path_of(name, {folder, {{name, said}}}, files);
    if (place == nullptr || files.is_file(path)) continue;
    fine = false;
    diagnostics.report_data(Code::project_file, *place, {{"path", path}});
  }
  return fine;
}

}  // namespace

bool data_folder_exists(const Arguments& arguments, const Shell& shell, Diagnostics& diagnostics) {
  std::optional<std::string> folder = arguments.value("--data");
  if (folder) folder = std::string(io::without_sqlite(*folder));
  if (!folder || io::is_address(*folder) || shell.files.is_folder(*folder) ||
      io::DataFiles(shell.files).holds_tables(*folder)) {
    return project_files_exist(arguments, shell, diagnostics);
  }
  const DataPlace* const place = place_in_project(arguments, "--data", *arguments.value("--data"));
  Diagnostic& report =
      place != nullptr ? diagnostics.report_data(Code::project_file, *place, {{"path", *folder}})
                       : diagnostics.report(Code::data_folder_missing, {}, {{"path", *folder}});
  if (shell.files.is_file(*folder)) {  // one of its files
    const std::string around = io::folder_of(*folder);
    report.hint(Text::write_instead, {{"text", "--data " + (around.empty() ? "." : around)}});
  }
  return false;
}

}  // namespace kpi::cli
