#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/calendar.hpp"
#include "base/rational.hpp"
#include "program/currencies.hpp"
#include "program/op.hpp"
#include "program/schema.hpp"
#include "program/types.hpp"
#include "program/value.hpp"

/// The typed program: what check makes of the declarations. Only ids, no unresolved names; every
/// expression knows its type. The aggregation engine and the scoring core read nothing else.
namespace kpi {

using MetricId = Id<struct MetricTag>;
using RoleId = Id<struct RoleTag>;
using ParamId = Id<struct ParamTag>;
using TiersId = Id<struct TiersTag>;
using TargetId = Id<struct TargetTag>;
using ScorecardId = Id<struct ScorecardTag>;
using PayoutId = Id<struct PayoutTag>;
using RuleId = Id<struct RuleTag>;
using AggregateId = Id<struct AggregateTag>;
using RatesId = Id<struct RatesTag>;

enum class WindowKind : std::uint8_t { Own, Prior, YearAgo, Whole, ToDate, Last, AllTime, Fixed };

/// `during W`, resolved. Transforms the period asked for into the days that count.
struct Window {
  WindowKind kind = WindowKind::Own;
  int count = 1;                        // Prior n, Last n
  PeriodUnit unit = PeriodUnit::Month;  // Whole, ToDate: of which period; Last n of which
  DateRange range;                      // Fixed
  std::optional<Period> period;         // Fixed and one period of the calendar: the same as asking
                                        // for that period
  friend bool operator==(const Window& a, const Window& b) {
    return a.kind == b.kind && a.count == b.count && a.unit == b.unit && a.range == b.range &&
           a.period == b.period;
  }
};

enum class SubjectKind : std::uint8_t {
  Own,
  Key,
  Column,
  Row,
  Tree,
  All,
  Company,
  Role,
  Held,     // everybody of whom a history says the same
  HeldRow,  // the person that a history names
  HeldTree  // of the reporting tree at that person
};

/// The reporting tree at a person: with everybody below, only those below, or who reports directly.
enum class TreePart : std::uint8_t { Team, Below, Reports };

/// `of S`, resolved.
struct Subject {
  SubjectKind kind = SubjectKind::Own;
  std::string key;    // Key
  TableId table;      // Column, Row, Tree: the people it begins with
  ColumnPath column;  // Column: from that table. Row, Tree: links to the person, if any
  TreePart part = TreePart::Team;  // Tree, HeldTree
  ColumnId boss;                   // Tree, HeldTree: the table's link to itself
  RoleId role;                     // Role: the rows of its members in the period
  ProgramExprId held, is_held;  // Held, HeldRow, HeldTree: what the history says, and that it does
  friend bool operator==(const Subject& a, const Subject& b) {
    return a.kind == b.kind && a.key == b.key && a.column == b.column && a.part == b.part &&
           a.role == b.role && a.held == b.held;
  }
};

enum class PeerKind : std::uint8_t { Nobody, All, Column, Role, Held };

/// `among G`, resolved: the subjects that somebody is compared with. Always people in force in the
/// period; of Column those whose column reads alike, of Held those of whom a history says the same.
struct Peers {
  PeerKind kind = PeerKind::Nobody;
  TableId table;      // Column, Role, Held: whose people
  ColumnPath column;  // Column: from that table
  RoleId role;
  ProgramExprId held;  // Held
};

struct Context {
  Subject subject;
  Window window;
};

struct RoundSpec {
  Rational step;  // > 0
  RoundMode mode = RoundMode::HalfUp;
};

enum class Direction : std::uint8_t { Higher, Lower, Within };

struct Expr {
  Op op = Op::Error;
  Type type;
  Span span;
  std::vector<ProgramExprId> args;

  Value constant;
  ColumnPath path;
  std::optional<NoneReason> reason;  // IsNone, IfNone
  std::optional<RoundSpec> round;
  AggregateId aggregate;
  AggregateId reduction;
  MetricId metric;
  TiersId tiers;
  RatesId rates;
  PayoutId payout;
  ScorecardId scorecard;  // Points; Score and Grade that name their card; Held on a split one
  std::string text;       // Aggregate of a person's own row: the calculated column's name
  std::size_t index = 0;  // GroupValue, Points (line)
  ParamId param;          // Constant: whose value it is; absent: a number written here
  Context context;
  Peers peers;                       // Rank, Allocate
  Direction direction{};             // Rank, Ranked: which end is first
  bool dense = false;                // Rank: 1, 2, 2, 3
  bool else_even = false;            // Allocate: in equal parts where no weight is above 0
  bool skips_none = false;           // Streak: an absent value neither counts nor ends it
  bool is_signed = false;            // Divide, Growth: also where what is divided by is negative
  std::optional<PeriodUnit> across;  // Allocate: over periods of this unit
  std::vector<DateRange> versions;   // Versions: on which days each arg holds
  TableId history;                   // Held
  ColumnId about;                    // Held: the link of `history` to the subject
  std::uint32_t size = 1;            // operations in it, used columns and lets written out
  std::uint32_t depth = 1;           // the longest way to a leaf, through metrics too
};

enum class AggregateKind : std::uint8_t {
  Sum,
  Count,
  CountDistinct,
  Avg,
  Min,
  Max,
  Only,
  Percentile,  // median is the half
  Stddev,      // of a sample
  StddevAll,
  Corr  // of value and other
};

/// Which snapshots of the days count, of a table of snapshots. None: every row is an event.
enum class SnapshotRule : std::uint8_t { None, Last, First, Average };

/// `sum(orders.amount where … dated … credited …)`: one aggregate of one fact table. What it is
/// computed on (subject, days) is the context of the expression that uses it.
struct Aggregate {
  AggregateKind kind = AggregateKind::Count;
  TableId table;
  ProgramExprId value;              // Row grain; absent for count(table)
  ProgramExprId other;              // Corr: the second value, Row grain
  Rational fraction;                // Percentile
  std::int64_t top = 0;             // only the so many largest values; 0: all
  ProgramExprId where;              // Row grain bool; absent: all rows
  ColumnId dated;                   // absent: the table is undated
  std::optional<ColumnPath> owner;  // links from the fact to its owner; absent: unowned table
  TableId owner_table;
  bool skipping_none = false;
  SnapshotRule snapshot = SnapshotRule::None;
  bool of_subject = false;                    // a calculated column of the person's own row
  bool reads_period = false;                  // value or where mentions period.start or period.end
  std::optional<ColumnPath> per;              // group key: a column, or a link's row
  std::vector<ColumnPath> per_also;           // further keys: a group is what agrees in all
  std::optional<PeriodUnit> per_unit;         // of OverUnits; there is no table then
  bool per_workday = false;                   // of its days those from Monday to Friday
  TableId per_people;                         // of OverPeople; no other table then
  TableId per_table;                          // `per` leads to its rows: those in force form
                                              // groups also where no row of the fact does
  std::string of_card;                        // of a card split by days: only rows of the days on
                                              // which their owner is on it
  AggregateId by_credit;                      // of rows whose credit is split: the same over the
                                              // credits, for those who have a part in them
  std::vector<AggregateId> group_aggregates;  // what group_value and group_where read, by index
  std::vector<Window> group_windows;          // of each of them: the days it is computed on
  std::vector<Subject> group_subjects;        // of each of them: whose rows
  std::vector<ColumnPath> group_pers;         // of each of them: from its rows to the group
  ProgramExprId group_value;                  // over GroupValue nodes; absent for count(per K)
  ProgramExprId group_other;                  // Corr: the second value
  ProgramExprId group_where;
  Span span;
};

enum class LowerMethod : std::uint8_t { Unsaid, Linear, Inverse };

struct Better {
  Direction direction = Direction::Higher;
  LowerMethod method = LowerMethod::Unsaid;
  bool linear = false;  // `better higher linear`: zero, negative targets
  std::optional<Rational> at_zero;
  std::optional<Rational> zero_target, zero_target_else;
  Rational within_low, within_high, zero_low, zero_high;
};

/// What the project lacks for a metric of the library: tables, a column or a link of the first.
struct Unbound {
  std::string what, column, link;
  std::vector<std::string> tables{};
  bool empty() const { return what.empty(); }
};

struct Metric {
  std::string name;
  std::string label;
  std::string doc;
  Unbound unbound{};
  std::string unit_text;
  std::string objective;
  Span span;
  ProgramExprId formula;
  Type type;
  Better better;
  std::optional<RoundSpec> publish;  // own `round`, else the precision of its unit
  std::vector<TableId> facts;        // tables its aggregates read, through other metrics too
  TableId subject_table;             // absent unless it reads columns of the subject
  bool is_signed = false;            // its quotients and growths are also there below 0
};

struct Param {
  std::string name;
  std::string label;
  std::string doc;
  Span span;
  Type type;
  Value value;  // of this run: the default or --set; of the first version where there are several
  std::vector<DateRange> versions;  // empty: it always holds
  std::vector<Value> values;        // of each version
  std::optional<Rational> least, most;
};

/// What a role meant on some days.
struct RoleVersion {
  DateRange days;
  ProgramExprId condition;  // absent: everybody
};

struct Role {
  std::string name;
  std::string label;
  std::string doc;
  Span span;
  TableId table;
  ProgramExprId condition;            // absent: everybody
  std::vector<RoleVersion> versions;  // not empty: the one that holds at the period's end decides,
                                      // and `condition` says nothing
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

/// A piece of a rule's message: text as it stands, or the value of what stood in braces.
struct MessagePart {
  std::string text;
  ProgramExprId value;  // absent: text
};

/// Tells whom to look at, period by period. Changes nothing.
struct Rule {
  std::optional<DateRange> effective;  // absent: always; versions share their name
  std::string name;
  std::string label;
  std::string doc;
  Span span;
  TableId table;
  ScorecardId scorecard;  // absent: for roles
  std::vector<RoleId> roles;
  PeriodUnit every = PeriodUnit::Quarter;
  ProgramExprId when;
  std::vector<MessagePart> message;
};

/// `given orders { … }`: rows of a table, as its file would hold them.
struct GivenTable {
  TableId table;
  std::vector<ColumnId> columns;               // those the test names
  std::vector<std::vector<std::string>> rows;  // a text per column, empty for none
  Span span;
};

/// One `expect` of a test.
struct Expectation {
  enum class Kind : std::uint8_t {
    Holds,     // the condition `actual`
    Compares,  // `actual` with `expected` by `comparison`
    Absent,    // `actual` is none, for `reason` if one is said
    Fails      // the run reports `error_code`
  } kind = Kind::Holds;
  Op comparison = Op::Equal;
  ProgramExprId actual, expected;
  std::optional<NoneReason> reason;
  std::string error_code;
  Span span;
};

/// A test that the rules carry with them. Its expectations name their people and periods.
struct Test {
  std::string title;
  std::vector<GivenTable> tables;
  std::vector<std::pair<std::string, std::string>> params;  // name and value as written
  std::optional<Date> as_of;  // absent: the last day that an expectation names
  std::vector<Expectation> expects;
  Span span;
};

/// The `precision` block: the step of every published quantity of a unit.
struct Precision {
  std::optional<RoundSpec> ratio, points, money, number, count, days, hours;
  std::optional<RoundSpec> of(const Unit& unit) const;
};

/// `holidays off_days.day`: the days that are not worked and, where `kind` says so, days that are.
struct Holidays {
  TableId table;
  ColumnId day;
  ColumnId kind;  // absent: every row is a day off
  Span span;
};

struct Program {
  Currency currency;
  Precision precision;
  Calendar calendar;  // of a run it knows the holidays
  std::optional<Holidays> holidays;
  IdVector<TableId, TableSchema> tables;
  IdVector<ParamId, Param> params;
  IdVector<RoleId, Role> roles;
  IdVector<MetricId, Metric> metrics;
  IdVector<TargetId, Target> targets;
  IdVector<TiersId, Tiers> tiers;
  IdVector<ScorecardId, Scorecard> scorecards;
  IdVector<PayoutId, Payout> payouts;
  IdVector<RuleId, Rule> rules;
  std::vector<Test> tests;
  IdVector<AggregateId, Aggregate> aggregates;
  IdVector<RatesId, Rates> rates;
  std::vector<VaryingCurrency> varying;  // by the number in the currency
  IdVector<ProgramExprId, Expr> exprs;
};

/// Whether the aggregates in its groups read more than one fact table. No rows are its own then.
bool reads_several_tables(const Program& program, const Aggregate& aggregate);

/// The step with which a named quantity (metric, attainment, points, score, payout) is published.
std::optional<RoundSpec> published_step(const Program& program, const Expr& expr);

/// The tables with dates that an expression reads, through metrics, targets, cards and payouts too.
/// `card`: whose words it may use. A look-back to where the data begin ends with the first of them.
std::vector<TableId> dated_tables(const Program& program, ProgramExprId expr, ScorecardId card);

/// Reads as the source does, fully bracketed: `kpi dump --stage=program`.
std::string print(const Program& program);

}  // namespace kpi
