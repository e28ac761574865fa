#pragma once

#include "diag/diagnostic.hpp"
#include "trace/tracer.hpp"

namespace kpi::trace {

/// A card of the person, with the steps that a goal may be about.
struct CardAt {
  const plan::CardOutput* output = nullptr;
  std::size_t member = 0;
};
struct PayoutAt {
  const plan::PayoutOutput* output = nullptr;
  std::size_t member = 0;
};

/// What one person has in one period.
struct Found {
  std::string key;
  Period period;
  std::vector<CardAt> cards;
  std::vector<PayoutAt> payouts;
};

/// `grade=A`, `revenue=100`, `bonus=20000`: what stands in the way. Reports what is no goal, and
/// goals that are reached.
std::optional<WhyNot> why_not(Tracer& tracer, const Found& found, const std::string& goal,
                              Diagnostics& diagnostics);

}  // namespace kpi::trace
