#pragma once

#include "trace/ways.hpp"
#include "trace/what_if.hpp"

namespace kpi::trace {

/// Something that can move, and by how much at least.
struct Input {
  NodeId node;
  Rational step;  // 0: it has none
  bool is_rows = false;
};

/// How that input alone, moved by its smallest steps, would get the value to the bound: the way
/// with the fewest steps, up or down. Nothing where the value does not depend on it.
std::optional<Way> way_of(Tracer& tracer, const Goal& goal, const Input& input);

/// Whether the bound is reached where the input has got to.
bool is_reached(Tracer& tracer, const Goal& goal, const Way& way);

}  // namespace kpi::trace
