#include "tests/support/spec.hpp"

#include <catch2/catch.hpp>

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace {

using namespace kpi::spec;  // NOLINT(google-build-using-namespace): the subject of this file
namespace fs = std::filesystem;

const char* const kSuite = R"(# Ratios

```csv data/sales.csv
region,orders
```

## A ratio divides the sums

```kpi
metric m = 1
```
```console
$ kpi run plan.kpi \
    --data data
0.5
$ false
[exit 1]
```

## A missing name

```kpi
metric n = o   # error[E0201] warning[W0902]: two at once
```

# Next
)";

TEST_CASE("headings, files and commands of a suite") {
  const Suite suite = parse_suite(kSuite);
  CHECK(suite.problems.empty());
  REQUIRE(suite.sections.size() == 5);

  const Section& top = suite.sections[1];
  CHECK(top.title == "Ratios");
  CHECK_FALSE(top.is_case());
  CHECK(std::get<WriteFile>(top.steps.at(0).action).name == "data/sales.csv");

  const Section& ratio = suite.sections[2];
  CHECK(ratio.title == "Ratios / A ratio divides the sums");
  CHECK(ratio.line == 7);
  CHECK(ratio.parent == 1);
  REQUIRE(ratio.steps.size() == 3);
  CHECK(std::get<WriteFile>(ratio.steps[0].action).text == "metric m = 1\n");
  const auto& run = std::get<RunCommand>(ratio.steps[1].action);
  CHECK(run.text == "kpi run plan.kpi \\\n    --data data");
  CHECK(run.output == Lines{"0.5"});
  CHECK(run.exit_code == 0);
  const auto& fail = std::get<RunCommand>(ratio.steps[2].action);
  CHECK(fail.output.empty());
  CHECK(fail.exit_code == 1);

  CHECK(suite.sections[4].title == "Next");
  CHECK(suite.sections[4].parent == 0);
}

TEST_CASE("a comment that asks for diagnostics makes its block a check") {
  const Suite suite = parse_suite(kSuite);
  const auto& check = std::get<CheckFile>(suite.sections[3].steps.at(1).action);
  CHECK(check.name == "plan.kpi");
  REQUIRE(check.expected.size() == 2);
  CHECK(check.expected[0].line == 1);
  CHECK(check.expected[0].what == "error[E0201]");
  CHECK(check.expected[1].what == "warning[W0902]");
}

TEST_CASE("concise diagnostics are read, those of other files are kept whole") {
  const auto findings = findings_reported({"plan.kpi:12:5: error[E0301]: money + count",
                                           "lib.kpi:1:1: error[E0201]: no such name", "2 errors"},
                                          "plan.kpi");
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].line == 12);
  CHECK(findings[0].what == "error[E0301]");
  CHECK(findings[1].line == 0);
}

TEST_CASE("mistakes in the Markdown are problems, not silence") {
  CHECK(parse_suite("```console\n$ true\n").problems.size() == 1);
  CHECK(parse_suite("```console\noutput\n```\n").problems.size() == 1);
  CHECK(parse_suite("```csv ../up.csv\n```\n").problems.size() == 1);
  CHECK(parse_suite("```kpi examples/plan.kpi\n```\n").problems.size() == 1);
  CHECK(parse_suite("```text\n$ not a command\n```\n```kpi-part\n```\n").problems.empty());
}

TEST_CASE("a name may hold spaces") {
  const Suite suite = parse_suite("```csv new orders.csv\n```\n");
  CHECK(std::get<WriteFile>(suite.sections[0].steps.at(0).action).name == "new orders.csv");
}

TEST_CASE("a longer fence holds shorter ones") {
  const Suite suite = parse_suite("````console\n$ doc\n```kpi\n```\n````\n");
  CHECK(suite.problems.empty());
  CHECK(std::get<RunCommand>(suite.sections[0].steps.at(0).action).output.size() == 2);
}

TEST_CASE("wildcards") {
  CHECK(matches("a <...> c", "a b c"));
  CHECK(matches("<...>", ""));
  CHECK(matches("<...>b<...>b", "abbb"));
  CHECK_FALSE(matches("a <...> c", "a c"));
  CHECK_FALSE(matches("ab<...>ba", "aba"));
  CHECK_FALSE(matches("a", "a "));
  CHECK(matches(Lines{"took <...> ms", "done"}, Lines{"took 3 ms", "done"}));
  CHECK_FALSE(matches(Lines{"done"}, Lines{"done", "done"}));
}

TEST_CASE("a diff shows what changed and little else") {
  const Lines before = {"1", "2", "3", "4", "5", "6", "7", "8", "9"};
  Lines after = before;
  after[4] = "five";
  CHECK(unified_diff(before, after) ==
        "--- expected\n+++ actual\n@@ -2 +2 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
  CHECK(unified_diff({}, {"new"}) == "--- expected\n+++ actual\n@@ -1 +1 @@\n+new\n");
}

TEST_CASE("an update rewrites outputs and keeps what still matches") {
  const Suite suite =
      parse_suite("# T\n```console\n$ a\ntook <...> ms\nold\n$ b\n[exit 2]\n```\nend\n");
  const auto& steps = suite.sections[1].steps;
  const auto& first = std::get<RunCommand>(steps.at(0).action);
  const auto& second = std::get<RunCommand>(steps.at(1).action);
  const std::string updated =
      rewrite_outputs(suite, {{&first, {{"took 7 ms", "new"}, 0}}, {&second, {{"worse"}, 3}}});
  CHECK(updated == "# T\n```console\n$ a\ntook <...> ms\nnew\n$ b\nworse\n[exit 3]\n```\nend\n");
  CHECK(flips(0, 1));
  CHECK_FALSE(flips(1, 2));
}

/// A folder with a stand-in for the kpi program.
class FakeProgram {
 public:
  explicit FakeProgram(const std::string& script) {
    std::string name = (fs::temp_directory_path() / "kpi-fake-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    folder_ = name;
    std::ofstream(folder_ / "kpi") << "#!/bin/sh\n" << script;
    fs::permissions(folder_ / "kpi", fs::perms::owner_all);
  }
  FakeProgram(const FakeProgram&) = delete;
  FakeProgram& operator=(const FakeProgram&) = delete;
  ~FakeProgram() { fs::remove_all(folder_); }
  Setting setting() const { return {(folder_ / "kpi").string(), folder_.string(), {}}; }

 private:
  fs::path folder_;
};

TEST_CASE("commands run in a folder of their own with a clean environment") {
  const FakeProgram program("cat data/sales.csv; echo $# >&2; exit 3\n");
  const Suite suite = parse_suite(
      "# A\n```csv data/sales.csv\na,b\n```\n## B\n```console\n$ kpi 1 2\na,b\n2\n[exit 3]\n"
      "$ echo $TZ $LC_ALL $COLUMNS$LANG\nUTC C.UTF-8 120\n$ printf 'x'; cat\nx\n```\n");
  REQUIRE(suite.problems.empty());
  CHECK(run_section(suite, suite.sections[2], program.setting()).empty());
}

TEST_CASE("a wrong output and a wrong exit code are both mismatches") {
  const FakeProgram program("echo out\n");
  const Suite suite = parse_suite("```console\n$ kpi\nin\n$ kpi\nout\n[exit 1]\n```\n");
  const auto mismatches = run_section(suite, suite.sections[0], program.setting());
  REQUIRE(mismatches.size() == 2);
  CHECK(mismatches[0].actual == Lines{"out"});
  CHECK(mismatches[1].expected_exit == 1);
}

TEST_CASE("annotated rules must be reported exactly") {
  const std::string rules = "```kpi\na\nb  # error[E0301]\n```\n";
  const auto check = [&](const std::string& script) {
    const FakeProgram program(script);
    const Suite suite = parse_suite(rules);
    return run_section(suite, suite.sections[0], program.setting());
  };
  CHECK(check("echo \"$4:2:1: error[E0301]: text\"; exit 1").empty());
  CHECK(check("echo \"$4:2:1: error[E0301]: text\"").size() == 1);          // exit code
  CHECK(check("echo \"$4:1:1: error[E0301]: text\"; exit 1").size() == 1);  // line
  CHECK(check("echo \"$4:2:1: error[E0302]: text\"; exit 1").size() == 1);  // code
  CHECK(check("echo crashed; exit 134").size() == 1);
}

}  // namespace
