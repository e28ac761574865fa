#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/calendar.hpp"
#include "base/rational.hpp"
#include "program/expression.hpp"
#include "program/types.hpp"

/// How people are scored and paid, typed: attainment, targets, tiers, scorecards, payouts.
namespace kpi {

enum class LowerMethod : std::uint8_t { Unsaid, Linear, Inverse };

struct Better {
  Direction direction = Direction::Higher;
  LowerMethod method = LowerMethod::Unsaid;
  bool linear = false;  // `better higher linear`: zero, negative targets
  std::optional<Rational> at_zero;
  std::optional<Rational> zero_target, zero_target_else;
  Rational within_low, within_high, zero_low, zero_high;
};

struct Target {
  std::optional<DateRange> effective;  // absent: always
  const Better& method(const Better& of_metric) const { return better ? *better : of_metric; }
  MetricId metric;
  std::vector<RoleId> roles;  // empty: every subject of the table
  PeriodUnit every = PeriodUnit::Quarter;
  ProgramExprId target, baseline, stretch;  // absent if not declared
  std::optional<Better> better;             // absent: the metric's
  std::optional<RoundSpec> publish;
  bool adds_up = false;  // of several people and of longer periods it is the sum of theirs
  Span span;
};

enum class TierKind : std::uint8_t { Whole, Marginal, Interpolated, Ranked };
enum class Ties : std::uint8_t { Up, Down };

/// Values of one argument: those of a range, or one text.
struct TierRange {
  std::optional<Rational> low, high;  // absent: unbounded
  bool low_included = true;
  bool high_included = false;
  std::optional<std::string> key;  // of a text argument: equals this; absent: every text
};

/// One row, solved: the argument's range and the cell as slope * x + intercept, or a text. With two
/// arguments a row holds for a box, and the cell is slope * x + second_slope * y + intercept.
struct TierRow : TierRange {
  TierRange second;
  Rational slope;
  Rational second_slope;
  Rational intercept;
  std::string text;      // of text tiers
  bool is_else = false;  // what no other row holds for, as far as `second` goes
  Rational share;        // Ranked: of the peers, this row and those above it together
  Span span;
};

struct Tiers {
  std::optional<DateRange> effective;  // absent: always; versions share their name
  bool has_two() const { return second.kind != Kind::Error; }
  std::string name;
  std::string label;
  std::string doc;
  Span span;
  TierKind kind = TierKind::Whole;
  Type argument;
  Type second;  // Kind::Error unless there are two arguments
  Type result;
  std::vector<std::string> choices, second_choices;  // of arguments that are `one of`
  std::vector<TierRow> rows;                         // ascending, without gap or overlap (checked)
  std::vector<TierRow> outside;  // Interpolated: rows beyond the points, where they are not held
  std::optional<RoundSpec> round;
  bool allow_drop = false;
  Peers peers;           // Ranked
  Ties ties = Ties::Up;  // Ranked: equal values at a cut all belong above it, or below
};

enum class PolicyKind : std::uint8_t { Zero, Full, Redistribute, Fail, Hold, Value };
struct Policy {
  PolicyKind kind = PolicyKind::Zero;
  std::optional<NoneReason> reason;
  Rational at_least;    // Redistribute: share of the weight, 0 if unsaid
  ProgramExprId value;  // Value
  Span span;
};

struct Line {
  std::string name;  // the metric's name, or the line's own
  std::string label;
  Span span;
  ProgramExprId measure;  // Op::Metric with its context
  MetricId metric;
  Rational weight;
  ProgramExprId target;  // the line's own; absent: the declared one
  ProgramExprId scored;  // absent: not scored (weight 0 %)
  std::optional<Rational> cap, floor;
  std::optional<RoundSpec> publish;  // its points: own `round`, else the precision of points
  Better better;
  bool own_better = false;  // else a declared target's goes before the metric's
  std::vector<Policy> policies;
};

enum class AdjustKind : std::uint8_t { Add, Deduct, Cap, Floor, Round };
struct Adjust {
  AdjustKind kind = AdjustKind::Add;
  ProgramExprId value;
  ProgramExprId when;  // absent: always
  std::optional<RoundSpec> round;
  std::string message;
  Span span;
};

struct Scorecard {
  std::optional<DateRange> effective;  // absent: always; versions share their name
  std::string name;
  std::string label;
  std::string doc;
  Span span;
  TableId table;
  std::vector<RoleId> roles;
  PeriodUnit every = PeriodUnit::Quarter;
  bool as_of_start = false;    // who is on it is decided on the period's first day
  bool split_by_days = false;  // who is on it is decided for each day, and only those days count
  std::vector<Line> lines;
  std::vector<Policy> policies;
  std::vector<Adjust> adjustments;  // in the order written
  std::optional<RoundSpec> publish;
  TiersId grade;  // absent: no grade
};

/// `carry paid : money = 0 CNY every year then paid + amount`: a value that each period hands on to
/// the next one.
struct Carry {
  std::string name;
  Span span;
  Type type;
  ProgramExprId initial;
  std::optional<PeriodUnit> every;  // begins anew in each; absent: where the data begin
  ProgramExprId next;               // reads Carried and Paid
};

struct Payout {
  std::optional<DateRange> effective;  // absent: always; versions share their name
  std::string name;
  std::string label;
  std::string doc;
  Span span;
  TableId table;
  ScorecardId scorecard;  // absent: for roles
  std::vector<RoleId> roles;
  PeriodUnit every = PeriodUnit::Quarter;
  Type type;
  ProgramExprId amount;
  std::vector<Carry> carries;
  std::vector<Adjust> adjustments;
  ProgramExprId pool;   // what all its people are paid together at most; absent: no bound
  RoundSpec pool_step;  // parts of the pool are multiples of it
  std::vector<Policy> policies;
};

}  // namespace kpi
