#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <string>
#include <variant>
#include <vector>

#include "program/program.hpp"

namespace kpi::reference {

/// A fraction of any size; every operation gives a number, never an unfinished expression.
using Number = boost::multiprecision::number<boost::multiprecision::cpp_rational_backend,
                                             boost::multiprecision::et_off>;

/// An absent value with its reason, a number, a text, a truth value, a day or a
/// moment.
using Value = std::variant<NoneReason, Number, std::string, bool, Date, DateTime>;

inline bool is_none(const Value& value) {
  return std::holds_alternative<NoneReason>(value);
}
inline bool is_number(const Value& value) {
  return std::holds_alternative<Number>(value);
}
inline NoneReason reason_of(const Value& value) {
  return std::get<NoneReason>(value);
}
inline const Number& number_of(const Value& value) {
  return std::get<Number>(value);
}
inline const std::string& text_of(const Value& value) {
  return std::get<std::string>(value);
}
inline Date date_of(const Value& value) {
  return std::get<Date>(value);
}
inline DateTime moment_of(const Value& value) {
  return std::get<DateTime>(value);
}
/// An absent truth value is not true.
inline bool is_true(const Value& value) {
  const bool* truth = std::get_if<bool>(&value);
  return truth != nullptr && *truth;
}
Value whole(std::int64_t number);
Value truth(bool is_so);

Number exact(const Rational& number);
Rational plain(const Number& number);
Value exact(const kpi::Value& value);
kpi::Value plain(const Value& value);

/// The nearest multiple of the step, as the mode says.
Number rounded(const Number& number, const RoundSpec& round);
/// The number rounded; without a step, and for what is no number, the value itself.
Value rounded(const Value& value, const std::optional<RoundSpec>& round);

/// The square root with 18 digits after the point, rounded half up.
Number root_of(const Number& number);

/// Negative, zero or positive; two values of one kind. Texts stand in the order of their bytes.
int order_of(const Value& a, const Value& b);
/// The reason that survives where several values are absent, if any is.
std::optional<NoneReason> strongest_reason(const std::vector<Value>& values);

// What operations mean where everything may be absent (operations.cpp).

/// From Monday to Friday, except for the holidays.
bool is_worked(Date day, const Calendar& calendar);
/// An operation on its evaluated arguments, for one subject and period.
Value operation(const Program& program, const Expr& expr, const std::vector<Value>& args);
/// The same for one row, where a condition is true or false and nothing else.
Value row_operation(const Program& program, const Expr& expr, const std::vector<Value>& args);
/// The values of rows or groups as one; `others` are the second values of a correlation.
Value aggregated(const Aggregate& aggregate, const std::vector<Value>& all,
                 const std::vector<Value>& others);
/// The sum of the parts that are not out of scope, or `none` where there is none of them.
Value sum_of_expected(std::vector<Value> parts, NoneReason none);
Value tiers_of(const Tiers& tiers, const std::vector<Value>& args);
Value attainment_of(const Value& actual, const Value& target, const Better& better);

}  // namespace kpi::reference
