#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// kpi as a library: rules in, exact results out. Link `kpi::kpi`.
///
/// Everything is a value or a free function. Nothing here throws for a mistake in the rules or the
/// data: such mistakes are `Message`s. Numbers are exact decimal texts and never binary floating
/// point. A `Rules` may be used by several threads at once.
namespace kpi::api {

enum class Severity { Error, Warning, Note };
enum class Lang { English, Chinese };
enum class Form { Table, Csv, Json, Markdown };

/// Something to tell the author of the rules or the owner of the data.
struct Message {
  std::string code;  // stable: `E0201`; docs/errors has a page for each
  Severity severity = Severity::Error;
  std::string path;  // of the rules or of the data file; empty where there is none
  int line = 0;      // 1-based; 0 where there is none
  int column = 0;    // 1-based, in characters; 0 in data files
  std::string text;  // one line
  std::string full;  // with the source line, notes and hints, as the command prints it
};

/// Checked rules, ready to run. Cheap to copy; holds every file it was made of.
class Rules {
 public:
  Rules() = default;
  bool usable() const { return impl_ != nullptr; }
  struct Impl;  // not for callers

 private:
  explicit Rules(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<const Impl> impl_;
  friend struct Access;
};

struct Compilation {
  Rules rules;  // usable only without errors
  std::vector<Message> messages;
};

/// Values for params by name, as the rules would write them: `75%`.
using Params = std::map<std::string, std::string>;

/// Reads and checks a rule file and every file it uses.
Compilation compile_file(const std::string& path, const Params& params = {},
                         Lang language = Lang::English);
/// The same for texts in memory, by path: `use "common.kpi"` finds the text with that path.
Compilation compile_text(const std::string& path, const std::map<std::string, std::string>& texts,
                         const Params& params = {}, Lang language = Lang::English);

/// Where the tables are: `folder/NAME.csv`, a path of their own, or the file's bytes in memory.
struct Tables {
  std::string folder;
  std::map<std::string, std::string> paths;  // table -> path
  std::map<std::string, std::string> texts;  // table -> CSV
};

struct RunOptions {
  std::string period;                // `2025-Q1`, `2025-Q1 to 2025-Q4`; a query may say it itself
  std::optional<std::string> as_of;  // `2025-03-31`; the last day of the period if absent
  std::optional<std::string> of;     // the key of one subject; a run only
  Form form = Form::Json;
  Lang language = Lang::English;
};

/// A payout of a score; `amount` is empty where it is held or absent.
struct Payment {
  std::string name;
  std::string amount;
  std::string reason;
};

/// One subject on one scorecard in one period. Absent values are empty, `reason` says why.
struct Score {
  std::string scorecard;
  std::string period;  // `2025-Q1`
  std::string key;
  std::string name;
  std::string score;   // exact decimal: `98.08`; 18 digits after the point where it has no end
  std::string reason;  // `no_data` and the like; empty with a score
  std::string grade;
  std::vector<Payment> payments;
};

struct RunOutcome {
  bool ok = false;            // a result exists
  std::vector<Score> scores;  // by scorecard, period, key
  std::string text;           // the whole result in RunOptions::form (docs/reference/json.md)
  std::vector<Message> messages;
};
/// Scores everybody in the period.
RunOutcome run(const Rules& rules, const Tables& tables, const RunOptions& options);

struct QueryOutcome {
  bool ok = false;
  std::vector<std::string> columns;            // the `by` columns, then the measures
  std::vector<std::vector<std::string>> rows;  // a text per column; `none(reason)` where absent;
                                               // the last row is the company where there is a `by`
  std::string text;
  std::vector<Message> messages;
};
/// `revenue, margin by region, month during 2025`: metrics by any column and period.
QueryOutcome query(const Rules& rules, const std::string& question, const Tables& tables,
                   const RunOptions& options);

/// What to explain of one subject (`RunOptions::of`).
struct Explaining {
  std::optional<std::string> name;     // a scorecard, line, payout or metric; absent: everything
  std::optional<std::string> why_not;  // `grade=A`, `revenue=100`: what stands in the way
  bool rows = false;                   // list the rows that figures are made of
  bool verify = false;                 // compute each step again with the second evaluator
};
struct Explanation {
  bool ok = false;
  std::string text;  // in RunOptions::form (docs/reference/trace.md); a tree has no CSV
  std::vector<Message> messages;
};
/// How the results of one subject came about.
Explanation explain(const Rules& rules, const Explaining& asked, const Tables& tables,
                    const RunOptions& options);

struct TestOutcome {
  std::string title;
  bool passed = false;
};
struct TestRun {
  std::vector<TestOutcome> tests;
  std::vector<Message> messages;
};
/// Runs the `test` blocks of the rules.
TestRun test(const Rules& rules, Lang language = Lang::English);

/// `0.1.0`
std::string version();

}  // namespace kpi::api
