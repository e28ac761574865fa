#pragma once

#include "check/checker.hpp"

/// Which declared targets a line of a card is measured against.
namespace kpi::check {

/// Whether the expression reads this of its own line; `attainment(m)` names what it is of.
bool reads_of_line(const Checker& checker, ProgramExprId id, Op op);
/// The cycle whose targets the line reads: the card's, or the whole period its measure is of.
PeriodUnit target_cycle(const Checker& checker, const Scorecard& card, const Line& line);
/// True if the target may be that of somebody on the card.
bool may_apply(const Checker& checker, const Target& target, const Scorecard& card,
               const Line& line);

}  // namespace kpi::check
