#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "driver/session.hpp"
#include "output/proofs.hpp"
#include "output/tests.hpp"

namespace kpi::cli {
namespace {

output::TestFormat format_of(const Arguments& arguments) {
  const std::string name = chosen_form(arguments);
  if (name == "json") return output::TestFormat::Json;
  if (name == "junit") return output::TestFormat::Junit;
  return output::TestFormat::Table;
}

/// Nothing unless it is asked for.
std::optional<std::vector<score::CoverageItem>> coverage_of(const Arguments& arguments,
                                                            const driver::Compiled& compiled,
                                                            const driver::Settings& settings,
                                                            const Shell& shell) {
  if (!arguments.has("--coverage")) return std::nullopt;
  return driver::test_coverage(compiled, arguments.value("--filter").value_or(""), settings,
                               shell.files);
}

}  // namespace

int test(const Arguments& arguments, Shell& shell) {
  Diagnostics diagnostics;
  const driver::Settings settings = settings_of(arguments, diagnostics);
  check_output("test", arguments, diagnostics);
  if (arguments.has("--coverage") && chosen_form(arguments) == "junit") {
    diagnostics.report(Code::option_without_effect, {},
                       {{"option", "--coverage"}, {"choices", "table, json"}});
  }
  if (diagnostics.has_errors()) return refuse(diagnostics, "test", shell);
  const std::string& path = arguments.words[0];
  const driver::Compiled compiled = driver::compile(path, settings, shell.files, diagnostics);
  bool fine = compiled.ok;
  if (fine) {
    const std::string filter = arguments.value("--filter").value_or("");
    const auto engine = arguments.value("--engine") == "reference" ? driver::Engine::Reference
                                                                   : driver::Engine::Native;
    const auto results =
        driver::run_tests(compiled, filter, settings, engine, shell.files, diagnostics);
    if (compiled.program.tests.empty()) {
      diagnostics.report(Code::no_tests, {}, {{"path", path}});
    } else if (results.empty()) {
      diagnostics.report(Code::no_test_matches, {}, {{"text", filter}});
    }
    const bool color = output_options(arguments, shell).color;
    const output::TestReport report{results, coverage_of(arguments, compiled, settings, shell),
                                    compiled.sources};
    fine = !results.empty() &&
           deliver(output::render_tests(report, format_of(arguments), shell.language, color),
                   arguments, shell, diagnostics);
    for (const auto& result : results)
      fine = fine && result.passed;
  }
  print_messages(diagnostics, compiled.sources, message_format(arguments, "--diagnostics"), shell);
  return fine && !diagnostics.has_errors() ? kFine : kErrors;
}

}  // namespace kpi::cli
