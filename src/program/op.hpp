#pragma once

#include <cstdint>

namespace kpi {

/// What an expression of the typed program does. Behind each, the fields of Expr it uses.
enum class Op : std::uint8_t {
  Error,
  Constant,  // constant
  Column,    // column path from the row (Row grain) or from the subject (Subject grain)
  PeriodStart,
  PeriodEnd,
  PeriodShare,  // scorecard, split by days: the part of the period somebody is on it
  Add,
  Subtract,
  Multiply,
  Divide,
  Negate,
  DaysBetween,   // date - date
  HoursBetween,  // from a datetime to a later one: args from, to
  DayOf,         // the day of a datetime
  AddDays,
  AddMonths,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  Equal,
  NotEqual,
  And,
  Or,
  Not,
  IsPresent,
  IsNone,  // reason optional
  IfNone,  // args: value, fallback; reason optional
  If,
  Min,
  Max,
  Clamp,
  Sqrt,        // rounded half up to 18 decimals
  Convert,     // rates; args: an amount, its currency, the day: row by row
  Round,       // args: value; step and mode in round
  Months,      // completed months between two days
  Days,        // days(a to b), both ends counted
  Workdays,    // workdays(a to b), both ends counted
  Aggregate,   // aggregate, context
  OverUnits,   // `reduction` over the calendar units of the window; args: those it has of
               // group_where, group_value, group_other, one value each per unit
  OverPeople,  // `reduction` over the people of the context, each in the whole period; args as
               // above
  GroupValue,  // inside `per`: aggregate number `index` of the group
  Metric,      // metric, context
  Target,
  Baseline,
  Stretch,
  Attainment,  // metric, context; without a metric: the line's own
  LineValue,   // `value`
  Growth,      // metric, context (window = the base's); relative
  Change,      // the same as a difference
  Score,
  Grade,     // of the card; context where they name it: score(card during prior)
  Payout,    // payout, context
  Tiers,     // tiers; args: one per argument of the table
  Points,    // points(card.line), context
  Rank,      // args: a named quantity; peers, better, dense
  Ranked,    // args: a named quantity; tiers by share of the peers, better
  Share,     // args: a metric, the same of the peers
  Streak,    // args: condition; skips_none
  Allocate,  // args: total and weight, if one is said; peers, or the unit across; round: the step
  Versions,  // the one of args whose days, `versions`, hold the period's
  Held,  // a column (path) of the row of `history` that holds for the subject on the period's last
         // day, or on its own last day on the card `scorecard`
  Carried,  // payout, index: the running state that comes into the period
  Paid,     // payout: its published amount, in what is carried on
};

}  // namespace kpi
