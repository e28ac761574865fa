#pragma once

#include <optional>

#include "program/types.hpp"

/// The algebra of units: what adds, what products and quotients are.
namespace kpi::check {

/// The unit of a * b; nothing where the product means nothing (money times money).
std::optional<Unit> product(const Unit& a, const Unit& b);
/// The unit of a / b. Like units give a ratio, unlike ones keep both (`CNY/count`).
std::optional<Unit> quotient(const Unit& a, const Unit& b);
/// The unit of a + b or a - b; nothing where they do not add.
std::optional<Unit> sum(const Unit& a, const Unit& b);

inline bool is_plain(const Unit& unit, Quantity quantity) {
  return unit.quantity == quantity && !unit.per;
}

}  // namespace kpi::check
