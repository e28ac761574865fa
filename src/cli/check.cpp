#include <set>

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "diag/system_words.hpp"
#include "driver/session.hpp"
#include "format/diff.hpp"
#include "output/proofs.hpp"
#include "output/sarif.hpp"

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

/// The messages: to standard error, but a SARIF document is a result.
int say(Diagnostics& diagnostics, const SourceMap& sources, const Arguments& arguments,
        Shell& shell) {
  if (arguments.value("--format") != "sarif") {
    print_messages(diagnostics, sources, message_format(arguments, "--format"), shell);
    return kFine;
  }
  diagnostics.sort();
  return print(output::to_sarif(diagnostics, sources, shell.language), shell);
}

int prove(const driver::Compiled& compiled, const driver::Settings& settings,
          const Arguments& arguments, Shell& shell) {
  const bool json = message_format(arguments, "--format") == DiagnosticFormat::Json;
  const auto proofs = driver::proofs_of(compiled, settings, shell.files);
  const std::string report = output::render_proofs(
      proofs, compiled.sources, json ? output::ReportFormat::Json : output::ReportFormat::Text,
      shell.language);
  return print(report, shell);
}

/// Messages and, where there is no error, what was asked for.
int conclude(const driver::Compiled& compiled, Diagnostics& diagnostics,
             const driver::Settings& settings, const Arguments& arguments, Shell& shell) {
  const int said = say(diagnostics, compiled.sources, arguments, shell);
  if (!compiled.ok || diagnostics.has_errors()) return kErrors;
  if (said != kFine) return said;
  if (arguments.has("--proofs")) return prove(compiled, settings, arguments, shell);
  if (arguments.value("--format").value_or("full") != "full") return kFine;
  return print(summary(arguments.words[0], compiled.program, shell), shell);
}

/// What the edits would change; fails where they would change anything, as `kpi fmt --diff` does,
/// and where mistakes would be left, which are said.
int show(driver::Fixed& fixed, Shell& shell) {
  std::string out;
  for (const driver::FixedFile& file : fixed.files)
    out += format::unified_diff(file.path, file.before, file.after);
  const int printed = out.empty() ? kFine : print(out, shell);
  print_messages(fixed.diagnostics, fixed.compiled.sources, DiagnosticFormat::Full, shell);
  const bool fine = fixed.files.empty() && !fixed.diagnostics.has_errors();
  return printed == kFine && fine ? kFine : kErrors;
}

int fix(const driver::Settings& settings, const Arguments& arguments, Shell& shell) {
  driver::Fixed fixed = driver::fixed(arguments.words[0], settings, shell.files);
  if (arguments.has("--diff")) return show(fixed, shell);
  std::string done;
  for (const driver::FixedFile& file : fixed.files) {
    if (const auto why = shell.files.write(file.path, file.after)) {
      fixed.diagnostics.report(Code::not_writable, {}, {{"path", file.path}, why_argument(*why)});
      continue;
    }
    done += shell.text(Text::cli_fixed, {{"path", file.path}, {"count", file.edits}}) + '\n';
  }
  // beside a machine's form the sentences are no result
  const bool full = arguments.value("--format").value_or("full") == "full";
  if (full && !done.empty() && print(done, shell) != kFine) return kErrors;
  return conclude(fixed.compiled, fixed.diagnostics, settings, arguments, shell);
}

/// Options that would be ignored beside each other.
void refuse_without_effect(const Arguments& arguments, Diagnostics& diagnostics) {
  const auto refuse = [&](const char* option, const char* choices) {
    diagnostics.report(Code::option_without_effect, {}, {{"option", option}, {"choices", choices}});
  };
  const std::string format = arguments.value("--format").value_or("full");
  const bool diff = arguments.has("--diff");
  if (diff && !arguments.has("--fix")) refuse("--diff", "--fix");
  if (diff && format != "full") refuse("--diff", "--format full");
  if (!arguments.has("--proofs")) return;
  if (format == "sarif") refuse("--proofs", "--format full, concise, json, github");
  if (diff) refuse("--proofs", "kpi check without --diff");
}

}  // namespace

int check(const Arguments& arguments, Shell& shell) {
  Diagnostics diagnostics;
  const driver::Settings settings = settings_of(arguments, diagnostics);
  refuse_without_effect(arguments, diagnostics);
  if (diagnostics.has_errors()) return refuse(diagnostics, "check", shell);
  if (arguments.has("--fix")) return fix(settings, arguments, shell);
  const driver::Compiled compiled =
      driver::compile(arguments.words[0], settings, shell.files, diagnostics);
  return conclude(compiled, diagnostics, settings, arguments, shell);
}

}  // namespace kpi::cli
