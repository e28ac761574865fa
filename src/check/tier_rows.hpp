#pragma once

#include "check/checker.hpp"

/// What one row of a tiers table means, and the proof that the rows fit together.
namespace kpi::check {

struct Linear {
  Rational slope, second, intercept;  // slope * x + second * y + intercept
};
/// The cell as a plane over the arguments; nothing if it is not linear in them.
std::optional<Linear> linear_in_arguments(const Checker& checker, ProgramExprId id);

struct TierArgument {
  std::string name;
  ast::Name declared;
  Type type;
  std::string tiers;  // for messages
  std::vector<std::string> choices;
  // a count decides whole cells only: x <= 4 and x >= 5 leave no gap; slices are of any width
  bool whole_numbers = false;
};

/// Whether a formula names one of the arguments: `2% * x`.
bool reads_any(const ast::Ast& file, ast::ExprId id, const std::vector<TierArgument>& arguments);
/// Whether the condition is about this argument.
bool is_about(const Checker& checker, const ast::Ast& file, ast::ExprId condition,
              const TierArgument& argument);

/// `80% <= x < 100%`, `x >= 5`, `x == "new"`, `x is one of …`: the values it holds for, in several
/// ranges for texts. Nothing when reported.
std::optional<std::vector<TierRange>> solve_condition(Checker& checker, const ast::Ast& file,
                                                      ast::ExprId condition,
                                                      const TierArgument& argument);
/// A condition of another form.
void report_condition(Checker& checker, Span span, const TierArgument& argument);

/// `80% <= x < 100%`, as an author would write the range of the argument named.
std::string range_text(const TierRange& range, const Unit& unit, const std::string& name);
bool starts_before(const TierRange& a, const TierRange& b);

/// Sorts the rows; reports gaps and overlaps with the interval they concern.
bool prove_rows(Checker& checker, Tiers& tiers, Span span);

// tier_boxes.cpp
/// The same for rows over two arguments, which are boxes.
bool prove_boxes(Checker& checker, const Tiers& tiers, const TierArgument& first,
                 const TierArgument& second, Span span);

}  // namespace kpi::check
