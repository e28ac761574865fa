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

}  // namespace kpi::prove
