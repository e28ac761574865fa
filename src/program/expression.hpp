#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/calendar.hpp"
#include "base/rational.hpp"
#include "program/op.hpp"
#include "program/schema.hpp"
#include "program/types.hpp"
#include "program/value.hpp"

/// Expressions of the typed program, and what they are computed in: whose rows (`of`), which days
/// (`during`), compared with whom (`among`).
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

}  // namespace kpi
