#pragma once

#include <set>
#include <string>
#include <tuple>

#include "diag/diagnostic.hpp"
#include "program/program.hpp"

namespace kpi::score {

/// Where two targets of one metric and cycle are declared, in the order of the file.
struct TwoTargets {
  Span first, second;
  friend bool operator<(const TwoTargets& a, const TwoTargets& b) {
    const auto key = [](const TwoTargets& targets) {
      return std::tuple(targets.first.file.value, targets.first.begin, targets.second.file.value,
                        targets.second.begin);
    };
    return key(a) < key(b);
  }
};

/// Which of them counts must not depend on the order of the file: nobody may have both.
void report_two_targets(const Program& program, const TwoTargets& targets,
                        const std::set<std::string>& people, Diagnostics& diagnostics);

}  // namespace kpi::score
