#include "cli/compute.hpp"

namespace kpi::cli {
int explain(const Arguments& arguments, Shell& shell) {
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
                               const io::Files& data, Diagnostics& diagnostics) {
                             return driver::explain(compiled, request, asked, data, diagnostics);
                           });
}

}  // namespace kpi::cli
