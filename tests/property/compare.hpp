#pragma once

#include <optional>
#include <string>

#include "program/program.hpp"
#include "score/result.hpp"

// The first difference between two results, in words; nothing where they agree.

namespace kpi::test {

std::string text_of(const Value& value);
std::optional<std::string> difference(const Program& program, const score::RunResult& a,
                                      const score::RunResult& b);
std::optional<std::string> difference(const score::QueryResult& a, const score::QueryResult& b);

}  // namespace kpi::test
