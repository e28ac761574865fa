#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "diag/render.hpp"
#include "score/result.hpp"

/// What the tests of a rule file came to -> text.
namespace kpi::output {

enum class TestFormat : std::uint8_t {
  Table,  // for people: a line per test, both sides of what failed
  Json,   // docs/reference/json.md
  Junit,  // the XML that build servers read
};

std::string render_tests(const std::vector<score::TestResult>& tests, TestFormat format,
                         Language language, bool color);

}  // namespace kpi::output
