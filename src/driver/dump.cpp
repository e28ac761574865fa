#include "ast/from_tree.hpp"
#include "diag/system_words.hpp"
#include "driver/ask.hpp"
#include "driver/server_sums.hpp"
#include "io/address.hpp"
#include "table/file_faults.hpp"

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

/// What keeps the tables of servers from being read.
void complain_of_servers(const Program& program, const RunRequest& request, const io::Files& files,
                         Diagnostics& diagnostics) {
  const auto wanted = table::tables_to_read(program);
  for (std::size_t t = 0; t < program.tables.size(); ++t) {
    const TableSchema& schema = program.tables[TableId(t)];
    if (wanted[TableId(t)] == 0 || schema.derived_from) continue;
    const std::string path = table::source_of(schema, request.bindings, files).path;
    std::string why;
    const auto rows = io::is_address(path) ? files.open(path, why) : nullptr;
    const auto fault = rows ? rows->fault() : std::nullopt;
    if (!fault) continue;
    Diagnostic said = table::explain_content(*fault, schema.name, path);
    Diagnostic& report = diagnostics.report_data(
        said.code, DataPlace{io::without_password(path), 0, 0, {}}, std::move(said.arguments));
    report.notes = std::move(said.notes);
    report.hints = std::move(said.hints);
  }
}

/// What each server is asked for; of a table that is not named every row is read.
std::string statements_of(Program program, const plan::Plan& plan, const RunRequest& request,
                          const io::Files& files, Diagnostics& diagnostics) {
  std::string text;
  plan::mark_used(program, plan);
  complain_of_servers(program, request, files, diagnostics);
  if (diagnostics.has_errors()) return text;
  for (const ServerSum& sum : sums_of_servers(program, plan, request, {}, files, false)) {
    const auto statement = files.summary_statement(sum.path, sum.summary);
    if (!statement) continue;
    text += "-- " + program.tables[sum.table].name + ": " + sum.path + '\n' + *statement + ";\n";
  }
  return text.empty() ? "-- every row of every table is read\n" : text;
}

std::string dump_plan(const std::string& stage, Program& program, const RunRequest& request,
                      const io::Files& files, Diagnostics& diagnostics) {
  if (request.period.empty()) {
    diagnostics.report(Code::period_missing, Span{});
    return {};
  }
  const auto asked = parse_asked(request.period, program.calendar, diagnostics);
  const auto as_of = asked ? as_of_day(request, *asked, diagnostics) : std::nullopt;
  if (!as_of) return {};
  const plan::Plan plan = plan_of(program, request, *asked, *as_of, diagnostics);
  if (diagnostics.has_errors()) return {};
  return stage == "plan" ? plan::print(plan, program)
                         : statements_of(program, plan, request, files, diagnostics);
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
  if (stage != "program" && stage != "plan" && stage != "sql") return std::nullopt;
  Compiled compiled = compile(path, settings, files, diagnostics);
  sources = compiled.sources;
  if (!compiled.ok) return std::string();
  return stage == "program" ? print(compiled.program)
                            : dump_plan(stage, compiled.program, request, files, diagnostics);
}

}  // namespace kpi::driver
