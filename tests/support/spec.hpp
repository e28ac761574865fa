#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// Literate tests: a Markdown file is a suite, its headings name the cases, its fenced blocks are
/// files to write, rule files to check and commands to run. CONTRIBUTING.md shows the layout.
namespace kpi::spec {

using Lines = std::vector<std::string>;

/// A diagnostic that a rule file asks for (`# error[E0301]` at the end of a line) or that
/// `kpi check --format concise` reports.
struct Finding {
  int line;
  std::string what;  // "error[E0301]"
};

struct WriteFile {
  std::string name;  // relative to the folder of the case, `/` between folders
  std::string text;
};

struct CheckFile {
  std::string name;
  std::vector<Finding> expected;  // by line
};

struct RunCommand {
  std::string text;   // for `sh -c`
  std::string input;  // of `kpi repl`: what stands behind its prompts, which it prints too
  Lines output;
  int exit_code = 0;
  std::size_t first = 0,
              last = 0;  // what it prints, `[exit N]` included: indices into Suite::lines
  std::string fence;     // that an output line must not begin with
};

struct Step {
  int line;  // in the Markdown file, from 1
  std::variant<WriteFile, CheckFile, RunCommand> action;
};

/// What stands between one heading and the next.
struct Section {
  std::string title;  // with the titles above it: "Ratios / A ratio divides the sums"
  int level;
  int line;
  int parent;  // index into Suite::sections; the first section is before all headings and has -1
  std::vector<Step> steps;

  bool is_case() const;  // has something to check or run
};

struct Problem {
  int line;
  std::string text;
};

struct Suite {
  Lines lines;  // the file as it is, to rewrite it
  std::vector<Section> sections;
  std::vector<Problem> problems;  // of the Markdown itself; a suite that has some is not run
  bool needs_data = false;        // says `<!-- needs: KPI_TEST_DATA -->`
};

// parse.cpp

Suite parse_suite(std::string_view markdown);
std::vector<Finding> findings_asked_for(std::string_view rules);
/// The diagnostics that concise output reports in `file`; in other files they have line 0 and the
/// whole output line as `what`.
std::vector<Finding> findings_reported(const Lines& output, std::string_view file);
Lines split_lines(std::string_view text);  // a last line need not end in a newline

// match.cpp

/// True if the texts are equal, where each `<...>` in `expected` stands for anything.
bool matches(std::string_view expected, std::string_view actual);
bool matches(const Lines& expected, const Lines& actual);
/// Unified diff with three lines of context, each line ending in a newline.
std::string unified_diff(const Lines& expected, const Lines& actual);
/// `actual`, but with the expected spelling of every line that matches (keeps `<...>`).
Lines keep_wildcards(const Lines& expected, const Lines& actual);

// run.cpp

struct Setting {
  std::string kpi_path;   // of the program under test
  std::string root_path;  // of the repository: cases see its `examples` and `stdlib`
  std::string data_path;  // what `data-real` leads to; empty where there is none
};

struct Outcome {
  Lines output;
  int exit_code;  // 128 + N when ended by signal N
};

/// A step whose outcome is not the expected one.
struct Mismatch {
  int step;  // index into Section::steps
  Lines expected, actual;
  int expected_exit, actual_exit;
  Lines said;  // for a check: the whole output
};

/// Runs one section in a fresh temporary folder, which is removed afterwards.
std::vector<Mismatch> run_section(const Suite& suite, const Section& section,
                                  const Setting& setting);

// update.cpp

struct Rewrite {
  const RunCommand* command;
  Outcome outcome;
};

/// True if one of the two exit codes means success and the other failure.
bool flips(int expected_exit, int actual_exit);
/// The Markdown with the outputs of these commands (in the order of the file) replaced.
std::string rewrite_outputs(const Suite& suite, const std::vector<Rewrite>& rewrites);

}  // namespace kpi::spec
