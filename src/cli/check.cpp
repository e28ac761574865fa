#include <set>

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "driver/session.hpp"
#include "output/proofs.hpp"

namespace kpi::cli {
namespace {

/// Those declared and bound: `revenue(dated paid)` is one more for the engine, not for a reader.
std::size_t declared_metrics(const Program& program) {
  std::set<std::pair<FileId, std::uint32_t>> places;
  for (const Metric& metric : program.metrics) {
    if (metric.unbound.empty()) places.emplace(metric.span.file, metric.span.begin);
  }
  return places.size();
}

/// `plan.kpi: no errors (6 tables, 8 metrics, 2 scorecards, 2 payouts)`
std::string summary(const std::string& path, const Program& program, const Shell& shell) {
  struct Part {
    Text text;
    std::size_t count;
  };
  std::string parts;
  for (const Part& part : {Part{Text::cli_tables, program.tables.size()},
                           Part{Text::cli_metrics, declared_metrics(program)},
                           Part{Text::cli_scorecards, program.scorecards.size()},
                           Part{Text::cli_payouts, program.payouts.size()}}) {
    if (!parts.empty()) parts += shell.text(Text::count_separator);
    parts += shell.text(part.text, {{"count", part.count}});
  }
  return shell.text(Text::cli_fine, {{"path", path}, {"parts", parts}}) + '\n';
}

}  // namespace

int check(const Arguments& arguments, Shell& shell) {
  Diagnostics diagnostics;
  const driver::Settings settings = settings_of(arguments, diagnostics);
  if (diagnostics.has_errors()) return refuse(diagnostics, "check", shell);
  const std::string& path = arguments.words[0];
  const driver::Compiled compiled = driver::compile(path, settings, shell.files, diagnostics);
  const DiagnosticFormat format = message_format(arguments, "--format");
  print_messages(diagnostics, compiled.sources, format, shell);
  if (!compiled.ok || diagnostics.has_errors()) return kErrors;
  if (arguments.has("--proofs")) {
    const auto form =
        format == DiagnosticFormat::Json ? output::ReportFormat::Json : output::ReportFormat::Text;
    const auto proofs = driver::proofs_of(compiled, settings, shell.files);
    const std::string report =
        output::render_proofs(proofs, compiled.sources, form, shell.language);
    return print(report, shell);
  }
  if (format != DiagnosticFormat::Full) return kFine;
  return print(summary(path, compiled.program, shell), shell);
}

}  // namespace kpi::cli
