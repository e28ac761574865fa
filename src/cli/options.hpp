#pragma once

#include <optional>
#include <string>

#include "cli/arguments.hpp"
#include "driver/session.hpp"
#include "io/data_files.hpp"
#include "output/render.hpp"

/// The options that commands share, each declared once.
namespace kpi::cli {

OptionSpec data_option();
OptionSpec table_option();
OptionSpec period_option();
OptionSpec query_period_option();
OptionSpec of_option();
OptionSpec repl_data_option();
OptionSpec repl_period_option();
OptionSpec repl_of_option();
OptionSpec echo_option();
OptionSpec rows_option();
OptionSpec why_not_option();
OptionSpec verify_option();
OptionSpec trace_format_option();
OptionSpec as_of_option();
OptionSpec set_option();
OptionSpec result_format_option();
OptionSpec message_format_option(std::string_view name);  // --format of check, else --diagnostics
OptionSpec run_format_option();
OptionSpec data_format_option();
OptionSpec json_option();
OptionSpec init_encoding_option();
OptionSpec init_delimiter_option();
OptionSpec rules_output_option();
OptionSpec bom_option();
OptionSpec details_option();
OptionSpec output_option();
OptionSpec encoding_option();
OptionSpec delimiter_option();
OptionSpec keep_going_option();
OptionSpec final_option();
OptionSpec rejects_option();
OptionSpec stdio_option();
OptionSpec check_option();
OptionSpec fix_option();
OptionSpec fix_diff_option();
OptionSpec diff_option();
OptionSpec keywords_option();
OptionSpec doc_format_option();
OptionSpec stage_option();
OptionSpec filter_option();
OptionSpec test_format_option();
OptionSpec coverage_option();
OptionSpec proofs_option();
OptionSpec threads_option();
OptionSpec profile_option();
OptionSpec cache_option();
OptionSpec no_cache_option();
OptionSpec quiet_option();
OptionSpec block_rows_option();
OptionSpec block_bytes_option();
OptionSpec engine_option();
OptionSpec color_option();
OptionSpec lang_option();
OptionSpec help_option();

/// `75%` for the param `floor`, as --set says.
driver::Settings settings_of(const Arguments& arguments, Diagnostics& diagnostics);
/// What --data, --table, --period, --of, --as-of and the block sizes ask for.
driver::RunRequest request_of(const Arguments& arguments, Language language,
                              Diagnostics& diagnostics);
/// Reports the name of no encoding.
void report_encoding(const std::string& name, const std::optional<DataPlace>& place,
                     Diagnostics& diagnostics);
/// The same of a delimiter.
void report_delimiter(const std::string& name, const std::optional<DataPlace>& place,
                      Diagnostics& diagnostics);
/// The files of the data as --encoding and --delimiter say to read them. Only one of the tables can
/// be standard input.
io::DataFiles data_files(const Arguments& arguments, const table::Bindings& bindings,
                         const io::Files& files, Diagnostics& diagnostics);
/// Without --data every table needs a --table of its own; reports that one is missing.
bool has_every_file(std::string_view command, const Arguments& arguments,
                    const table::Bindings& bindings, const Program& program,
                    Diagnostics& diagnostics);
/// Reports every --table name that the rules do not have.
bool tables_are_declared(const Arguments& arguments, const Program& program,
                         Diagnostics& diagnostics);
/// Refuses an -o file whose ending is no form the command writes or another than --format says, and
/// --bom for what is no CSV.
void check_output(std::string_view command, const Arguments& arguments, Diagnostics& diagnostics);
/// --format, or what the ending of the -o file says; `table` if neither does.
std::string chosen_form(const Arguments& arguments);
/// The result is a workbook, which is no text.
bool is_workbook(const Arguments& arguments);
output::Format result_format(const Arguments& arguments);
DiagnosticFormat message_format(const Arguments& arguments, std::string_view option);
/// The language of --lang, or nothing.
std::optional<Language> language_named(std::string_view name);

}  // namespace kpi::cli
