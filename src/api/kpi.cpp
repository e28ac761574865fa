#include "kpi/kpi.hpp"

#include "diag/render.hpp"
#include "driver/session.hpp"
#include "io/data_files.hpp"
#include "io/memory_files.hpp"
#include "output/number.hpp"
#include "output/render.hpp"

/// The public API over the driver: converts, decides nothing.
namespace kpi::api {

/// What was compiled, with the texts it came from: tests with params compile them again.
struct Rules::Impl {
  driver::Compiled compiled;
  std::map<std::string, std::string> texts;
  Params params;
};

/// The one way into a Rules from outside the class.
struct Access {
  static Rules make(std::shared_ptr<const Rules::Impl> impl) { return Rules(std::move(impl)); }
  static const Rules::Impl* of(const Rules& rules) { return rules.impl_.get(); }
};

namespace {

Language language_of(Lang language) {
  return language == Lang::Chinese ? Language::Chinese : Language::English;
}

Severity severity(kpi::Severity severity) {
  switch (severity) {
    case kpi::Severity::Error: return Severity::Error;
    case kpi::Severity::Warning: return Severity::Warning;
    case kpi::Severity::Note: break;
  }
  return Severity::Note;
}

Message message(const Diagnostic& diagnostic, const SourceMap& sources, Language language) {
  Message out;
  out.code = std::string(name_of(diagnostic.code));
  out.severity = severity(severity_of(diagnostic.code));
  if (diagnostic.data) {
    out.path = diagnostic.data->path;
    out.line = static_cast<int>(diagnostic.data->line);
  } else if (diagnostic.span.file) {
    const SourceFile& file = sources[diagnostic.span.file];
    const LineColumn place = file.locate(diagnostic.span.begin);
    out.path = file.path();
    out.line = place.line;
    out.column = place.column;
  }
  out.text = message_text(diagnostic, language);
  RenderOptions options;
  options.language = language;
  out.full = render(diagnostic, sources, options);
  return out;
}

std::vector<Message> messages(Diagnostics& diagnostics, const SourceMap& sources, Lang language) {
  diagnostics.sort();
  std::vector<Message> all;
  for (const Diagnostic& diagnostic : diagnostics.items())
    all.push_back(message(diagnostic, sources, language_of(language)));
  return all;
}

io::MemoryFiles files_of(const std::map<std::string, std::string>& texts, const io::Files* disk) {
  io::MemoryFiles files(disk);
  for (const auto& [path, text] : texts)
    files.add(path, text);
  return files;
}

Compilation compile(const std::string& path, const std::map<std::string, std::string>& texts,
                    const io::Files& files, const Params& params, Lang language) {
  Diagnostics diagnostics;
  auto impl = std::make_shared<Rules::Impl>(
      Rules::Impl{driver::compile(path, params, files, diagnostics), texts, params});
  Compilation out;
  out.messages = messages(diagnostics, impl->compiled.sources, language);
  if (impl->compiled.ok) out.rules = Access::make(std::move(impl));
  return out;
}

/// Rules that were not usable have no result; nothing else is said about them here.
constexpr const char* kTextPrefix = "memory:";

struct Request {
  driver::RunRequest request;
  io::MemoryFiles files;
};

Request request_of(const Tables& tables, const RunOptions& options, const io::Files& disk) {
  Request out{{}, io::MemoryFiles(&disk)};
  out.request.bindings.folder = tables.folder;
  out.request.bindings.paths = tables.paths;
  for (const auto& [table, text] : tables.texts) {
    out.files.add(kTextPrefix + table, text);
    out.request.bindings.paths[table] = kTextPrefix + table;
  }
  out.request.load.language = language_of(options.language);
  out.request.period = options.period;
  out.request.as_of = options.as_of;
  out.request.of = options.of;
  return out;
}

output::OutputOptions output_options(const RunOptions& options) {
  output::OutputOptions out;
  out.language = language_of(options.language);
  switch (options.form) {
    case Form::Table: out.format = output::Format::Table; break;
    case Form::Csv: out.format = output::Format::Csv; break;
    case Form::Json: out.format = output::Format::Json; break;
    case Form::Markdown: out.format = output::Format::Markdown; break;
  }
  return out;
}

std::string reason_of(const Value& value) {
  return value.is_none() ? std::string(name_of(value.reason())) : std::string();
}

std::string digits_of(const score::Quantity& quantity) {
  if (!quantity.value.is_number()) return {};
  return output::plain_number(quantity.value.number(), quantity.published);
}

std::string text_of(const Value& value, const std::optional<RoundSpec>& published) {
  if (value.is_none()) return "none(" + reason_of(value) + ")";
  if (value.is_number()) return output::plain_number(value.number(), published);
  if (value.is_bool()) return value.truth() ? "true" : "false";
  if (value.is_date()) return to_string(value.date());
  if (value.is_datetime()) return to_string(value.datetime());
  return value.text();
}

Score score_of(const Program& rules, const score::RunResult& result,
               const score::CardResult& card) {
  Score out;
  out.scorecard = rules.scorecards[card.scorecard].name;
  out.period = to_string(card.period, rules.calendar);
  out.key = card.key;
  out.name = card.name;
  out.score = digits_of(card.score);
  out.reason = reason_of(card.score.value);
  if (card.grade.is_text()) out.grade = card.grade.text();
  for (const score::PaidResult& paid : result.payouts) {
    const Payout& payout = rules.payouts[paid.payout.payout];
    const bool of_card = payout.scorecard == card.scorecard && paid.period == card.period;
    if (!of_card || paid.key != card.key) continue;
    const score::Quantity& amount = paid.payout.amount;
    out.payments.push_back({payout.name, digits_of(amount), reason_of(amount.value)});
  }
  return out;
}

std::vector<std::string> row_of(const Program& rules, const score::QueryResult& result,
                                const score::QueryResult::Row& row) {
  std::vector<std::string> cells(result.by_names.size());
  for (std::size_t i = 0; i < std::min(row.keys.size(), cells.size()); ++i)
    cells[i] = row.keys[i];
  if (row.period && !cells.empty()) cells.back() = to_string(*row.period, rules.calendar);
  for (std::size_t i = 0; i < row.values.size(); ++i)
    cells.push_back(text_of(row.values[i], result.measures[i].published));
  return cells;
}

}  // namespace

Compilation compile_file(const std::string& path, const Params& params, Lang language) {
  return compile(path, {}, *io::system_files(), params, language);
}

Compilation compile_text(const std::string& path, const std::map<std::string, std::string>& texts,
                         const Params& params, Lang language) {
  return compile(path, texts, files_of(texts, nullptr), params, language);
}

RunOutcome run(const Rules& rules, const Tables& tables, const RunOptions& options) {
  RunOutcome out;
  const Rules::Impl* impl = Access::of(rules);
  if (impl == nullptr) return out;
  const auto disk = io::system_files();
  const Request request = request_of(tables, options, *disk);
  Diagnostics diagnostics;
  const driver::RunOutcome found =
      driver::run(impl->compiled, request.request, io::DataFiles(request.files), diagnostics);
  out.ok = found.ok;
  if (found.ok) {
    const Program& program = impl->compiled.program;
    out.text = output::render(program, found.result, output_options(options));
    for (const score::CardResult& card : found.result.cards)
      out.scores.push_back(score_of(program, found.result, card));
  }
  out.messages = messages(diagnostics, impl->compiled.sources, options.language);
  return out;
}

QueryOutcome query(const Rules& rules, const std::string& question, const Tables& tables,
                   const RunOptions& options) {
  QueryOutcome out;
  const Rules::Impl* impl = Access::of(rules);
  if (impl == nullptr) return out;
  const auto disk = io::system_files();
  const Request request = request_of(tables, options, *disk);
  driver::Compiled compiled = impl->compiled;  // the question is compiled into it
  Diagnostics diagnostics;
  const driver::QueryOutcome found =
      driver::query(compiled, question, request.request, io::DataFiles(request.files), diagnostics);
  out.ok = found.ok;
  if (found.ok) {
    out.text = output::render(compiled.program, found.result, output_options(options));
    out.columns = found.result.by_names;
    for (const auto& measure : found.result.measures)
      out.columns.push_back(measure.name);
    for (const score::QueryResult::Row& row : found.result.rows)
      out.rows.push_back(row_of(compiled.program, found.result, row));
  }
  out.messages = messages(diagnostics, compiled.sources, options.language);
  return out;
}

Explanation explain(const Rules& rules, const Explaining& asked, const Tables& tables,
                    const RunOptions& options) {
  Explanation out;
  const Rules::Impl* impl = Access::of(rules);
  if (impl == nullptr) return out;
  const auto disk = io::system_files();
  const Request request = request_of(tables, options, *disk);
  Diagnostics diagnostics;
  const driver::ExplainRequest wanted{asked.name, asked.why_not, asked.rows, asked.verify};
  const driver::ExplainOutcome found = driver::explain(impl->compiled, request.request, wanted,
                                                       io::DataFiles(request.files), diagnostics);
  out.ok = found.ok;
  if (found.ok) {
    out.text = output::render(impl->compiled.program, found.result, output_options(options));
  }
  out.messages = messages(diagnostics, impl->compiled.sources, options.language);
  return out;
}

TestRun test(const Rules& rules, Lang language) {
  TestRun out;
  const Rules::Impl* impl = Access::of(rules);
  if (impl == nullptr) return out;
  const auto disk = io::system_files();
  const io::MemoryFiles files = files_of(impl->texts, impl->texts.empty() ? disk.get() : nullptr);
  Diagnostics diagnostics;
  for (const score::TestResult& result : driver::run_tests(
           impl->compiled, "", impl->params, driver::Engine::Native, files, diagnostics)) {
    out.tests.push_back({result.title, result.passed});
  }
  out.messages = messages(diagnostics, impl->compiled.sources, language);
  return out;
}

std::string version() {
  return KPI_VERSION;
}

}  // namespace kpi::api
