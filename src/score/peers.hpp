#pragma once

#include <string>
#include <vector>

#include "program/program.hpp"

/// Vectors over people and periods: places, shares of places, parts of a total. The kernels know
/// nothing of steps; a member is a position.
namespace kpi::score {

/// Everybody a value is compared with, member by member.
struct Field {
  std::vector<Value> values;
  std::vector<bool> present;        // in force, and of the role that is compared
  std::vector<std::string> groups;  // equal texts are one group
};

/// A text that is the same exactly for equal values.
std::string group_name(const Value& value);

/// 1 for the first; equal values share a place: 1, 2, 2, 4, and 1, 2, 2, 3 if dense.
std::vector<Value> ranks(const Field& field, Direction direction, bool dense);
/// Of a table by rank: how many of so many stand in each row and those above it.
std::vector<std::size_t> cuts_of(const Tiers& tiers, std::size_t count);
/// The row of a place, the first of which is 1.
std::size_t row_of_place(const std::vector<std::size_t>& cuts, std::size_t place);
/// The row of the table that each member's place falls into: the cut below row i stands behind
/// round(n * cumulative share).
std::vector<Value> ranked_rows(const Field& field, Direction direction, const Tiers& tiers);

/// `total` in parts that are whole steps and add up exactly: each weight's part is cut down to a
/// step, and the steps left over go to the largest remainders, in the order of the parts where
/// these are equal. Weights are not negative and not all zero; `total` is a whole number of steps.
std::vector<Rational> largest_remainder(const Rational& total, const std::vector<Rational>& weights,
                                        const Rational& step);

struct Division {
  std::vector<Value> parts;
  std::string negative;  // the names of weights below 0, by which nothing can be divided
};
/// A total in parts by weights. Who has no weight has no part; a total or weights whose data did
/// not come leave all parts open.
Division divided(const Value& total, const std::vector<Value>& weights,
                 const std::vector<std::string>& names, const Rational& step);

/// The weights, or 1 for each where none is above 0 and none is open for want of data.
std::vector<Value> even_unless_weighted(const std::vector<Value>& weights);
/// The amounts where they come to the pool at most, else their parts of it; a pool below 0 has
/// nothing to give. Amounts below 0 have no part in a pool that is divided.
Division parts_of_pool(const Value& pool, const std::vector<Value>& amounts,
                       const std::vector<std::string>& names, const Rational& step);

}  // namespace kpi::score
