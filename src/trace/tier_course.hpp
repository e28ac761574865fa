#pragma once

#include <optional>
#include <vector>

#include "program/program.hpp"

namespace kpi::trace {

/// How a value goes when another one rises and everything else stays.
enum class Course : std::uint8_t { Flat, Up, Down, Unknown };

Course opposite(Course course);
/// Two parts of one value that both go up where one does not go down.
Course joined(Course a, Course b);
/// A course through another.
Course through(Course outer, Course inner);
Course course_from(const Rational& from, const Rational& to);

/// How a table's values go between two arguments, both included; `turn`: the edge from which on
/// they go against what they did before.
struct TierCourse {
  Course course = Course::Unknown;
  std::optional<Rational> turn;
};
TierCourse course_between(const Tiers& tiers, const std::optional<Rational>& low,
                          const std::optional<Rational>& high);
/// Everywhere.
Course course_of(const Tiers& tiers);

/// Where a table's rows begin and end, in ascending order.
std::vector<Rational> edges_of(const Tiers& tiers);

}  // namespace kpi::trace
