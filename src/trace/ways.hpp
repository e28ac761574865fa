#pragma once

#include "trace/tracer.hpp"

namespace kpi::trace {

/// A bound that a value should reach.
struct Goal {
  plan::StepId root;
  std::size_t member = 0;
  Rational bound;
  bool included = true;  // false: the bound itself is not enough
  bool upwards = true;   // false: the value must come down to the bound
  Date first;            // inputs of earlier days are done and do not move
};

/// How far the value is from the bound, and for each input of it how far that one alone would have
/// to go. Solved by running the steps again; exact, because inputs move by their smallest steps.
Distance distance_to(Tracer& tracer, const Goal& goal);

/// The same for the next row of every table of tiers in the trace that gives more.
void add_next_rows(Tracer& tracer, Date first);

/// The most a table gives; nothing where that has no end or no meaning.
std::optional<Rational> most_of(const Tiers& tiers);

/// Every node that a value is made of, itself included.
std::vector<NodeId> nodes_under(const Tracer& tracer, NodeId root);

/// A difference of two values: of ratios it is in percentage points.
score::Quantity difference(const score::Quantity& like, Value value);

}  // namespace kpi::trace
