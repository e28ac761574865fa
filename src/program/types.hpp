#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/calendar.hpp"
#include "base/ids.hpp"

namespace kpi {

using TableId = Id<struct TableTag>;
using ColumnId = Id<struct ColumnTag>;  // within its table
using ChoicesId = Id<struct ChoicesTag>;

/// What a number counts.
enum class Quantity : std::uint8_t {
  Number,
  Ratio,
  PercentagePoints,
  Points,
  Count,
  Days,
  Hours,
  Months,
  Money
};

/// ISO 4217 code, e.g. CNY; empty when there is none.
struct Currency {
  std::array<char, 3> code{};
  Currency() = default;
  explicit Currency(std::string_view text);
  /// The currency that a column names row by row: `number` tells such columns apart.
  static Currency of_rows(std::size_t number);
  bool varies() const { return code[0] == kVaries; }
  std::size_t number() const;
  bool present() const { return code[0] != 0; }
  std::string_view text() const { return present() ? std::string_view(code.data(), 3) : ""; }
  friend bool operator==(Currency a, Currency b) { return a.code == b.code; }
  friend bool operator!=(Currency a, Currency b) { return !(a == b); }

 private:
  static constexpr char kVaries = 1;  // no letter, so it is no code
};

/// `CNY`, `count`, or a quotient of unlike units such as `CNY/count`.
struct Unit {
  Quantity quantity = Quantity::Number;
  Currency currency;            // of Money
  std::optional<Quantity> per;  // the denominator of a quotient
  Currency per_currency;
  friend bool operator==(const Unit& a, const Unit& b) {
    return a.quantity == b.quantity && a.currency == b.currency && a.per == b.per &&
           a.per_currency == b.per_currency;
  }
  friend bool operator!=(const Unit& a, const Unit& b) { return !(a == b); }
};
/// `CNY`, `ratio`, `CNY/count`, as messages print it.
std::string to_string(const Unit& unit);

enum class Kind : std::uint8_t { Error, Number, Text, Bool, Date, DateTime, Period, Link };

/// How fine a value is: a constant, one per row of a table, or one per (subject, period).
enum class Grain : std::uint8_t { Constant, Row, Subject };

/// The static type of an expression. Everything check proved and later stages rely on.
struct Type {
  Kind kind = Kind::Error;
  Grain grain = Grain::Constant;
  bool optional = false;  // can be none
  Unit unit;              // of Kind::Number
  int scale = 0;          // Row grain numbers: digits after the point of the fixed-point mantissa
  TableId table;          // Row: whose rows; Kind::Link: see link
  TableId link;           // Kind::Link: the table it points to
  ChoicesId choices;      // Kind::Text from `one of`
  PeriodUnit period_unit = PeriodUnit::Month;  // Kind::Period
};

}  // namespace kpi
