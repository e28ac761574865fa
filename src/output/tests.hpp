#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "diag/render.hpp"
#include "score/result.hpp"
#include "score/test_coverage.hpp"

/// What the tests of a rule file came to -> text.
namespace kpi::output {

enum class TestFormat : std::uint8_t {
  Table,  // for people: a line per test, both sides of what failed
  Json,   // docs/reference/json.md
  Junit,  // the XML that build servers read
};

struct TestReport {
  const std::vector<score::TestResult>& tests;
  std::optional<std::vector<score::CoverageItem>> coverage;  // absent: not asked for
  const SourceMap& sources;
};
std::string render_tests(const TestReport& report, TestFormat format, Language language,
                         bool color);

}  // namespace kpi::output
