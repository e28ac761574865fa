#pragma once

#include <optional>

#include "program/program.hpp"

namespace kpi::prove {

/// Two values of a metric, the second the better one, and what is paid for each.
struct Witness {
  Rational worse, better;
  Rational before, after;  // after < before
  bool alone = false;      // nothing but the metric decides the amounts
};

/// Looks for a fall of the payout by computing it; what it finds holds when the rules are run.
std::optional<Witness> find_fall(const Program& program, PayoutId payout, MetricId metric);

}  // namespace kpi::prove
