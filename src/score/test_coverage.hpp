#pragma once

#include <cstdint>

#include "diag/diagnostic.hpp"

namespace kpi::score {

/// Something that tests can touch: a metric, a row of tiers, a side of an edge, a policy, a cap.
struct CoverageItem {
  enum class Kind : std::uint8_t { Metric, Row, Edge, Policy, Bound } kind = Kind::Metric;
  Span span;
  Message missing;  // what is said where no test does
  bool covered = false;
};

}  // namespace kpi::score
