#pragma once

#include <optional>
#include <vector>

#include "score/steps.hpp"

/// What a single member's value of a step is, given what the step reads. The steps, and whoever
/// explains them or asks what another input would give, call the same functions.
namespace kpi::score {

/// A step that reads nothing but its arguments; null: an argument it does not have.
Value combined(const Program& program, const plan::Step& step,
               const std::vector<const Value*>& args);
/// Whether `combined` knows steps of this kind.
bool is_combined(plan::StepKind kind);

/// Of a step that brings a value back (Broadcast, Gather, Follow, FollowHeld, Pick): whose value
/// the member reads; nothing where the way leads to nobody.
std::optional<std::size_t> member_read(const ScoreInput& input, const Slots& slots,
                                       const plan::Step& step, std::size_t member);

/// The row behind a member of a space of people; nothing for the (none) member.
std::optional<std::size_t> row_of_member(const ScoreInput& input, const plan::Step& step,
                                         std::size_t member);

/// The adjustments of the step's card or payout.
const std::vector<Adjust>& adjustments_of(const Program& program, const plan::Step& step);

}  // namespace kpi::score
