#include "output/tests.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "diag/paint.hpp"
#include "output/json.hpp"
#include "output/labels.hpp"
#include "output/proofs.hpp"
#include "output/render.hpp"

namespace kpi::output {
namespace {

using score::ExpectResult;
using score::TestResult;

std::string_view sign_of(Op comparison) {
  if (comparison == Op::Less) return "< ";
  if (comparison == Op::LessEqual) return "<= ";
  if (comparison == Op::Greater) return "> ";
  if (comparison == Op::GreaterEqual) return ">= ";
  return comparison == Op::NotEqual ? "!= " : "";
}

std::string value_text(const score::Quantity& quantity, const Words& words) {
  const Value& value = quantity.value;
  if (value.is_none()) {
    return words(Text::test_is_absent) + "(" + reason_name(value.reason(), words) + ")";
  }
  if (value.is_bool()) return words(value.truth() ? Text::test_true : Text::test_false);
  if (value.is_text()) return '"' + value.text() + '"';
  return render_value(value, quantity.type, words.language());
}

std::string expected_text(const ExpectResult& expect, const Words& words) {
  switch (expect.kind) {
    case Expectation::Kind::Holds: return words(Text::test_true);
    case Expectation::Kind::Compares:
      if (!expect.computed) return {};
      return std::string(sign_of(expect.comparison)) + value_text(expect.expected, words);
    case Expectation::Kind::Absent:
      return words(Text::test_is_absent) +
             (expect.reason ? "(" + reason_name(*expect.reason, words) + ")" : "");
    case Expectation::Kind::Fails: break;
  }
  return words(Text::test_error, {{"code", expect.error_code}});
}

/// `E0711, E0420`: each code once.
std::string codes_of(const TestResult& test) {
  std::vector<std::string> codes;
  for (const Diagnostic& fault : test.faults) {
    const std::string code(name_of(fault.code));
    if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
  }
  std::string text;
  for (const std::string& code : codes)
    text += (text.empty() ? "" : ", ") + code;
  return text;
}

std::string actual_text(const TestResult& test, const ExpectResult& expect, const Words& words) {
  if (!expect.computed) {
    const std::string codes = codes_of(test);
    return codes.empty() ? words(Text::test_not_computed)
                         : words(Text::test_stopped_by, {{"codes", codes}});
  }
  if (expect.kind == Expectation::Kind::Fails) {
    if (expect.passed) return expected_text(expect, words);
    const std::string codes = codes_of(test);
    return codes.empty() ? words(Text::test_no_error) : words(Text::test_error, {{"code", codes}});
  }
  return value_text(expect.actual, words);
}

std::size_t passed_count(const std::vector<TestResult>& tests) {
  return static_cast<std::size_t>(std::count_if(
      tests.begin(), tests.end(), [](const TestResult& test) { return test.passed; }));
}

std::string padded(const std::string& text, int width) {
  const int missing = width - display_width(text);
  return text + std::string(static_cast<std::size_t>(std::max(0, missing)), ' ');
}

std::string place_of(const TestResult& test, std::size_t line) {
  return test.path + ":" + std::to_string(line);
}

/// Both sides under each other, so that the digits can be compared.
std::string failure_text(const TestResult& test, const ExpectResult& expect, const Words& words,
                         const Paint& paint) {
  const std::string expected = words(Text::test_expected);
  const std::string actual = words(Text::test_actual);
  const int width = std::max(display_width(expected), display_width(actual)) + 2;
  const std::string wanted = expected_text(expect, words);
  return "  " + place_of(test, expect.line) + "  " + expect.text + "\n    " +
         (wanted.empty() ? "" : padded(expected, width) + wanted + "\n    ") +
         padded(actual, width) + paint(Style::Error, actual_text(test, expect, words)) + "\n";
}

std::string to_table(const std::vector<TestResult>& tests, const Words& words, const Paint& paint) {
  const int width =
      std::max(display_width(words(Text::test_ok)), display_width(words(Text::test_failed))) + 2;
  std::string out;
  for (const TestResult& test : tests) {
    const std::string verdict =
        padded(words(test.passed ? Text::test_ok : Text::test_failed), width);
    out += paint(test.passed ? Style::Plain : Style::Error, verdict) + test.title + "\n";
    const ExpectResult* stopped = nullptr;  // by the same error as those after it
    for (const ExpectResult& expect : test.expects) {
      const bool first_stopped = !test.passed && !expect.computed && stopped == nullptr;
      if (first_stopped) stopped = &expect;
      const bool shown = !expect.passed && (expect.computed || first_stopped);
      if (shown) out += failure_text(test, expect, words, paint);
    }
  }
  const std::size_t passed = passed_count(tests);
  return out + (tests.empty() ? "" : "\n") +
         words(Text::test_summary,
               {{"count", tests.size()}, {"passed", passed}, {"failed", tests.size() - passed}}) +
         "\n";
}

std::string to_json(const TestReport& report) {
  const std::vector<TestResult>& tests = report.tests;
  const Words words(Language::English);
  Json list = Json::array();
  for (const TestResult& test : tests) {
    Json expects = Json::array();
    for (const ExpectResult& expect : test.expects) {
      Json item = Json::object();
      item.add("line", Json::count(expect.line));
      item.add("text", Json::text(expect.text));
      item.add("passed", Json::boolean(expect.passed));
      item.add("expected", Json::text(expected_text(expect, words)));
      item.add("actual", Json::text(actual_text(test, expect, words)));
      expects.add(std::move(item));
    }
    Json item = Json::object();
    item.add("title", Json::text(test.title));
    item.add("path", Json::text(test.path));
    item.add("line", Json::count(test.line));
    item.add("passed", Json::boolean(test.passed));
    item.add("expects", std::move(expects));
    list.add(std::move(item));
  }
  Json out = Json::object();
  out.add("format", Json::text("kpi-test-1"));
  out.add("passed", Json::count(passed_count(tests)));
  out.add("failed", Json::count(tests.size() - passed_count(tests)));
  out.add("tests", std::move(list));
  if (report.coverage) out.add("coverage", coverage_json(*report.coverage, report.sources));
  return out.print();
}

/// Characters that XML 1.0 cannot hold are left out.
std::string xml(std::string_view text) {
  std::string out = escaped_markup(text);
  const auto is_control = [](char c) {
    return static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\t';
  };
  out.erase(std::remove_if(out.begin(), out.end(), is_control), out.end());
  return out;
}

/// What went wrong first, in one line: the title stands beside it.
std::string summary_of(const TestResult& test, const Words& words) {
  if (!test.faults.empty()) {
    const Diagnostic& fault = test.faults.front();
    return std::string(name_of(fault.code)) + ": " + message_text(fault, words.language());
  }
  for (const ExpectResult& expect : test.expects) {
    if (!expect.passed) return place_of(test, expect.line) + ": " + expect.text;
  }
  return test.title;
}

std::string to_junit(const std::vector<TestResult>& tests, const Words& words) {
  const std::size_t failed = tests.size() - passed_count(tests);
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
  out += "  <testsuite name=\"kpi\" tests=\"" + std::to_string(tests.size()) + "\" failures=\"" +
         std::to_string(failed) + "\">\n";
  for (const TestResult& test : tests) {
    out += "    <testcase classname=\"" + xml(test.path) + "\" name=\"" + xml(test.title) + "\"";
    if (test.passed) {
      out += "/>\n";
      continue;
    }
    std::string text;
    for (const ExpectResult& expect : test.expects) {
      if (!expect.passed) text += failure_text(test, expect, words, Paint(false));
    }
    out += ">\n      <failure message=\"" + xml(summary_of(test, words)) + "\">" + xml(text) +
           "</failure>\n    </testcase>\n";
  }
  return out + "  </testsuite>\n</testsuites>\n";
}

}  // namespace

std::string render_tests(const TestReport& report, TestFormat format, Language language,
                         bool color) {
  const Words words(language);
  switch (format) {
    case TestFormat::Table: break;
    case TestFormat::Json: return to_json(report);
    case TestFormat::Junit: return to_junit(report.tests, words);
  }
  const std::string tests = to_table(report.tests, words, Paint(color));
  if (!report.coverage) return tests;
  return tests + "\n" + coverage_text(*report.coverage, report.sources, language);
}

}  // namespace kpi::output
