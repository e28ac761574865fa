#include "cli/compute.hpp"

namespace kpi::cli {
namespace {

/// A tree has no CSV.
bool has_form(const Arguments& arguments, Shell& shell) {
  if (result_format(arguments) != output::Format::Csv) return true;
  Diagnostics diagnostics;
  diagnostics.report(Code::bad_choice, {},
                     {{"value", "csv"}, {"option", "--format"}, {"choices", "table, json, md"}});
  refuse(diagnostics, "explain", shell);
  return false;
}

}  // namespace

int explain(const Arguments& arguments, Shell& shell) {
  if (!has_form(arguments, shell)) return kWrongUsage;
  const bool two_questions = arguments.has("--why-not") && arguments.words.size() > 1;
  if (two_questions) {
    Diagnostics diagnostics;
    diagnostics.report(Code::argument_unexpected, {},
                       {{"command", "explain --why-not"}, {"text", arguments.words[1]}});
    return refuse(diagnostics, "explain", shell);
  }
  driver::ExplainRequest asked;
  if (arguments.words.size() > 1) asked.name = arguments.words[1];
  asked.why_not = arguments.value("--why-not");
  asked.rows = arguments.has("--rows");
  asked.verify = arguments.has("--verify");
  return compute_and_print("explain", arguments, shell,
                           [&](const driver::Compiled& compiled, const driver::RunRequest& request,
                               Diagnostics& diagnostics) {
                             return driver::explain(compiled, request, asked, shell.files,
                                                    diagnostics);
                           });
}

}  // namespace kpi::cli
