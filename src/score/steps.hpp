#pragma once

#include "score/score.hpp"

namespace kpi::score {

/// The values of one step, one per member of its space; a constant keeps a single one.
struct Slot {
  std::vector<Value> values;
  bool constant = false;
  const Value& operator[](std::size_t member) const { return values[constant ? 0 : member]; }
};

using Slots = IdVector<plan::StepId, Slot>;

/// Runs every step from top to bottom. Reports exact values too long to go on with, and weights by
/// which nothing can be divided.
Slots run_steps(const ScoreInput& input, Diagnostics& diagnostics);
/// The same, where only the values of some steps are wanted in the end; others may be empty.
Slots run_steps(const ScoreInput& input, const std::vector<plan::StepId>& wanted,
                Diagnostics& diagnostics);

/// The days each dated table is complete for: declared, or whole months from its first to its last
/// row, never past the run's as-of day.
std::vector<Coverage> coverage_of(const ScoreInput& input);
/// The tables some rows of which count for nobody, in no period, or not at all.
std::vector<TableNote> notes_of(const ScoreInput& input);

/// Why the table says nothing about the days read, if it does not. `covered`: the days it is
/// complete for; absent for a table without a date of its own.
std::optional<NoneReason> uncovered(const Program& program, const Aggregate& aggregate,
                                    const std::optional<DateRange>& covered,
                                    const plan::DaysRead& read);

/// Whose dates the aggregate is dated by: its own table's, or, of credits, those of what they
/// split.
TableId dated_table(const Program& program, const Aggregate& aggregate);

/// Why the cells of a step count for nobody, if they do not. `covered`: by table, as above.
std::optional<NoneReason> open_days(const ScoreInput& input, const plan::Step& step,
                                    const std::vector<std::optional<DateRange>>& covered);

/// `agg(e per month where c)`, or `per team`, from its parts, three per unit or person: condition,
/// value, other value, each null where the aggregate has none. A unit in which the person is not in
/// force is none of theirs; without any the whole is out of scope. What the data does not cover
/// leaves the whole open; a condition undecided for another reason leaves its unit out.
Value summed_over(const Program& program, const Aggregate& how,
                  const std::vector<const Value*>& parts);

/// The days on which the row is in force: all there are for a table without validity.
DateRange days_in_force(const ScoreInput& input, TableId table, std::size_t row);

/// By row of the people: the row of a history (`held`: of Op::Held) that holds for it on the day,
/// or on the last day that somebody is in force, if that is earlier; nothing where none does.
std::vector<std::optional<std::size_t>> held_rows(const ScoreInput& input, const Expr& held,
                                                  TableId people, Date day);
/// The day for which StepKind::Held is asked of the member.
Date held_day(const plan::Step& step, const Slots& slots, std::size_t member);
/// What a history says of each row of the people, by the row of it that holds.
std::vector<Value> held_values(const ScoreInput& input, const Expr& held, TableId people, Date day);

/// The row the links lead to; nothing where one is empty or has no partner.
std::optional<std::size_t> row_after(const ScoreInput& input, TableId table,
                                     const std::vector<ColumnId>& links, std::size_t row);
/// A column of one subject as a value.
Value column_value(const ScoreInput& input, TableId table, const ColumnPath& path, std::size_t row);

}  // namespace kpi::score
