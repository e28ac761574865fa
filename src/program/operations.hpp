#pragma once

#include <vector>

#include "program/program.hpp"

/// What every operation means on exact values at (subject, period), absent values included.
/// Used for constants by check, for groups by exec and for everything by score, so that an
/// operation has one meaning.
namespace kpi {

/// The value of one operation whose arguments are already evaluated. Operations that read data,
/// metrics or the card's words (Op::Column, Op::Metric, …) are not its business (KPI_CHECK).
/// Operations whose result can be as long as their arguments together.
bool lengthens(Op op);

Value apply(const Program& program, const Expr& expr, const std::vector<Value>& args);

/// The table's value for its arguments: none in, none out.
Value apply_tiers(const Tiers& tiers, const std::vector<Value>& args);
/// Of rows the one that holds for the arguments, `else` after all others; null if none does.
const TierRow* row_held(const std::vector<TierRow>& rows, const std::vector<Value>& args);
/// A table of numbers as straight lines, the first that holds for the arguments counts: its cells,
/// the slices of a marginal table summed up, the lines between points. Not rounded.
std::vector<TierRow> straight_pieces(const Tiers& tiers);
/// Whether a decimal with few enough digits holds whatever the lines give for decimals.
bool are_decimal(const std::vector<TierRow>& lines);

/// Actual against target by the metric's direction and method (ratio).
/// none(zero_target), none(negative_target) where the method has no answer.
Value attainment_of(const Value& actual, const Value& target, const Better& better);
/// `better within`: 100 % inside, straight lines to 0 % at the outer points.
Value attainment_within(const Value& actual, const Better& better);
/// (value - base) / |base|; none(zero_base), none(negative_base) unless the metric is signed.
Value growth_of(const Expr& expr, const Value& value, const Value& base);

/// value rounded to the step, none unchanged.
Value publish(const Value& value, const std::optional<RoundSpec>& round);

}  // namespace kpi
