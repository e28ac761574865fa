#pragma once

#include <optional>
#include <string>

#include "program/types.hpp"
#include "program/value.hpp"

namespace kpi::repl {

/// A value as an expression that is exactly that: `13590.24 CNY`, `100% / 3`, `"A"`. Nothing where
/// none is: what is absent, and quotients of unlike units.
std::optional<std::string> written(const Value& value, const Type& type);

}  // namespace kpi::repl
