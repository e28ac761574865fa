#include <algorithm>

#include "score/steps.hpp"

namespace kpi::score {
namespace {

/// The last day on which the person is looked at: the period's, or the last in force if earlier.
Date last_day(const ScoreInput& input, TableId people, std::size_t row, Date day) {
  return std::min(day, days_in_force(input, people, row).last);
}

bool holds_on(const ScoreInput& input, TableId history, std::size_t row, Date day) {
  const DateRange days = days_in_force(input, history, row);
  return days.first <= day && day <= days.last;
}

}  // namespace

DateRange days_in_force(const ScoreInput& input, TableId table, std::size_t row) {
  DateRange days{kFirstDay, kLastDay};
  const auto& valid = input.program.tables[table].valid;
  if (!valid) return days;
  const Value from = column_value(input, table, {{}, valid->from}, row);
  const Value to = column_value(input, table, {{}, valid->to}, row);
  if (!from.is_none()) days.first = from.date();
  if (!to.is_none()) days.last = valid->inclusive ? to.date() : Date{to.date().days - 1};
  return days;
}

std::vector<std::optional<std::size_t>> held_rows(const ScoreInput& input, const Expr& held,
                                                  TableId people, Date day) {
  std::vector<std::optional<std::size_t>> rows(input.data.tables[people].row_count);
  const table::TableData& history = input.data.tables[held.history];
  const table::ColumnData& about = history.columns[held.about];
  for (std::size_t row = 0; row < history.row_count; ++row) {
    if (!about.has(row) || about.values[row] == table::kUnmatchedRow) continue;
    const auto person = static_cast<std::size_t>(about.values[row]);
    if (!holds_on(input, held.history, row, last_day(input, people, person, day))) continue;
    rows[person] = row;
  }
  return rows;
}

Date held_day(const plan::Step& step, const Slots& slots, std::size_t member) {
  for (std::size_t i = step.args.size(); i-- > 0;) {
    const Value& on = slots[step.args[i]][member];
    if (on.is_bool() && on.truth()) return {step.days.first.days + static_cast<std::int32_t>(i)};
  }
  return step.days.last;
}

std::vector<Value> held_values(const ScoreInput& input, const Expr& held, TableId people,
                               Date day) {
  std::vector<Value> values;
  for (const std::optional<std::size_t>& row : held_rows(input, held, people, day)) {
    values.push_back(row ? column_value(input, held.history, held.path, *row)
                         : Value(NoneReason::NullInput));
  }
  return values;
}

}  // namespace kpi::score
