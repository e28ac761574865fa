#pragma once

#include <cstdint>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <utility>

#include "base/calendar.hpp"
#include "base/check.hpp"
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
  Value() : Value(NoneReason::NoData) {}
  Value(NoneReason reason) : plain_(static_cast<int>(reason)) {}  // NOLINT: conversions are meant
  Value(Rational number) : kind_(Kind::Number), number_(std::move(number)) {}  // NOLINT
  Value(std::string text)                                                      // NOLINT
      : kind_(Kind::Text), text_(std::make_shared<const std::string>(std::move(text))) {}
  Value(Date day) : kind_(Kind::Day), plain_(day.days) {}                  // NOLINT
  Value(DateTime moment) : kind_(Kind::Moment), plain_(moment.seconds) {}  // NOLINT
  static Value boolean(bool truth) {
    Value value;
    value.kind_ = Kind::Bool;
    value.plain_ = truth ? 1 : 0;
    return value;
  }
  Value(const Value& other) : kind_(other.kind_) { take(other); }
  Value(Value&& other) noexcept : kind_(other.kind_) { take(std::move(other)); }
  Value& operator=(const Value& other) { return *this = Value(other); }
  Value& operator=(Value&& other) noexcept {
    if (this != &other) {
      drop();
      kind_ = other.kind_;
      take(std::move(other));
    }
    return *this;
  }
  ~Value() { drop(); }

  bool is_none() const { return kind_ == Kind::None; }
  bool is_number() const { return kind_ == Kind::Number; }
  bool is_text() const { return kind_ == Kind::Text; }
  bool is_bool() const { return kind_ == Kind::Bool; }
  bool is_date() const { return kind_ == Kind::Day; }
  bool is_datetime() const { return kind_ == Kind::Moment; }
  NoneReason reason() const {
    KPI_CHECK(is_none());
    return static_cast<NoneReason>(plain_);
  }
  const Rational& number() const {
    KPI_CHECK(is_number());
    return number_;
  }
  const std::string& text() const {
    KPI_CHECK(is_text());
    return *text_;
  }
  bool truth() const {
    KPI_CHECK(is_bool());
    return plain_ != 0;
  }
  Date date() const {
    KPI_CHECK(is_date());
    return Date{static_cast<std::int32_t>(plain_)};
  }
  DateTime datetime() const {
    KPI_CHECK(is_datetime());
    return DateTime{plain_};
  }
  friend bool operator==(const Value& a, const Value& b) {
    if (a.kind_ != b.kind_) return false;
    if (a.is_number()) return a.number_ == b.number_;
    return a.is_text() ? *a.text_ == *b.text_ : a.plain_ == b.plain_;
  }
  friend bool operator!=(const Value& a, const Value& b) { return !(a == b); }

 private:
  // Not a variant: a run copies values by the million, and nearly all are 24 plain bytes.
  enum class Kind : std::uint8_t { None, Number, Text, Bool, Day, Moment };
  using Text = std::shared_ptr<const std::string>;

  /// Makes the value of the other, of the same kind, where there is none yet.
  template <class Other>
  void take(Other&& other) {
    if (kind_ == Kind::Number) {
      new (&number_) Rational(std::forward<Other>(other).number_);
    } else if (kind_ == Kind::Text) {
      new (&text_) Text(other.text_);
    } else {
      plain_ = other.plain_;
    }
  }
  void drop() {
    if (kind_ == Kind::Number) number_.~Rational();
    if (kind_ == Kind::Text) text_.~Text();
  }

  Kind kind_ = Kind::None;
  // NOLINTBEGIN(readability-identifier-naming): members of this class like all others
  union {
    std::int64_t plain_;  // reason, truth, day, moment
    Rational number_;
    Text text_;  // shared: most are read from the rules or a dictionary, many times
  };
  // NOLINTEND(readability-identifier-naming)
};

}  // namespace kpi
