#pragma once

#include <optional>
#include <vector>

#include "cache/shape.hpp"
#include "diag/diagnostic.hpp"

/// Messages about data as sections of a file, and back: they are said again when what they are
/// about is not looked at again.
namespace kpi::cache {

/// Whether the message is about files alone. One with a place in the rules is not kept: the rules
/// may be written otherwise by then.
bool can_be_kept(const Diagnostic& message);

void write_message(const Diagnostic& message, ShapeWriter& shape);
/// Nothing where that is no message.
std::optional<Diagnostic> read_message(ShapeReader& shape);

}  // namespace kpi::cache
