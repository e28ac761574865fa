#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/calendar.hpp"
#include "diag/diagnostic.hpp"
#include "program/program.hpp"
#include "table/rows_without.hpp"

/// What a run or a query found: plain values ready for any output.
namespace kpi::score {

/// A value with the type that says how to print it and the step it was published with, if any.
struct Quantity {
  Value value;
  Type type;
  std::optional<RoundSpec> published;
};

struct LineResult {
  std::size_t line = 0;  // index into Scorecard::lines
  Quantity value;
  Quantity target;  // none(no_target) where there is none
  Quantity attainment;
  Quantity points;                    // after cap, floor and the none policy
  bool scored = true;                 // false: monitored only
  bool own_target = false;            // the line's target, not the declared one
  Rational weight;                    // as written
  Rational effective_weight;          // after redistribution; 0 if left out
  std::optional<PolicyKind> policy;   // the policy that decided, if one did
  std::optional<NoneReason> missing;  // why there were no points before the policy
};

struct AdjustResult {
  std::size_t adjustment = 0;  // index into adjustments
  enum class State { Applied, NotApplied, Undecided } state = State::NotApplied;
  Value before, after;  // score or amount before and after
};

struct PayoutResult {
  PayoutId payout;
  Quantity amount;                   // final; none: held, with the reason
  std::optional<PolicyKind> policy;  // Hold or Value when the amount was none
  std::vector<AdjustResult> adjustments;
};

/// Of a card that is split by days: on how many of the period's days somebody is on it.
struct DaysOnCard {
  std::size_t held = 0;
  std::size_t all = 0;  // 0: the card is not split by days
};

/// Of a card with targets: on how many of the period's days somebody is in force. A target is for
/// the whole period, unless the rules say otherwise.
struct DaysInForce {
  std::int32_t held = 0;
  std::int32_t all = 0;
};

/// One subject on one scorecard in one period.
struct CardResult {
  ScorecardId scorecard;
  Period period;
  std::size_t subject = 0;  // row of the card's table
  std::string key;
  std::string name;  // the column `name` (姓名), else empty
  std::vector<LineResult> lines;
  Quantity base;  // weighted sum before adjustments
  std::vector<AdjustResult> adjustments;
  Quantity score;
  Value grade;  // text; none without a grade table or without a score
  bool has_grade = false;
  bool unfinished = false;  // the period is not over as of the run's day
  DaysOnCard days;
  std::optional<DaysInForce> in_force;  // where those are not all, and the card is not split
};

/// A payout outside any scorecard, or beside one.
struct PaidResult {
  Period period;
  TableId table;
  std::size_t subject = 0;
  std::string key;
  std::string name;
  PayoutResult payout;
};

/// A rule that holds for somebody in a period, or that nobody could decide.
struct RuleResult {
  RuleId rule;
  Period period;
  std::size_t subject = 0;
  std::string key;
  std::string name;
  bool raised = true;                         // false: undecided
  NoneReason reason = NoneReason::Undecided;  // why, if undecided
  std::vector<Quantity> values;  // of the pieces of the message that are values, in their order
};

/// A subject in force in the period that no scorecard of that cycle covers.
struct Uncovered {
  Period period;
  TableId table;
  std::string key;
  std::string name;
};

/// A scorecard of a period that nobody is on.
struct Vacant {
  ScorecardId card;
  Period period;
};

/// The days for which a dated table is known to be complete.
struct Coverage {
  TableId table;
  DateRange days;
  bool inferred = true;                 // from the earliest and latest row, whole months
  bool goes_on = false;                 // its rows reach past the run's day, where `days` end
  std::vector<DateRange> partial = {};  // asked for, but begun before `days`: only a part counts
  bool history_begins = false;          // what is new in the days asked for cannot be told
};

/// Facts a reader must know beside the numbers: rows without an owner, without a date, unmatched,
/// left out.
struct TableNote {
  TableId table;
  std::size_t file_rows = 0;        // of the file, without those left out
  std::size_t rows = 0;             // those not dated after the run's day
  std::size_t without_owner = 0;    // of `rows`
  std::size_t unmatched_owner = 0;  // of `rows`
  std::size_t without_date = 0;     // of `file_rows`
  std::size_t left_out = 0;         // could not be used; the others count all the same
  std::vector<table::RowsWithout> without_other_date = {};  // of `file_rows`
};

struct RunResult {
  std::vector<Period> periods;  // as asked, split into the cards' cycles
  Date as_of;
  std::vector<CardResult> cards;    // by scorecard, period, key
  std::vector<PaidResult> payouts;  // by payout, period, key
  std::vector<RuleResult> rules;    // by rule, period, key
  std::vector<Uncovered> uncovered;
  std::vector<Vacant> vacant;
  std::vector<Coverage> coverage;
  std::vector<TableNote> notes;
};

/// `kpi query`: a plain table. Rows by period, then member; (none) rows after the members, the
/// company total last.
struct QueryResult {
  struct Row {
    std::optional<Period> period;   // when asked by a period unit
    std::vector<std::string> keys;  // one per `by` column; `(none)` where there is none
    bool is_none = false;           // some coordinate is (none)
    bool is_total = false;          // the company total
    std::vector<Value> values;      // one per measure
  };
  std::vector<std::string> by_names;  // columns then `period`
  struct Measure {
    std::string name;
    std::string label;
    Type type;
    std::optional<RoundSpec> published;
  };
  std::vector<Measure> measures;
  std::vector<Row> rows;
  Date as_of;
  std::vector<Coverage> coverage;
  std::vector<TableNote> notes;
};

/// One `expect` of a test, with both sides as they came out.
struct ExpectResult {
  Expectation::Kind kind = Expectation::Kind::Holds;
  Op comparison = Op::Equal;
  std::string text;  // as written
  std::size_t line = 0;
  bool computed = true;  // false: diagnostics say what kept the test from having values
  bool passed = false;
  Quantity actual, expected;         // expected: of Compares
  std::optional<NoneReason> reason;  // Absent: the reason asked for
  std::string error_code;            // Fails
};
struct TestResult {
  std::string title;
  std::string path;
  std::size_t line = 0;
  bool passed = false;
  std::vector<ExpectResult> expects;
  std::vector<Diagnostic> faults;  // errors that it does not expect
};

}  // namespace kpi::score
