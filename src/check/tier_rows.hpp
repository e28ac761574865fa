#pragma once

#include "check/checker.hpp"

/// What one row of a tiers table means, and the proof that the rows fit together.
namespace kpi::check {

struct Linear {
  Rational slope, intercept;
};
/// The cell as slope * x + intercept; nothing if it is not linear in the argument.
std::optional<Linear> linear_in_argument(const Checker& checker, ProgramExprId id);

struct TierArgument {
  std::string name;
  Type type;
  std::string tiers;  // for messages
  // a count decides whole cells only: x <= 4 and x >= 5 leave no gap; slices are of any width
  bool whole_numbers = false;
};

/// `80% <= x < 100%`, `x >= 5`, `x == "new"`, `x is one of …`: the row's ranges (several for
/// texts), each with the cell of `row`. Nothing when reported.
std::optional<std::vector<TierRow>> solve_condition(Checker& checker, const ast::Ast& file,
                                                    ast::ExprId condition,
                                                    const TierArgument& argument,
                                                    const TierRow& row);

/// Sorts the rows; reports gaps and overlaps with the interval they concern.
bool prove_rows(Checker& checker, Tiers& tiers, Span span);

}  // namespace kpi::check
