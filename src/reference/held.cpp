#include <algorithm>

#include "reference/evaluator.hpp"
#include "reference/reference.hpp"

/// Histories: which of their rows holds for whom on a day, row by row.
namespace kpi::reference {
namespace {

std::optional<Date> day_in(const table::ColumnData& column, std::size_t row) {
  if (!column.has(row)) return std::nullopt;
  return Date{static_cast<std::int32_t>(column.values[row])};
}

/// The row of the history about `whom` that holds on the day.
std::optional<std::size_t> row_on(const Program& program, const table::Dataset& data,
                                  TableId history, ColumnId about, std::size_t whom, Date day) {
  const Validity& valid = *program.tables[history].valid;
  const table::TableData& rows = data.tables[history];
  for (std::size_t row = 0; row < rows.row_count; ++row) {
    const table::ColumnData& link = rows.columns[about];
    if (!link.has(row) || link.values[row] != static_cast<std::int64_t>(whom)) continue;
    const auto from = day_in(rows.columns[valid.from], row);
    const auto to = day_in(rows.columns[valid.to], row);
    const bool begun = !from || *from <= day;
    const bool over = to && (valid.inclusive ? *to < day : *to <= day);
    if (begun && !over) return row;
  }
  return std::nullopt;
}

}  // namespace

table::ColumnData held_rows(const Program& program, const table::Dataset& data, TableId table,
                            ColumnId column, Diagnostics& diagnostics) {
  const Evaluator evaluator(program, data, Date{}, diagnostics);
  const TableSchema& schema = program.tables[table];
  const HistoryLink& link = *schema.columns[column].history;
  table::ColumnData held;
  held.storage = Storage::Link;
  for (std::size_t row = 0; row < data.tables[table].row_count; ++row) {
    std::optional<std::size_t> found;
    if (data.tables[table].columns[schema.dated].has(row)) {
      const auto whom = evaluator.follow(table, link.links, row);
      const Date day = evaluator.day_of_row(table, schema.dated, row);
      if (whom) found = row_on(program, data, link.table, link.about, *whom, day);
    }
    held.values.push_back(found ? static_cast<std::int64_t>(*found) : 0);
    held.present.push_back(found ? 1 : 0);
  }
  return held;
}

/// On the day, or the person's last in force if that is earlier.
std::optional<std::size_t> Evaluator::held_row(const Expr& expr, std::size_t person,
                                               Date day) const {
  const TableId people = expr.type.table;
  if (const auto& valid = program_.tables[people].valid) {
    const Value to = cell(people, {{}, valid->to}, person);
    if (!is_none(to)) day = std::min(day, Date{date_of(to).days - (valid->inclusive ? 0 : 1)});
  }
  return row_on(program_, data_, expr.history, expr.about, person, day);
}

/// On the last day of the period that counts; on a card split by days, the person's last there.
Value Evaluator::held(const Expr& expr, const Place& place, const Scope& scope) {
  const auto row = subject_row(place.who);
  if (!row) return subjects(place.who) ? NoneReason::NullInput : NoneReason::OutOfScope;
  Date day = days(place.when).last;
  const ScorecardId card = expr.scorecard ? expr.scorecard : scope.card;
  if (card && program_.scorecards[card].split_by_days) {
    day = last_day_on_card(card, place).value_or(day);
  }
  const auto held = held_row(expr, *row, day);
  return held ? cell(expr.history, expr.path, *held) : Value(NoneReason::NullInput);
}

std::optional<std::string> Evaluator::held_text(const Expr& expr, std::size_t person,
                                                Date day) const {
  const auto row = held_row(expr, person, day);
  return row ? text(expr.history, expr.path, *row) : std::nullopt;
}

/// Whom the history names.
std::optional<std::size_t> Evaluator::held_person(const Expr& expr, const Place& place) const {
  const auto row = subject_row(place.who);
  const auto held = row ? held_row(expr, *row, days(place.when).last) : std::nullopt;
  if (!held) return std::nullopt;
  std::vector<ColumnId> links = expr.path.links;
  links.push_back(expr.path.column);
  return follow(expr.history, links, *held);
}

}  // namespace kpi::reference
