#pragma once

#include <set>
#include <string>
#include <tuple>

#include "diag/diagnostic.hpp"
#include "program/program.hpp"

namespace kpi::score {

/// Where two targets of one metric and cycle, or two scorecards of one cycle, are declared, in the
/// order of the file. Which of them counts must not depend on that order: nobody may have both.
struct TwoAtOnce {
  Span first, second;
  friend bool operator<(const TwoAtOnce& a, const TwoAtOnce& b) {
    const auto key = [](const TwoAtOnce& two) {
      return std::tuple(two.first.file.value, two.first.begin, two.second.file.value,
                        two.second.begin);
    };
    return key(a) < key(b);
  }
};

void report_two_at_once(const Program& program, const TwoAtOnce& two,
                        const std::set<std::string>& people, Diagnostics& diagnostics);

}  // namespace kpi::score
