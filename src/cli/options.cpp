#include "cli/options.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace kpi::cli {
namespace {

constexpr std::size_t kMostDigits = 9;  // of a count on the command line

bool ends_with(const std::string& text, std::string_view end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

/// A positive whole number, or what the request has already.
std::size_t count_of(const Arguments& arguments, std::string_view option, std::size_t otherwise,
                     Diagnostics& diagnostics) {
  const std::optional<std::string> text = arguments.value(option);
  if (!text) return otherwise;
  const bool digits = !text->empty() && text->size() <= kMostDigits &&
                      text->find_first_not_of("0123456789") == std::string::npos;
  const std::size_t count = digits ? std::stoul(*text) : 0;
  if (count > 0) return count;
  diagnostics.report(Code::bad_choice, {},
                     {{"value", *text}, {"option", option}, {"choices", "1, 2, 3, …"}});
  return otherwise;
}

}  // namespace

OptionSpec data_option() {
  return {"--data", "", "DIR", Text::opt_data, {}};
}
OptionSpec table_option() {
  return {"--table", "", "NAME=PATH", Text::opt_table, {}, true};
}
OptionSpec period_option() {
  return {"--period", "", "P", Text::opt_period, {}};
}
OptionSpec query_period_option() {
  return {"--period", "", "P", Text::opt_query_period, {}};
}
OptionSpec of_option() {
  return {"--of", "", "KEY", Text::opt_of, {}};
}
OptionSpec as_of_option() {
  return {"--as-of", "", "DATE", Text::opt_as_of, {}};
}
OptionSpec set_option() {
  return {"--set", "", "NAME=VALUE", Text::opt_set, {}, true};
}
OptionSpec result_format_option() {
  return {"--format", "", "FORM", Text::opt_result_format, {"table", "csv", "json", "md"}};
}
OptionSpec message_format_option(std::string_view name) {
  return {name, "", "FORM", Text::opt_message_format, {"full", "concise", "json"}};
}
OptionSpec details_option() {
  return {"--details", "", "", Text::opt_details, {}};
}
OptionSpec output_option() {
  return {"--output", "-o", "FILE", Text::opt_output, {}};
}
OptionSpec keep_going_option() {
  return {"--keep-going", "", "", Text::opt_keep_going, {}};
}
OptionSpec rejects_option() {
  return {"--rejects", "", "FILE", Text::opt_rejects, {}};
}
OptionSpec stage_option() {
  return {"--stage", "", "STAGE", Text::opt_stage, {"tree", "ast", "program", "plan"}};
}
OptionSpec threads_option() {
  return {"--threads", "", "N", Text::opt_threads, {}};
}
OptionSpec block_rows_option() {
  return {"--block-rows", "", "N", Text::opt_block_rows, {}};
}
OptionSpec block_bytes_option() {
  return {"--block-bytes", "", "N", Text::opt_block_bytes, {}};
}
OptionSpec engine_option() {
  return {"--engine", "", "NAME", Text::opt_engine, {"native", "reference"}};
}
OptionSpec color_option() {
  return {"--color", "", "WHEN", Text::opt_color, {"auto", "always", "never"}};
}
OptionSpec lang_option() {
  return {"--lang", "", "LANG", Text::opt_lang, {"zh", "en"}};
}
OptionSpec help_option() {
  return {"--help", "-h", "", Text::opt_help, {}};
}

driver::Settings settings_of(const Arguments& arguments, Diagnostics& diagnostics) {
  return assignments(arguments, "--set", "NAME=VALUE", diagnostics);
}

driver::RunRequest request_of(const Arguments& arguments, Diagnostics& diagnostics) {
  driver::RunRequest request;
  request.bindings.folder = arguments.value("--data").value_or("");
  request.bindings.paths = assignments(arguments, "--table", "NAME=PATH", diagnostics);
  request.load.keep_going = arguments.has("--keep-going");
  request.load.block_bytes =
      count_of(arguments, "--block-bytes", request.load.block_bytes, diagnostics);
  if (arguments.value("--engine") == "reference") request.engine = driver::Engine::Reference;
  request.period = arguments.value("--period").value_or("");
  request.as_of = arguments.value("--as-of");
  request.of = arguments.value("--of");
  request.block_rows = count_of(arguments, "--block-rows", request.block_rows, diagnostics);
  request.threads =
      static_cast<unsigned>(count_of(arguments, "--threads", request.threads, diagnostics));
  return request;
}

bool tables_are_declared(const table::Bindings& bindings, const Program& program,
                         Diagnostics& diagnostics) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < program.tables.size(); ++i) {
    names.push_back(program.tables[TableId(i)].name);
  }
  bool fine = true;
  for (const auto& [name, path] : bindings.paths) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    fine = false;
    Diagnostic& report = diagnostics.report(Code::unknown_table_option, {}, {{"name", name}});
    if (const auto near = nearest(name, names)) report.hint(Text::did_you_mean, {{"name", *near}});
  }
  return fine;
}

output::Format result_format(const Arguments& arguments) {
  const std::string path = ascii_lower(arguments.value("--output").value_or(""));
  const std::optional<std::string> name = arguments.value("--format");
  if (name ? *name == "csv" : ends_with(path, ".csv")) return output::Format::Csv;
  if (name ? *name == "json" : ends_with(path, ".json")) return output::Format::Json;
  if (name ? *name == "md" : ends_with(path, ".md")) return output::Format::Markdown;
  return output::Format::Table;
}

DiagnosticFormat message_format(const Arguments& arguments, std::string_view option) {
  const std::string name = arguments.value(option).value_or("full");
  if (name == "concise") return DiagnosticFormat::Concise;
  if (name == "json") return DiagnosticFormat::Json;
  return DiagnosticFormat::Full;
}

std::optional<Language> language_named(std::string_view name) {
  if (name == "zh") return Language::Chinese;
  if (name == "en") return Language::English;
  return std::nullopt;
}

}  // namespace kpi::cli
