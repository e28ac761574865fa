#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/calendar.hpp"
#include "base/rational.hpp"
#include "program/currencies.hpp"
#include "program/expression.hpp"
#include "program/schema.hpp"
#include "program/scoring.hpp"
#include "program/types.hpp"
#include "program/value.hpp"

/// The typed program: what check makes of the declarations. Only ids, no unresolved names; every
/// expression knows its type. The aggregation engine and the scoring core read nothing else.
namespace kpi {

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
