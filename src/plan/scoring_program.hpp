#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plan/aggregation_plan.hpp"

/// The scoring program: a flat list of steps in which arguments come before what reads them. Each
/// step is one value per member of its space, for days fixed by the plan. Running it top to bottom
/// is the whole evaluation; its slots are also the trace that explanations read.
namespace kpi::plan {

using StepId = Id<struct StepTag>;

enum class StepKind : std::uint8_t {
  Constant,  // constant
  Column,    // a column of the subject, path from its table
  Held,      // `expr`: a column of the row of a history that holds for the subject on `days`' last,
             // or on the last of them for which an argument, one per day, is true
  InScope,   // the subject's validity overlaps `days`
  Cells,     // cells[interval] of the cube, subject to the table's coverage
  Broadcast,   // the one value of a space with one member
  Gather,      // the value of the member named by the subject's column `path`
  Follow,      // the value of the row that the subject's links lead to (`path`); none: its own row
  FollowHeld,  // the value of the row whose key args[1] is
  OverUnits,   // operation `expr`: for each unit of time condition, value and other value, some
               // absent
  OverPeople,  // operation `expr` over the people of each member who are in force (args[0]):
               // condition, value, other value, some absent; `path`: from a person to the member,
               // where that is a row of another table
  Pick,        // the value of the member with the key `text`
  Apply,       // operation `expr` on the arguments
  AllOf,
  AnyOf,     // truth of the arguments
  DayShare,  // the part of the arguments, one per day, that are true
  Choose,    // args condition, value, otherwise
  Level,     // a target level: no row means no target
  SumOf,     // the sum of the arguments that are not out of scope; `constant` where all are
  RollUp,    // the sum of args[0] over the people of each member of the space
  Attain,    // attainment of args value, target by `better`
  Publish,   // args[0] rounded by `round`: a named quantity
  AtMost,
  AtLeast,     // args[0] bounded by `constant`: a line's cap and floor
  Weigh,       // the weighted sum of the card's points
  Adjust,      // args[0] after the card's or payout's adjustments
  Grade,       // the card's grade for args[0]
  Pool,        // args amount, paid to, pool: parts of the pool where it is not enough
  Settle,      // the payout's policy for an absent amount
  Total,       // the sum of args[0] over the members for whom args[1] is true
  GroupTotal,  // the sum of args[0] over the members whose args[1] is that of the member
  Rank,        // place of args[0] among the peers of args[1] (in force) and args[2] (alike)
  Ranked,      // the same cut into `tiers` by shares
  Streak,      // args condition, in force, the streak before
  Carry,       // args state before, paid to, amount, state after it
  Allot,       // part of args[0] by weight args[1] among the peers of args[2] and args[3]
  Split,       // part `index` of args[0] by the weights args[1] …
};

/// Days that must be covered, and whether they lie before the period asked for.
struct DaysRead {
  DateRange days;
  bool look_back = false;
  AggregateId aggregate;  // which of the group's aggregates reads them
};

/// Another target of the same metric and cycle, or another scorecard of the same cycle: for whom,
/// and where the two are declared, in the order of the file.
struct Rival {
  StepId member;
  Span first, second;
};

struct Step {
  StepKind kind = StepKind::Constant;
  SpaceId space;
  std::vector<StepId> args;
  Span span;         // the rule's text this comes from
  std::string name;  // of a named quantity: `revenue`, `mature_rep.score`
  DateRange days;    // what it is computed on
  Type type;         // of what stands in the rules; Kind::Error: that of its first argument
  Value constant;
  ColumnPath path;
  std::string text;
  CellsId cells;
  IntervalId interval;
  std::vector<DaysRead> also;  // further days that a `during` in its groups reads
  bool look_back = false;      // before its coverage the value is none(no_prior), not no_data
  ProgramExprId expr;
  Better better;
  std::optional<RoundSpec> round;
  ScorecardId card;
  PayoutId payout;
  TiersId tiers;
  Direction direction{};      // Rank, Ranked
  bool dense = false;         // Rank
  bool skips_none = false;    // Streak
  bool else_even = false;     // Allot, Split
  std::size_t index = 0;      // Split
  std::vector<Rival> rivals;  // Choose, of a target: nobody may have another one at once
};

struct LineOutput {
  StepId value, target, attainment, points;  // points: after cap and floor, before any policy
  bool own_target = false;
};

struct PayoutOutput {
  PayoutId payout;
  Period period;
  StepId member;                     // who it is for
  StepId amount, adjusted, settled;  // adjusted: after the pool
  std::vector<StepId> adjust_args;   // value and condition of each adjustment, absent ids if none
};

struct CardOutput {
  ScorecardId card;
  Period period;
  StepId member;
  std::vector<StepId> days;  // of a card split by days: who is on it on each of them
  std::vector<LineOutput> lines;
  StepId base, adjusted, score, grade;  // grade: absent id without a table
  std::vector<StepId> adjust_args;
  std::vector<PayoutOutput> payouts;  // payouts for this card
};

/// A rule in one period: for whom, whether it is raised, and the values its message shows.
struct RuleOutput {
  RuleId rule;
  Period period;
  StepId member, when;
  std::vector<StepId> values;  // one per piece of the message; absent ids for text
};

/// Everybody in force in a period, to list those that no card covers.
struct ScopeOutput {
  TableId table;
  Period period;
  StepId in_scope;
};

/// What a row of a query shows in front of its values: where it stands on an axis of the query's
/// space, or a column of the row that stands there (`by reps, region`: a rep's own region).
struct QueryKey {
  std::size_t axis = 0;
  std::optional<ColumnPath> column;
};

struct QueryOutput {
  std::optional<Period> period;
  std::vector<StepId> measures;  // in the query's own space
  std::vector<StepId> totals;    // the same for the whole company
};

struct Plan {
  AggregationPlan aggregation;
  IdVector<StepId, Step> steps;
  std::vector<CardOutput> cards;
  std::vector<PayoutOutput> payouts;  // payouts for roles
  std::vector<RuleOutput> rules;
  std::vector<ScopeOutput> scopes;
  std::vector<QueryOutput> queries;
  SpaceId query_space;
  std::vector<QueryKey> query_keys;
  bool of_somebody = false;  // scores, pay and targets alone, which nobody has: no row (none)
  // Of whole periods that are not over: a plan that is made again with more of the past may read
  // them, so that their columns are loaded too.
  std::vector<AggregateId> aggregates_not_due;
  std::vector<ProgramExprId> exprs_not_due;
  std::vector<ProgramExprId> other_versions;  // a look-back may read them
  bool ok = true;                             // false: diagnostics say why
  bool asks_workdays = false;    // reads the holidays, which must be known to plan its days
  bool asks_data_start = false;  // looks back to where the data begin, which nobody had said
};

/// Readable form: the tables scanned and their aggregates, then the steps. `kpi dump --stage=plan`.
std::string print(const Plan& plan, const Program& program);

}  // namespace kpi::plan
