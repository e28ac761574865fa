#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "base/calendar.hpp"
#include "base/rational.hpp"

namespace kpi {

/// Why a value is absent. The order is the priority when two absent values meet in one operation,
/// so that a + b and b + a give the same reason; the first wins.
enum class NoneReason : std::uint8_t {
  NoData,              // the table does not cover the period
  NullInput,           // rows exist, but every value read is missing
  NoVersion,           // no version of the definition holds on all of the days
  Failed,              // a rule said `fail`
  InsufficientWeight,  // too little weight left to redistribute
  OutOfScope,          // the subject is not in force in this period
  NoRow,               // `only` found no row
  NoTarget,            // no target row, or no target declared at this grain
  ZeroTarget,
  NegativeTarget,
  NoPrior,  // the look-back begins before the data does
  ZeroBase,
  NegativeBase,
  ZeroDenominator,
  NegativeDenominator,
  NoRows,     // avg, min, max of no rows
  NotDue,     // the whole period is not over yet
  Undecided,  // a condition on an absent value
};

/// How long an exact value may become: 4,096 decimal digits above or below the fraction's line.
constexpr int kMostValueDigits = 4096;
constexpr std::size_t kMostValueBits = 13607;  // 4096 * log2(10), rounded up

/// `no_data`, as written in rules and printed in results.
std::string_view name_of(NoneReason reason);
/// The reason of that name; false if there is none.
bool find_none_reason(std::string_view name, NoneReason& reason);
/// The reason that survives when two absent values meet.
inline NoneReason stronger(NoneReason a, NoneReason b) {
  return a < b ? a : b;
}
/// These ask for a decision by name; no general policy absorbs them.
inline bool absorbed_only_by_name(NoneReason reason) {
  return reason == NoneReason::NoData || reason == NoneReason::NullInput ||
         reason == NoneReason::NoVersion;
}

/// A value at subject grain: a number (its unit is the expression's type), a text, a truth value,
/// a day, a moment, or an absent value with its reason.
class Value {
 public:
  Value() : data_(NoneReason::NoData) {}
  Value(NoneReason reason) : data_(reason) {}           // NOLINT: conversions are the point
  Value(Rational number) : data_(std::move(number)) {}  // NOLINT
  Value(std::string text) : data_(std::move(text)) {}   // NOLINT
  Value(Date day) : data_(day) {}                       // NOLINT
  Value(DateTime moment) : data_(moment) {}             // NOLINT
  static Value boolean(bool truth) {
    Value value;
    value.data_ = truth;
    return value;
  }

  bool is_none() const { return std::holds_alternative<NoneReason>(data_); }
  bool is_number() const { return std::holds_alternative<Rational>(data_); }
  bool is_text() const { return std::holds_alternative<std::string>(data_); }
  bool is_bool() const { return std::holds_alternative<bool>(data_); }
  bool is_date() const { return std::holds_alternative<Date>(data_); }
  bool is_datetime() const { return std::holds_alternative<DateTime>(data_); }
  NoneReason reason() const { return std::get<NoneReason>(data_); }
  const Rational& number() const { return std::get<Rational>(data_); }
  const std::string& text() const { return std::get<std::string>(data_); }
  bool truth() const { return std::get<bool>(data_); }
  Date date() const { return std::get<Date>(data_); }
  DateTime datetime() const { return std::get<DateTime>(data_); }
  friend bool operator==(const Value& a, const Value& b) { return a.data_ == b.data_; }
  friend bool operator!=(const Value& a, const Value& b) { return !(a == b); }

 private:
  std::variant<NoneReason, Rational, std::string, bool, Date, DateTime> data_;
};

}  // namespace kpi
