#pragma once

#include <optional>
#include <vector>

#include "diag/diagnostic.hpp"
#include "program/program.hpp"
#include "prove/ranges.hpp"

/// A table of numbers beside its edges.
namespace kpi::prove {

/// A place where the table's value is another on its two sides: at the edge and just beside it.
struct Jump {
  Rational before, after;  // while the argument rises
  Phrase low, high;        // `x < 80%`, `x = 80%`
  Rational edge;
  bool onto = false;  // from below the edge to it, else from it to above
  bool falls() const { return after < before; }
};

/// One number in, one number out, by rows that do not depend on other people.
bool is_curve(const Tiers& tiers);
/// Whether an argument between those bounds has values on both sides.
bool is_met(const Jump& jump, const Range& argument);
/// The argument's ranges, as an author would write them.
std::vector<Jump> jumps_of(const Tiers& tiers);
/// How far something jumps; the difference of two ratios is told in percentage points.
Phrase size_text(const Rational& size, const Unit& unit);
/// Where the table falls without a jump: a line that goes down.
std::optional<Jump> slope_down(const Tiers& tiers);

}  // namespace kpi::prove
