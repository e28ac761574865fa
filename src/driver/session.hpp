#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cache/cache.hpp"
#include "diag/diagnostic.hpp"
#include "doc/document.hpp"
#include "format/spelling.hpp"
#include "io/files.hpp"
#include "program/program.hpp"
#include "prove/prove.hpp"
#include "score/data_report.hpp"
#include "score/result.hpp"
#include "score/test_coverage.hpp"
#include "table/load.hpp"
#include "trace/explanation.hpp"

/// The one place that knows the order of the stages:
/// read -> parse -> ast -> check -> plan -> load -> validate -> execute -> score.
namespace kpi::driver {

/// A rule file with everything it uses, compiled. The program is meaningful only without errors.
struct Compiled {
  SourceMap sources;
  Program program;
  std::vector<FileId> files;  // in the order read; the first is the one asked for
  bool ok = false;
};

/// Values for params, as written on the command line: name -> text (`75%`).
using Settings = std::map<std::string, std::string>;

/// Reads `path` and every file it uses, parses and checks them.
Compiled compile(const std::string& path, const Settings& settings, const io::Files& files,
                 Diagnostics& diagnostics);

/// A rule file with the safe edits of its messages applied, `edits` of them.
struct FixedFile {
  std::string path;
  std::string before, after;
  std::size_t edits = 0;
};
/// What compiling says once they are; the files themselves are as they were.
struct Fixed {
  std::vector<FixedFile> files;  // in the order of their first edit
  Compiled compiled;
  Diagnostics diagnostics;
};
Fixed fixed(const std::string& path, const Settings& settings, const io::Files& files);

/// Who computes the values: the engine, or the slow second evaluator that checks it.
enum class Engine { Native, Reference };

struct RunRequest {
  table::Bindings bindings;
  table::LoadOptions load;
  std::string period;  // `2025-Q1`, `2025-Q1 to 2025-Q4`, `2025`
  std::optional<std::string> as_of;
  std::optional<std::string> of;  // key of one subject
  std::string people;             // whose table the key is of: a query then is about that one
  bool final_only = false;        // no values to date
  std::size_t block_rows = 4096;
  unsigned threads = 1;  // with load.run_jobs they run at the same time
  io::Profile* profile = nullptr;
  Engine engine = Engine::Native;
  cache::Cache* cache = nullptr;  // of cells; that of columns is load.store
  bool reads_rows = false;        // single rows are looked at behind the cells: load them all
  bool counts_rows = false;       // it is told of how many rows each cell is made
  bool few_rows = false;          // those of a test: what does not occur in them says nothing
};

struct RunOutcome {
  score::RunResult result;
  std::vector<table::Reject> rejects;
  std::size_t rejects_not_listed = 0;
  bool ok = false;  // a result exists; errors are in the diagnostics
};
RunOutcome run(const Compiled& compiled, const RunRequest& request, const io::Files& files,
               Diagnostics& diagnostics);

struct QueryOutcome {
  score::QueryResult result;
  std::vector<table::Reject> rejects;
  std::size_t rejects_not_listed = 0;
  bool ok = false;
};
/// `text`: `revenue, gross_margin by region, month during 2025`. Adds the text to the sources. With
/// `request.people` and nothing to divide it by, the answer is that of `request.of` alone.
QueryOutcome query(Compiled& compiled, const std::string& text, const RunRequest& request,
                   const io::Files& files, Diagnostics& diagnostics);

struct ExplainRequest {
  std::optional<std::string> name;     // of what is explained; absent: everything of the person
  std::optional<std::string> why_not;  // `grade=A`
  bool rows = false;                   // list the rows that figures are made of
  bool verify = false;                 // compute each step again with the reference evaluator
};
struct ExplainOutcome {
  trace::Explained result;
  std::vector<table::Reject> rejects;
  std::size_t rejects_not_listed = 0;
  bool ok = false;
};
/// How the results of `request.of` came about, from the steps of a run.
ExplainOutcome explain(const Compiled& compiled, const RunRequest& request,
                       const ExplainRequest& asked, const io::Files& files,
                       Diagnostics& diagnostics);

struct DataCheckOutcome {
  score::DataReport report;
  bool fine = false;  // every file can be read, and every row of them used
};
/// Reads the files of every table with every column that is declared, and computes nothing.
DataCheckOutcome check_data(const Compiled& compiled, const RunRequest& request,
                            const io::Files& files, Diagnostics& diagnostics);

/// Runs the tests of the rules, each on the rows it gives; `filter`: those with it in their title.
/// What kept a test from having values is in the diagnostics.
std::vector<score::TestResult> run_tests(const Compiled& compiled, const std::string& filter,
                                         const Settings& settings, Engine engine,
                                         const io::Files& files, Diagnostics& diagnostics);

/// What those tests touch of metrics, tiers, policies and caps, in the order of the files.
std::vector<score::CoverageItem> test_coverage(const Compiled& compiled, const std::string& filter,
                                               const Settings& settings, const io::Files& files);

/// What is proven of the rules without data, in the order of the files. Bounds of params are tried
/// by compiling with them.
std::vector<prove::Proof> proofs_of(const Compiled& compiled, const Settings& settings,
                                    const io::Files& files);

struct EvalOutcome {
  Value value;
  Type type;
  bool ok = false;
};
/// One expression without data: constants, params, tiers.
EvalOutcome evaluate(Compiled& compiled, const std::string& text, Diagnostics& diagnostics);

/// The pages about a rule file, or about the library (`std`) or a file of it (`std.result`).
std::optional<doc::Document> documented(const std::string& path, Language language,
                                        const io::Files& files, Diagnostics& diagnostics,
                                        SourceMap& sources);

/// A rule file as it is and as it should be.
struct Formatted {
  std::string before, after;
};
/// Nothing where it cannot be read or has mistakes; they are reported.
std::optional<Formatted> formatted(const std::string& path, format::Spelling spelling,
                                   const io::Files& files, Diagnostics& diagnostics,
                                   SourceMap& sources);

/// A stage in readable form: tree, ast, program, plan. Nothing if the stage is unknown.
std::optional<std::string> dump(const std::string& stage, const std::string& path,
                                const Settings& settings, const RunRequest& request,
                                const io::Files& files, Diagnostics& diagnostics,
                                SourceMap& sources);

}  // namespace kpi::driver
