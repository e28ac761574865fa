#pragma once

#include <optional>

#include "diag/diagnostic.hpp"
#include "program/types.hpp"

/// The algebra of units: what adds, what products and quotients are.
namespace kpi::check {

/// The unit of a * b; nothing where the product means nothing (money times money).
std::optional<Unit> product(const Unit& a, const Unit& b);
/// The unit of a / b. Like units give a ratio, unlike ones keep both (`CNY/count`).
std::optional<Unit> quotient(const Unit& a, const Unit& b);
/// The unit of a + b or a - b; nothing where they do not add.
std::optional<Unit> sum(const Unit& a, const Unit& b);

/// The unit as a parameter of a message: a word where it has one, so that it is translated.
Argument unit_argument(const char* name, const Unit& unit);
/// What to do about amounts in two currencies; nothing for other units.
void offer_conversion(const Unit& a, const Unit& b, Diagnostic& diagnostic);

inline bool is_plain(const Unit& unit, Quantity quantity) {
  return unit.quantity == quantity && !unit.per;
}

}  // namespace kpi::check
