#include "ast/from_tree.hpp"
#include "diag/system_words.hpp"
#include "driver/ask.hpp"

namespace kpi::driver {
namespace {

/// The text of the first file only: used files are dumped by their own path.
std::optional<FileId> read_file(const std::string& path, const io::Files& files,
                                Diagnostics& diagnostics, SourceMap& sources) {
  std::string why;
  auto text = io::read_all(files, path, why);
  if (text) return sources.add(path, std::move(*text));
  diagnostics.report(Code::rules_unreadable, Span{}, {{"path", path}, why_argument(why)});
  return std::nullopt;
}

/// Of a file that computes nothing by itself: every metric, for the company.
plan::Plan plan_of(Program& program, const RunRequest& request, const Asked& asked, Date as_of,
                   Diagnostics& diagnostics) {
  const bool runs =
      !program.scorecards.empty() || !program.payouts.empty() || !program.rules.empty();
  if (runs || program.metrics.empty()) {
    return plan::plan_run(program, {asked.days, request.period, as_of, {}}, diagnostics);
  }
  plan::QueryRequest query;
  for (std::size_t i = 0; i < program.metrics.size(); ++i) {
    const Metric& metric = program.metrics[MetricId(i)];
    if (metric.subject_table || !metric.unbound.empty()) continue;  // of single people; of no table
    Expr whole;
    whole.op = Op::Metric;
    whole.metric = MetricId(i);
    whole.type = metric.type;
    whole.span = metric.span;
    query.measures.push_back(program.exprs.push(std::move(whole)));
  }
  query.days = asked.days;
  query.period = asked.period;
  query.as_of = as_of;
  return plan::plan_query(program, query, diagnostics);
}

std::string dump_plan(Program& program, const RunRequest& request, Diagnostics& diagnostics) {
  if (request.period.empty()) {
    diagnostics.report(Code::period_missing, Span{});
    return {};
  }
  const auto asked = parse_asked(request.period, program.calendar, diagnostics);
  const auto as_of = asked ? as_of_day(request, *asked, diagnostics) : std::nullopt;
  if (!as_of) return {};
  const plan::Plan plan = plan_of(program, request, *asked, *as_of, diagnostics);
  return diagnostics.has_errors() ? std::string() : plan::print(plan, program);
}

}  // namespace

std::optional<std::string> dump(const std::string& stage, const std::string& path,
                                const Settings& settings, const RunRequest& request,
                                const io::Files& files, Diagnostics& diagnostics,
                                SourceMap& sources) {
  if (stage == "tree" || stage == "ast") {
    const auto file = read_file(path, files, diagnostics, sources);
    if (!file) return std::string();
    const syntax::Tree tree = syntax::parse_file(*file, sources, diagnostics);
    if (stage == "tree") return syntax::print(tree, sources);
    return ast::print(ast::from_tree(tree, sources, diagnostics));
  }
  if (stage != "program" && stage != "plan") return std::nullopt;
  Compiled compiled = compile(path, settings, files, diagnostics);
  sources = compiled.sources;
  if (!compiled.ok) return std::string();
  return stage == "program" ? print(compiled.program)
                            : dump_plan(compiled.program, request, diagnostics);
}

}  // namespace kpi::driver
