#pragma once

#include "score/steps.hpp"

namespace kpi::score {

/// What people have, added up for each member of the step's space: the company, those whose column
/// reads alike, or a part of the reporting tree. none(out_of_scope) of somebody is nothing; of
/// everybody it is that of the whole.
std::vector<Value> rolled_up(const ScoreInput& input, const plan::Step& step, const Slot& people);

/// A step of StepKind::OverPeople: what is computed for each person, put together for each member
/// of the step's space.
std::vector<Value> over_people(const ScoreInput& input, const plan::Step& step, const Slots& slots);

/// The people that count for that member, of a step of either kind.
std::vector<std::size_t> people_in(const ScoreInput& input, const plan::Step& step,
                                   std::size_t member);

}  // namespace kpi::score
