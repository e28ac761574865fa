#pragma once

#include "diag/diagnostic.hpp"
#include "program/program.hpp"

namespace kpi::prove {

/// Whether one person can have both roles.
struct Meeting {
  enum class Answer { Never, Possible, Unknown } answer = Answer::Unknown;
  Phrase person;  // Possible: an example, `title = "rep", region = "north"`
};

/// By disjunctive normal form: comparisons of texts, numbers, days and months of service with
/// constants, joined by and, or, not.
Meeting can_have_both(const Program& program, const Role& first, const Role& second);

/// Whether one person can have one of each: by the first two that can meet; unknown where one is
/// for everybody.
Meeting meeting_of(const Program& program, const std::vector<RoleId>& first,
                   const std::vector<RoleId>& second);

/// Whether versions can be in force on the same day; without days one always is.
bool overlaps(const std::optional<DateRange>& a, const std::optional<DateRange>& b);

}  // namespace kpi::prove
