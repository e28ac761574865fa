#pragma once

#include "check/checker.hpp"

namespace kpi::check {

/// `scorecard … split by days`: the expression with every aggregate counting only rows of the days
/// on which their owner is in one of the card's roles, and every column of a history that of their
/// last day there. An id that has failed when it was reported.
ProgramExprId in_days_of_card(Checker& checker, ScorecardId card_id, const Scorecard& card,
                              ProgramExprId id);

/// A line's own target: of what is declared in it, those of the card's roles count, for whoever is
/// in them on some day of the period.
ProgramExprId target_of_card(Checker& checker, ScorecardId card, ProgramExprId id);

/// Whether the score is made of multiples of sums and counts of rows, so that what one part of the
/// period scores and what another does add up to the whole.
bool scores_rows(const Checker& checker, const Scorecard& card);

/// in_days_of_card for what adjustments read.
void adjust_in_days_of_card(Checker& checker, ScorecardId id, const Scorecard& card,
                            std::vector<Adjust>& all);

}  // namespace kpi::check
