#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "program/program.hpp"
#include "score/result.hpp"

/// Why a number is what it is: plain values, made from the steps that computed it and from nothing
/// else. Whatever explains numbers (the command, a page, an editor) reads this.
namespace kpi::trace {

using NodeId = Id<struct NodeTag>;

/// A line of a rule file or of a data file; without a path there is none.
struct Place {
  std::string path;
  int line = 0;
};

enum class NodeKind : std::uint8_t {
  Constant,    // written in the rules, a param, or a day of the period
  Cell,        // a column of the person: `place` is the line of the data file
  InForce,     // whether the person is in force on `days`
  Rows,        // an aggregate of the rows in `rows`
  Operation,   // `op` on the inputs; a table of tiers has `tiers`
  AllOf,       // whether all inputs hold
  AnyOf,       // whether one input holds
  Days,        // the part of the inputs, one for each day, that hold
  Choice,      // inputs: the condition and what it chose
  Level,       // a declared target; none(no_target) where its row is missing
  Sum,         // of the inputs that are expected of the person
  Attainment,  // inputs: value and target
  Rounded,     // inputs[0] rounded by `round`
  AtMost,
  AtLeast,    // inputs[0] bounded by `bound`
  Weighted,   // the weighted sum of the inputs, by `weights`
  Adjusted,   // inputs[0] after `adjustments`
  Graded,     // the grade for inputs[0]; `tiers`
  Settled,    // inputs[0], or what the policy says where it is absent
  Elsewhere,  // inputs[0], which is the value of `whose`
  Units,      // over units of the calendar; inputs: kInputsPerUnit for each, some absent
  People,     // inputs added up over `people` people
  Peers,      // a place among `people` people
  Part,       // a part of inputs[0], by weight among `people` people or periods
  Streak,     // so many periods in a row; inputs: condition, in force, the streak before
  Carried,    // what goes out of a period; inputs: what came in, paid to, amount, what goes out
};

/// Condition, value and other value of a unit of the calendar.
inline constexpr std::size_t kInputsPerUnit = 3;

struct SourceRow {
  Place place;
  std::string table;  // where groups are made of the rows of several, and it is not the first
  std::string key;    // of the row, if its table has one
  std::optional<Date> day;
  std::vector<score::Quantity> values;  // of what is added up
  std::vector<std::string> through;     // keys of the rows of other tables that lead to the person
};

/// The rows of a file that an aggregate is made of.
struct RowsRead {
  std::string table;
  std::string file;
  std::vector<std::string> other_files;  // of what else groups are made of
  std::size_t count = 0;                 // in all of the files
  std::optional<DateRange> days;         // absent: the table has no date
  std::string card;                      // of a card split by days: only rows of the days on it
  std::vector<DateRange> on_card;
  bool listed = false;  // `rows` are all of them
  std::vector<SourceRow> rows;
};

/// How one input alone would get a value to a bound, everything else as it is.
struct Way {
  enum class Outcome : std::uint8_t {
    Solved,      // at `needed`, and not before
    Tried,       // at `needed`, and not one step before; further before it nobody looked
    OutOfReach,  // however far it goes; `best` is what the value comes to
    Unsolved     // nobody can tell; `obstacle`
  } outcome = Outcome::Unsolved;
  enum class Obstacle : std::uint8_t {
    BothWays,      // it raises one part of the value and lowers another
    NotFollowed,   // the value follows it in a way that is not worked out
    OtherPeople,   // the value depends on other people
    NoStep,        // it has no smallest step to go by
    Absent,        // the value is absent
    NotMonotonic,  // points neither rise nor fall throughout
    NoInput,       // no data stand behind it
  } obstacle = Obstacle::NoInput;
  NodeId input;  // what moves
  score::Quantity needed, difference, best;
  std::optional<score::Quantity> limit;  // OutOfReach: no further, because of `whole`
  NodeId whole;                          // what it is a part of, or what is a part of it
  bool limit_is_least = false;
  bool in_two_places = false;  // above and below a line, which moves both
};

/// What stands between a value and a bound that it should reach.
struct Distance {
  score::Quantity now, bound, missing;
  bool included = true;  // false: it must be passed
  bool upwards = true;   // false: by coming down
  std::vector<Way> ways;
};

/// A table of tiers with its argument: the row that held.
struct TiersUsed {
  std::string name;
  TierKind kind = TierKind::Whole;
  Place place;
  std::string row;   // as written
  std::string upto;  // interpolated: the point that the line leads to; empty beyond the points
  struct Slice {     // marginal: so much at that rate
    Rational width, rate;
  };
  std::vector<Slice> slices;
  std::optional<Rational> slope, intercept;  // of a whole row that computes with its argument
  struct Point {
    Rational at, gives;
  };
  std::optional<Point> left, right;  // interpolated
  struct Places {                    // by rank: which of the places have the row
    std::size_t before = 0, last = 0, count = 0;
  };
  std::optional<Places> places;
  bool is_best = false;  // no row gives more
  std::string next_row;  // the next one that gives more, as written
  Place next_place;
  std::optional<Distance> distance;  // of the argument to that row
};

struct Weight {
  std::string name, label;
  Place place;
  NodeId points;  // absent: not scored
  Rational weight, effective;
  score::Quantity counted;  // after the policy
  std::optional<PolicyKind> policy;
  std::optional<NoneReason> missing;
};

struct Adjustment {
  AdjustKind kind = AdjustKind::Add;
  score::AdjustResult::State state = score::AdjustResult::State::NotApplied;
  std::string message;
  std::string text;  // as written
  Place place;
  NodeId amount, when;
  std::optional<RoundSpec> round;
  score::Quantity before, after;
  score::Quantity change;  // after - before; of one that was not applied what it would have been,
                           // if that is known
};

struct Node {
  NodeKind kind = NodeKind::Constant;
  std::uint32_t step = 0;  // the step of the plan that computed it
  std::string name;        // of a named quantity: `revenue`, `target(revenue)`, `card.revenue`
  std::string label;       // what the author calls it
  std::string text;        // the rule's own words, on one line
  Place place;
  score::Quantity value;
  std::vector<NodeId> inputs;
  Op op = Op::Error;
  std::optional<RoundSpec> round;
  std::optional<Rational> bound;    // Weighted: the weight that is left; Part: all weights
  NodeId weight;                    // Part: the own one
  bool of_periods = false;          // Part: divided among periods, not people
  std::optional<PeriodUnit> unit;   // Units: which
  std::string history;              // Cell: the table whose row of `days`' last is read
  std::optional<Date> from, until;  // InForce, history: as the data say; `until` is the first day
                                    // without or, if `inclusive`, the last day with
  bool inclusive = false;
  Better better;
  DateRange days;
  std::string whose;
  std::optional<TreePart> part;  // Elsewhere: of the people below `whose`
  std::size_t people = 0;
  std::size_t before = 0, same = 0;  // Peers: of the others
  std::size_t compared = 0;          // Peers: of the people, those that have a value
  std::optional<PolicyKind> policy;
  std::optional<RowsRead> rows;
  std::optional<TiersUsed> tiers;
  std::vector<Weight> weights;
  std::vector<Adjustment> adjustments;
};

/// One thing that was asked for.
struct Topic {
  enum class Kind : std::uint8_t { Card, Payout, Points, Quantity } kind = Kind::Quantity;
  NodeId root;
  NodeId grade;  // of a card that has grades
};

/// Somebody whom a card or payout does not cover, and what decides it.
struct Absence {
  std::string name, label;
  Place place;
  NodeId member;  // the condition, false
};

/// `--why-not`: what stands in the way of a grade or an amount.
struct WhyNot {
  std::string goal;   // as asked: `grade=A`
  NodeId root;        // the score, the points, the amount
  Distance distance;  // of the root, with a way for every input that it has
  struct Loss {       // a line that gives less than it could
    NodeId points;
    std::string name, label;
    Place place;
    score::Quantity now, best;
    score::Quantity cost;  // of the score
  };
  std::vector<Loss> losses;
  NodeId adjusted;  // whose adjustments may stand in the way; absent: none
};

/// The steps that were computed again, and those where something else came out.
struct Verified {
  std::size_t agreed = 0;
  std::size_t written = 0;    // numbers of the rules, cells of the data: nothing to compute
  std::vector<NodeId> given;  // read others' values, and are taken as they are
  std::vector<NodeId> disagreed;
};

/// One person in one period.
struct Explanation {
  std::string key, name;
  Period period;
  std::vector<std::string> titles;  // of the scorecards
  std::vector<Topic> topics;
  std::vector<Absence> absences;
  std::optional<WhyNot> why_not;
  std::optional<Verified> verified;
  IdVector<NodeId, Node> nodes;  // inputs before what reads them
};

struct Explained {
  Date as_of;
  std::vector<Explanation> parts;
  std::vector<score::Coverage> coverage;
  std::vector<score::TableNote> notes;
};

}  // namespace kpi::trace
