#pragma once

#include <iterator>

#include "prove/questions.hpp"

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

/// Whether some role is among both; none at all stands for everybody.
bool share_role(const std::vector<RoleId>& a, const std::vector<RoleId>& b);

/// Whether versions can be in force on the same day; without days one always is.
bool overlaps(const std::optional<DateRange>& a, const std::optional<DateRange>& b);

struct MeetingTexts {
  Text apart, open, meet;  // nobody has both, not decided, with an example person
};
/// What is proven of two declarations that nobody may have both of.
void add_meeting(Proofs& proofs, Span second, const Meeting& meeting, Arguments names,
                 const MeetingTexts& texts);

/// Every two that hold for the same (`alike`) on a same day.
template <class Declarations, class Alike, class See>
void each_pair(const Declarations& declarations, Alike alike, See see) {
  for (auto first = declarations.begin(); first != declarations.end(); ++first) {
    for (auto second = std::next(first); second != declarations.end(); ++second) {
      if (alike(*first, *second) && overlaps(first->effective, second->effective)) {
        see(*first, *second);
      }
    }
  }
}

}  // namespace kpi::prove
