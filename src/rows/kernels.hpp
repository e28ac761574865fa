#pragma once

#include "rows/operand.hpp"
#include "rows/texts.hpp"

/// The operations on rows, a family per source file.
namespace kpi::rows {

/// The scale and parts two numbers share, and what each mantissa is multiplied by to get there.
struct Alignment {
  Alignment(const Operand& a, const Operand& b);
  bool needed() const { return first != 1 || second != 1; }
  int scale;
  std::int64_t parts;
  Int128 first, second;
};
/// Brings both there.
void align(Operand& a, Operand& b, const Scope& scope);

// arithmetic.cpp: numbers, exact; the result has the scale its operation makes.
Operand add(const Operand& a, const Operand& b, const Scope& scope);
Operand subtract(const Operand& a, const Operand& b, const Scope& scope);
Operand multiply(const Operand& a, const Operand& b, const Scope& scope);
Operand negate(const Operand& a, const Scope& scope);
Operand smaller(const Operand& a, const Operand& b, const Scope& scope);
Operand larger(const Operand& a, const Operand& b, const Scope& scope);
/// The same value with more digits after the point.
Operand rescaled(const Operand& a, int scale, const Scope& scope);

// round.cpp
Operand rounded(const Operand& a, const RoundSpec& round, const Scope& scope);
/// round(a / b, step) without a rounded quotient between; absent where b is zero.
Operand rounded_quotient(const Operand& a, const Operand& b, const RoundSpec& round,
                         const Scope& scope);
/// The mantissa of x rounded to the step, with the step's digits after the point.
bool round_exactly(const Rational& x, const RoundSpec& round, Int128& out);

// compare.cpp: 0 or 1, never absent; a comparison with an absent value does not hold.
Operand compare_numbers(Op op, const Operand& a, const Operand& b, const Scope& scope);
Operand compare_texts(Op op, const Operand& a, const Operand& b, const Scope& scope);

// logic.cpp
Operand both(const Operand& a, const Operand& b, const Scope& scope);
Operand either(const Operand& a, const Operand& b, const Scope& scope);
Operand opposite(const Operand& a, const Scope& scope);
Operand presence(const Operand& a, bool wanted, const Scope& scope);
/// Numbers are aligned and texts brought into one dictionary first (see `choose`).
Operand if_none(const Operand& value, const Operand& fallback, const Scope& scope);
Operand if_else(const Operand& condition, const Operand& yes, const Operand& no,
                const Scope& scope);
/// Makes two results comparable code by code and digit by digit.
void unify(Operand& a, Operand& b, Texts& texts, const Scope& scope);

// dates.cpp: days since 1970-01-01
Operand days_between(const Operand& a, const Operand& b, const Scope& scope);
Operand days_counted(const Operand& first, const Operand& last, const Scope& scope);
/// Of two moments, in seconds: 3600 parts of an hour.
Operand hours_between(const Operand& from, const Operand& to, const Scope& scope);
Operand day_of_moments(const Operand& moments, const Scope& scope);
/// Every row was found to lie where the holidays are known (see rows/validate).
Operand workdays_counted(const Operand& first, const Operand& last, const Calendar& calendar,
                         const Scope& scope);
Operand months_completed(const Operand& a, const Operand& b, const Scope& scope);
Operand add_whole_days(const Operand& day, const Operand& count, const Scope& scope);
Operand add_whole_months(const Operand& day, const Operand& count, const Scope& scope);

}  // namespace kpi::rows
