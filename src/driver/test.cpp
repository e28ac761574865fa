#include <algorithm>
#include <iterator>
#include <utility>

#include "driver/ask.hpp"
#include "driver/given.hpp"
#include "driver/test.hpp"
#include "io/memory_files.hpp"
#include "program/operations.hpp"
#include "reference/reference.hpp"
#include "score/score.hpp"

/// Runs the tests of a rule file: each on the rows it gives, through the same stages as a run.
namespace kpi::driver {
namespace {

using score::ExpectResult;
using score::TestResult;

/// The last day that an expectation names: the run's day unless the test says another.
void latest_day(const Program& rules, ProgramExprId id, std::optional<Date>& latest) {
  if (!id) return;
  const Expr& expr = rules.exprs[id];
  if (expr.context.window.kind == WindowKind::Fixed) {
    const Date last = expr.context.window.range.last;
    latest = latest ? std::max(*latest, last) : last;
  }
  for (const ProgramExprId arg : expr.args)
    latest_day(rules, arg, latest);
}

Date as_of_day(const Program& rules, const Test& test) {
  if (test.as_of) return *test.as_of;
  std::optional<Date> latest;
  for (const Expectation& expect : test.expects) {
    latest_day(rules, expect.actual, latest);
    latest_day(rules, expect.expected, latest);
  }
  return latest.value_or(*from_civil(2000, 1, 1));  // nothing in it has a day
}

/// The rules, and a copy that one test after the other may change: copying thousands of
/// expressions takes longer than a test does.
class TestRun {
 public:
  TestRun(const Compiled& compiled, Program& working, const Test& test, const TestEngine& engine)
      : sources_(compiled.sources),
        rules_(compiled.program),
        working_(working),
        test_(test),
        engine_(engine) {}

  /// `diagnostics`: what kept the test from having values, unless it expects just that.
  TestResult run(Diagnostics& diagnostics) {
    TestResult result;
    result.title = test_.title;
    result.path = sources_[test_.span.file].path();
    result.line = line_of(test_.span);
    Diagnostics faults;
    const std::vector<Value> values = compute_values(faults);
    std::size_t next = 0;
    for (const Expectation& expect : test_.expects)
      result.expects.push_back(judge(expect, values, next, faults));
    result.passed = has_passed(result, faults);
    const bool refused = result.passed && faults.has_errors();
    if (!refused) diagnostics.take(faults);
    if (!result.passed) {
      std::copy_if(
          faults.items().begin(), faults.items().end(), std::back_inserter(result.faults),
          [](const Diagnostic& fault) { return severity_of(fault.code) == Severity::Error; });
    }
    return result;
  }

 private:
  std::size_t line_of(Span span) const {
    return static_cast<std::size_t>(sources_[span.file].locate(span.begin).line);
  }

  /// Data that are refused meet `expect error`, and no value is there to be compared: the other
  /// expectations say what was asked for.
  static bool has_passed(const TestResult& result, const Diagnostics& faults) {
    bool expects_faults = false;
    bool met = true;
    for (const ExpectResult& expect : result.expects) {
      const bool of_faults = expect.kind == Expectation::Kind::Fails;
      expects_faults = expects_faults || of_faults;
      if (of_faults || !faults.has_errors()) met = met && expect.passed;
    }
    return met && (expects_faults || !faults.has_errors());
  }

  plan::QueryRequest request() const {
    plan::QueryRequest request;
    for (const Expectation& expect : test_.expects) {
      if (expect.actual) request.measures.push_back(expect.actual);
      if (expect.expected) request.measures.push_back(expect.expected);
    }
    request.as_of = as_of_day(rules_, test_);
    request.days = {request.as_of, request.as_of};
    request.period = period_containing(request.as_of, PeriodUnit::Day, false, rules_.calendar);
    return request;
  }

  /// The measures' values in the order of the request; none where the test could not be computed.
  std::vector<Value> compute_values(Diagnostics& faults) {
    set_tables(rules_, test_, working_);
    const plan::AlsoUsed also = given_columns(test_);
    const plan::QueryRequest wanted = request();
    const MakePlan make_plan = [&](const Program& planned, const plan::DataStart& start) {
      plan::QueryRequest from_there = wanted;
      from_there.start = start;
      return plan::plan_query(planned, from_there, faults);
    };
    RunRequest run;
    run.engine = engine_.engine;
    run.few_rows = true;
    io::MemoryFiles files;
    if (!write_files(make_plan, also, files, run.bindings, faults)) return {};
    Computed computed = compute(std::move(working_), make_plan, run, files, faults, also);
    std::vector<Value> values;
    if (computed.plan.ok && !faults.has_errors()) values = values_of(computed, wanted, faults);
    working_ = std::move(computed.program);
    return values;
  }

  std::vector<Value> values_of(const Computed& computed, const plan::QueryRequest& wanted,
                               Diagnostics& faults) const {
    const std::vector<score::QueryResult::Measure> measures(wanted.measures.size());
    const score::ScoreInput input{computed.program, computed.plan, computed.loaded.data,
                                  computed.cube};
    const score::QueryResult result =
        engine_.engine == Engine::Reference
            ? reference::query(computed.program, computed.loaded.data, wanted, measures, {}, faults,
                               engine_.touched)
            : score::score_query(input, measures, {}, faults);
    if (faults.has_errors()) return {};
    return result.rows.front().values;
  }

  bool write_files(const MakePlan& make_plan, const plan::AlsoUsed& also, io::MemoryFiles& files,
                   table::Bindings& bindings, Diagnostics& faults) {
    const plan::Plan plan = make_plan(working_, {});
    if (!plan.ok || faults.has_errors()) return false;
    plan::mark_used(working_, plan, also);
    for (std::size_t i = 0; i < working_.tables.size(); ++i) {
      const TableSchema& schema = working_.tables[TableId(i)];
      if (!schema.used || schema.derived_from) continue;
      const std::string path = "given " + schema.name + " in \"" + test_.title + "\"";
      files.add(path, file_of(working_, TableId(i), test_, faults));
      bindings.paths[schema.name] = path;
    }
    return !faults.has_errors();
  }

  score::Quantity quantity(ProgramExprId id, Value value) const {
    const Expr& expr = rules_.exprs[id];
    return {std::move(value), expr.type, published_step(rules_, expr)};
  }

  ExpectResult judge(const Expectation& expect, const std::vector<Value>& values, std::size_t& next,
                     const Diagnostics& faults) const {
    ExpectResult result;
    result.kind = expect.kind;
    result.comparison = expect.comparison;
    result.reason = expect.reason;
    result.error_code = expect.error_code;
    result.line = line_of(expect.span);
    result.text = std::string(sources_.text(expect.span));
    if (expect.kind == Expectation::Kind::Fails) {
      result.passed = std::any_of(
          faults.items().begin(), faults.items().end(),
          [&](const Diagnostic& fault) { return name_of(fault.code) == expect.error_code; });
      return result;
    }
    result.computed = !values.empty();
    if (!result.computed) return result;
    result.actual = quantity(expect.actual, values[next++]);
    if (expect.expected) result.expected = quantity(expect.expected, values[next++]);
    result.passed = holds(result);
    return result;
  }

  bool holds(const ExpectResult& result) const {
    const Value& actual = result.actual.value;
    if (result.kind == Expectation::Kind::Absent) {
      return actual.is_none() && (!result.reason || actual.reason() == *result.reason);
    }
    if (result.kind == Expectation::Kind::Holds) return actual.is_bool() && actual.truth();
    Expr comparison;
    comparison.op = result.comparison;
    const Value truth = apply(rules_, comparison, {actual, result.expected.value});
    return truth.is_bool() && truth.truth();
  }

  const SourceMap& sources_;
  const Program& rules_;
  Program& working_;
  const Test& test_;
  TestEngine engine_;
};

}  // namespace

std::vector<TestResult> run_tests(const Compiled& compiled, const std::string& filter,
                                  const Settings& settings, Engine engine, const io::Files& files,
                                  Diagnostics& diagnostics) {
  return run_tests_on({engine, nullptr}, compiled, filter, settings, files, diagnostics);
}

namespace {

/// Compiles the rules for the params that tests give; neighbours often give the same.
class CompiledFor {
 public:
  CompiledFor(const Compiled& compiled, const Settings& settings, const io::Files& files)
      : compiled_(compiled), settings_(settings), files_(files), working_(compiled.program) {
    working_.tests.clear();
  }

  TestResult run(std::size_t index, const TestEngine& engine, Diagnostics& diagnostics) {
    const Test& test = compiled_.program.tests[index];
    if (test.params.empty()) return TestRun(compiled_, working_, test, engine).run(diagnostics);
    Settings own = settings_;
    for (const auto& [name, value] : test.params)
      own[name] = value;
    const std::string& path = compiled_.sources[compiled_.files.front()].path();
    if (!other_ || other_settings_ != own) {
      faults_ = {};
      other_.emplace(compile(path, own, files_, faults_));
      other_settings_ = own;
      other_working_ = other_->program;
      other_working_.tests.clear();
    }
    if (other_->ok) {
      return TestRun(*other_, other_working_, other_->program.tests[index], engine)
          .run(diagnostics);
    }
    diagnostics.take(faults_);
    return {test.title, path, 0, false, {}, {}};
  }

 private:
  const Compiled& compiled_;
  const Settings& settings_;
  const io::Files& files_;
  Program working_;
  std::optional<Compiled> other_;
  Settings other_settings_;
  Program other_working_;
  Diagnostics faults_;
};

}  // namespace

std::vector<TestResult> run_tests_on(const TestEngine& engine, const Compiled& compiled,
                                     const std::string& filter, const Settings& settings,
                                     const io::Files& files, Diagnostics& diagnostics) {
  std::vector<TestResult> results;
  CompiledFor rules(compiled, settings, files);
  for (std::size_t i = 0; i < compiled.program.tests.size(); ++i) {
    const bool wanted = compiled.program.tests[i].title.find(filter) != std::string::npos;
    if (wanted) results.push_back(rules.run(i, engine, diagnostics));
  }
  return results;
}

}  // namespace kpi::driver
