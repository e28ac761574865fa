#pragma once

#include "trace/tracer.hpp"

namespace kpi::trace {

/// A value beyond which something cannot go while all else stays, and what it would pass there.
struct Limit {
  Rational value;
  NodeId whole;  // of which it is a part, or which is a part of it
};

/// How far the input of a value can rise (`upwards`) or fall at most: what counts some of the rows
/// that another aggregate under `root` counts is never more than that. Nothing where no such
/// aggregate is known.
std::optional<Limit> limit_of(const Tracer& tracer, NodeId root, NodeId input, bool upwards);

}  // namespace kpi::trace
