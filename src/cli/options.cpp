#include "cli/options.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/project.hpp"
#include "io/address.hpp"
#include "io/delimiter.hpp"
#include "io/workers.hpp"

namespace kpi::cli {
namespace {

constexpr std::string_view kTable = "--table";
constexpr std::string_view kEncoding = "--encoding";
constexpr std::string_view kDelimiter = "--delimiter";
constexpr const char* kDelimiters = "comma, semicolon, tab, pipe";
constexpr const char* kEncodings = "utf-8, gb18030, utf-16, utf-16be, windows-1252";
constexpr std::size_t kMostDigits = 9;     // of a count on the command line
constexpr std::size_t kMostThreads = 256;  // each has accumulators of its own

/// Threads meet after every block: of 512 KiB, half a millisecond, the second thread does 1.6 times
/// what it does of 128 KiB, which one thread reads fastest (5 %).
constexpr std::size_t kBlockOfThreads = std::size_t{512} * 1024;

/// `.csv` of `out/Year.CSV`; empty without one.
std::string ending_of(const std::string& path) {
  const std::size_t name = path.rfind('/') + 1;  // npos + 1 is 0
  const std::size_t dot = path.rfind('.');
  if (dot == std::string::npos || dot <= name) return {};
  return ascii_lower(std::string_view(path).substr(dot));
}

/// The endings of the forms that some command writes, as --format names them.
constexpr std::pair<const char*, const char*> kEndings[] = {
    {".csv", "csv"},   {".json", "json"}, {".md", "md"},     {".xml", "junit"},
    {".html", "html"}, {".txt", "table"}, {".kpi", "rules"}, {".xlsx", "xlsx"}};

std::optional<std::string> form_of_ending(const std::string& ending) {
  for (const auto& [known, form] : kEndings) {
    if (ending == known) return form;
  }
  return std::nullopt;
}

/// What --format of the command can be. One without it writes entries of the library: as they are
/// shown, or a template.
std::vector<std::string_view> forms_of(std::string_view command) {
  for (const Command& known : commands()) {
    if (known.name != command) continue;
    for (const OptionSpec& option : known.options) {
      if (option.name == "--format") return option.choices;
    }
  }
  return {"table", "rules"};
}

bool is_among(const std::vector<std::string_view>& forms, const std::string& form) {
  return std::find(forms.begin(), forms.end(), form) != forms.end();
}

/// `.csv, .json, .txt`
std::string endings_of(const std::vector<std::string_view>& forms) {
  std::string out;
  for (const auto& [ending, form] : kEndings) {
    if (is_among(forms, form)) out += (out.empty() ? "" : ", ") + std::string(ending);
  }
  return out;
}

/// Files that another program would open as something they are not, whatever --format says.
bool is_of_office(const std::string& ending) {
  constexpr const char* kOffice[] = {".xlsx", ".xls", ".ods", ".html", ".pdf", ".docx"};
  return std::any_of(std::begin(kOffice), std::end(kOffice),
                     [&](const char* other) { return ending == other; });
}

/// A positive whole number, or what the request has already.
std::size_t count_of(const Arguments& arguments, std::string_view option, std::size_t otherwise,
                     Diagnostics& diagnostics, std::optional<std::size_t> most = std::nullopt) {
  const std::optional<std::string> text = arguments.value(option);
  if (!text) return otherwise;
  const bool digits = !text->empty() && text->size() <= kMostDigits &&
                      text->find_first_not_of("0123456789") == std::string::npos;
  const std::size_t count = digits ? std::stoul(*text) : 0;
  if (count > 0 && (!most || count <= *most)) return count;
  diagnostics.report(Code::bad_choice, {},
                     {{"value", *text},
                      {"option", option},
                      {"choices", most ? "1, 2, 3, … " + std::to_string(*most) : "1, 2, 3, …"}});
  return otherwise;
}

}  // namespace

OptionSpec data_option() {
  return {"--data", "", "DIR", Text::opt_data, {}};
}
OptionSpec table_option() {
  return {kTable, "", "NAME=PATH", Text::opt_table, {}, true};
}
OptionSpec encoding_option() {
  return {kEncoding, "", "NAME", Text::opt_encoding, {}, true};
}
OptionSpec delimiter_option() {
  return {kDelimiter, "", "NAME", Text::opt_delimiter, {}, true};
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
OptionSpec repl_data_option() {
  return {"--data", "", "DIR", Text::opt_repl_data, {}};
}
OptionSpec repl_period_option() {
  return {"--period", "", "P", Text::opt_repl_period, {}};
}
OptionSpec repl_of_option() {
  return {"--of", "", "KEY", Text::opt_repl_of, {}};
}
OptionSpec echo_option() {
  return {"--echo", "", "", Text::opt_echo, {}};
}
OptionSpec rows_option() {
  return {"--rows", "", "", Text::opt_rows, {}};
}
OptionSpec why_not_option() {
  return {"--why-not", "", "GOAL", Text::opt_why_not, {}};
}
OptionSpec verify_option() {
  return {"--verify", "", "", Text::opt_verify, {}};
}
OptionSpec trace_format_option() {
  return {"--format", "", "FORM", Text::opt_trace_format, {"table", "json", "md"}};
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
  OptionSpec spec = {
      name, "", "FORM", Text::opt_message_format, {"full", "concise", "json", "github"}};
  if (name == "--format") spec.choices.emplace_back("sarif");
  return spec;
}
OptionSpec run_format_option() {
  OptionSpec spec = result_format_option();
  spec.choices.emplace_back("xlsx");
  return spec;
}
OptionSpec data_format_option() {
  return {"--format", "", "FORM", Text::opt_result_format, {"table", "json", "md"}};
}
OptionSpec json_option() {
  return {"--json", "", "", Text::opt_json, {}};
}
OptionSpec init_encoding_option() {
  return {kEncoding, "", "NAME", Text::opt_init_encoding, {}, true};
}
OptionSpec init_delimiter_option() {
  return {kDelimiter, "", "NAME", Text::opt_init_delimiter, {}, true};
}
OptionSpec rules_output_option() {
  return {"--output", "-o", "FILE", Text::opt_output_rules, {}};
}
OptionSpec bom_option() {
  return {"--bom", "", "", Text::opt_bom, {}};
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
OptionSpec final_option() {
  return {"--final", "", "", Text::opt_final, {}};
}
OptionSpec stdio_option() {
  return {"--stdio", "", "", Text::opt_stdio, {}};
}
OptionSpec rejects_option() {
  return {"--rejects", "", "FILE", Text::opt_rejects, {}};
}
OptionSpec check_option() {
  return {"--check", "", "", Text::opt_check, {}};
}
OptionSpec fix_option() {
  return {"--fix", "", "", Text::opt_fix, {}};
}
OptionSpec fix_diff_option() {
  return {"--diff", "", "", Text::opt_fix_diff, {}};
}
OptionSpec diff_option() {
  return {"--diff", "", "", Text::opt_diff, {}};
}
OptionSpec keywords_option() {
  return {"--keywords", "", "WORDS", Text::opt_keywords, {"keep", "en", "zh"}};
}
OptionSpec doc_format_option() {
  return {"--format", "", "FORM", Text::opt_doc_format, {"md", "html"}};
}
OptionSpec stage_option() {
  return {"--stage", "", "STAGE", Text::opt_stage, {"tree", "ast", "program", "plan", "sql"}};
}
OptionSpec filter_option() {
  return {"--filter", "", "TEXT", Text::opt_filter, {}};
}
OptionSpec test_format_option() {
  return {"--format", "", "FORM", Text::opt_test_format, {"table", "json", "junit"}};
}
OptionSpec coverage_option() {
  return {"--coverage", "", "", Text::opt_coverage, {}};
}
OptionSpec proofs_option() {
  return {"--proofs", "", "", Text::opt_proofs, {}};
}
OptionSpec threads_option() {
  return {"--threads", "", "N", Text::opt_threads, {}};
}
OptionSpec profile_option() {
  return {"--profile", "", "", Text::opt_profile, {}};
}
OptionSpec cache_option() {
  return {"--cache", "", "DIR", Text::opt_cache, {}};
}
OptionSpec no_cache_option() {
  return {"--no-cache", "", "", Text::opt_no_cache, {}};
}
OptionSpec quiet_option() {
  return {"--quiet", "", "", Text::opt_quiet, {}};
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

driver::RunRequest request_of(const Arguments& arguments, Language language,
                              Diagnostics& diagnostics) {
  driver::RunRequest request;
  request.bindings = {std::string(io::without_sqlite(arguments.value("--data").value_or(""))),
                      assignments(arguments, kTable, "NAME=PATH", diagnostics)};
  for (auto& [table, path] : request.bindings.paths)
    path = std::string(io::without_sqlite(path));
  request.load.language = language;
  request.load.keep_going = arguments.has("--keep-going");
  request.final_only = arguments.has("--final");
  if (arguments.value("--engine") == "reference") request.engine = driver::Engine::Reference;
  request.period = arguments.value("--period").value_or("");
  request.as_of = arguments.value("--as-of");
  request.of = arguments.value("--of");
  request.block_rows = count_of(arguments, "--block-rows", request.block_rows, diagnostics);
  request.threads = io::hardware_threads();
  request.threads = static_cast<unsigned>(
      count_of(arguments, "--threads", request.threads, diagnostics, kMostThreads));
  if (request.threads > 1) request.load.block_bytes = kBlockOfThreads;
  request.load.block_bytes =
      count_of(arguments, "--block-bytes", request.load.block_bytes, diagnostics);
  return request;
}

bool has_every_file(std::string_view command, const Arguments& arguments,
                    const table::Bindings& bindings, const Program& program,
                    Diagnostics& diagnostics) {
  if (arguments.has("--data")) return true;
  for (const TableSchema& table : program.tables) {
    if (table.derived_from || bindings.paths.count(table.name) != 0) continue;
    diagnostics
        .report(Code::argument_missing, {}, {{"command", command}, {"what", Text::cli_need_data}})
        .hint(Text::or_every_table, {{"table", table.name}});
    return false;
  }
  return true;
}

void report_encoding(const std::string& name, const std::optional<DataPlace>& place,
                     Diagnostics& diagnostics) {
  const kpi::Arguments arguments = {
      {"value", name}, {"option", place ? "encoding" : kEncoding}, {"choices", kEncodings}};
  if (place) {
    diagnostics.report_data(Code::bad_choice, *place, arguments);
  } else {
    diagnostics.report(Code::bad_choice, {}, arguments);
  }
}

void report_delimiter(const std::string& name, const std::optional<DataPlace>& place,
                      Diagnostics& diagnostics) {
  const kpi::Arguments arguments = {
      {"value", name}, {"option", place ? "delimiter" : kDelimiter}, {"choices", kDelimiters}};
  if (place) {
    diagnostics.report_data(Code::bad_choice, *place, arguments);
  } else {
    diagnostics.report(Code::bad_choice, {}, arguments);
  }
}

namespace {

/// What an option says of all tables, and of single ones.
template <class T>
struct Said {
  std::optional<T> of_all;
  std::map<std::string, T> of_one;
};

/// `NAME`, or `TABLE=NAME`. What stands before the first sign is a table only where a name follows:
/// `=` alone is none.
template <class Named, class Report>
auto said_of_tables(const Arguments& arguments, std::string_view option, Named named, Report report,
                    Diagnostics& diagnostics) {
  Said<typename decltype(named(std::string()))::value_type> said;
  for (const std::string& text : arguments.all(option)) {
    const std::size_t equals = text.find('=');
    const std::string name = equals == std::string::npos ? text : text.substr(equals + 1);
    const std::string table = equals == std::string::npos
                                  ? std::string()
                                  : std::string(trim(std::string_view(text).substr(0, equals)));
    const auto value = named(name);
    if (!value) {
      report(name, std::nullopt, diagnostics);
      continue;
    }
    const bool twice = table.empty() ? said.of_all.has_value() : said.of_one.count(table) != 0;
    if (twice) diagnostics.report(Code::option_repeated, {}, {{"option", option}});
    (table.empty() ? said.of_all.emplace() : said.of_one[table]) = *value;
  }
  return said;
}

void refuse_input_twice(const table::Bindings& bindings, Diagnostics& diagnostics) {
  std::optional<std::string> first;
  for (const auto& [table, path] : bindings.paths) {
    if (!io::DataFiles::is_input(path)) continue;
    if (first) diagnostics.report(Code::input_twice, {}, {{"first", *first}, {"second", table}});
    first = table;
  }
}

}  // namespace

io::DataFiles data_files(const Arguments& arguments, const table::Bindings& bindings,
                         const io::Files& files, Diagnostics& diagnostics) {
  const auto encodings = said_of_tables(
      arguments, kEncoding, [](const std::string& name) { return io::encoding_named(name); },
      report_encoding, diagnostics);
  const auto delimiters = said_of_tables(
      arguments, kDelimiter, [](const std::string& name) { return io::delimiter_named(name); },
      report_delimiter, diagnostics);
  refuse_input_twice(bindings, diagnostics);
  io::DataFiles data(files, encodings.of_all.value_or(io::Encoding::Utf8));
  for (const auto& [table, encoding] : encodings.of_one)
    data.declare(table::path_of(table, bindings, files), encoding);
  if (delimiters.of_all) data.divide(*delimiters.of_all);
  for (const auto& [table, delimiter] : delimiters.of_one)
    data.divide(table::path_of(table, bindings, files), delimiter);
  return data;
}

bool tables_are_declared(const Arguments& arguments, const Program& program,
                         Diagnostics& diagnostics) {
  std::vector<std::string> names;
  for (const TableSchema& table : program.tables)
    names.push_back(table.name);
  bool fine = true;
  for (const std::string_view option : {kTable, kEncoding, kDelimiter}) {
    for (const std::string& text : arguments.all(option)) {
      const std::size_t equals = text.find('=');
      const std::string name(trim(std::string_view(text).substr(0, equals)));
      const bool known = std::find(names.begin(), names.end(), name) != names.end();
      if (equals == std::string::npos || known) continue;
      fine = false;
      const DataPlace* const place = place_in_project(arguments, option, text);
      Diagnostic& report =
          place != nullptr ? diagnostics.report_data(Code::project_table, *place, {{"name", name}})
                           : diagnostics.report(Code::unknown_table_option, {},
                                                {{"option", option}, {"name", name}});
      if (const auto near = nearest(name, names))
        report.hint(Text::did_you_mean, {{"name", *near}});
    }
  }
  return fine;
}

void check_output(std::string_view command, const Arguments& arguments, Diagnostics& diagnostics) {
  const std::string path = arguments.value("--output").value_or("");
  const std::string ending = ending_of(path);
  const std::optional<std::string> form = form_of_ending(ending);
  const std::optional<std::string> format = arguments.value("--format");
  const std::vector<std::string_view> forms = forms_of(command);
  const bool known = form && is_among(forms, *form);
  const bool other = !ending.empty() && !known && (form || !format || is_of_office(ending));
  if (other) {
    diagnostics.report(Code::output_ending, {}, {{"path", path}, {"choices", endings_of(forms)}});
  } else if (form && format && *form != *format) {
    diagnostics.report(Code::output_ending_differs, {}, {{"path", path}, {"format", *format}});
  } else if (is_workbook(arguments) && path.empty()) {
    diagnostics.report(Code::workbook_needs_file, {}).hint(Text::say_output_workbook);
  } else if (arguments.has("--bom") && chosen_form(arguments) != "csv") {
    diagnostics.report(Code::option_without_effect, {}, {{"option", "--bom"}, {"choices", "csv"}});
  }
}

std::string chosen_form(const Arguments& arguments) {
  const std::string ending = ending_of(arguments.value("--output").value_or(""));
  return arguments.value("--format").value_or(form_of_ending(ending).value_or("table"));
}

bool is_workbook(const Arguments& arguments) {
  return chosen_form(arguments) == "xlsx";
}

output::Format result_format(const Arguments& arguments) {
  const std::string form = chosen_form(arguments);
  if (form == "csv") return output::Format::Csv;
  if (form == "json") return output::Format::Json;
  return form == "md" ? output::Format::Markdown : output::Format::Table;
}

DiagnosticFormat message_format(const Arguments& arguments, std::string_view option) {
  const std::string name = arguments.value(option).value_or("full");
  if (name == "concise") return DiagnosticFormat::Concise;
  if (name == "json") return DiagnosticFormat::Json;
  if (name == "github") return DiagnosticFormat::Github;
  return DiagnosticFormat::Full;
}

std::optional<Language> language_named(std::string_view name) {
  if (name == "zh") return Language::Chinese;
  if (name == "en") return Language::English;
  return std::nullopt;
}

}  // namespace kpi::cli
