#include <algorithm>

#include "reference/evaluator.hpp"

/// What stands in the files: cells, and what is known about a table as a whole.
namespace kpi::reference {

namespace {

constexpr std::int64_t kDay = 24 * 60 * 60;

/// A moment counts on its day; those before 1970 are below zero.
Date day_stored(const Column& column, std::int64_t stored) {
  if (column.storage != Storage::Moment) return Date{static_cast<std::int32_t>(stored)};
  std::int64_t days = stored / kDay;
  while (days * kDay > stored)
    --days;
  return Date{static_cast<std::int32_t>(days)};
}

}  // namespace

Date Evaluator::day_of_row(TableId table, ColumnId column, std::size_t row) const {
  return day_stored(program_.tables[table].columns[column],
                    data_.tables[table].columns[column].values[row]);
}

std::optional<std::size_t> Evaluator::follow(TableId table, const std::vector<ColumnId>& links,
                                             std::size_t row) const {
  for (const ColumnId link : links) {
    const table::ColumnData& column = data_.tables[table].columns[link];
    if (!column.has(row) || column.values[row] == table::kUnmatchedRow) return std::nullopt;
    row = static_cast<std::size_t>(column.values[row]);
    table = program_.tables[table].columns[link].type.link;
  }
  return row;
}

TableId Evaluator::table_after(TableId table, const std::vector<ColumnId>& links) const {
  for (const ColumnId link : links)
    table = program_.tables[table].columns[link].type.link;
  return table;
}

Value Evaluator::cell(TableId table, const ColumnPath& path, std::size_t row) const {
  const auto reached = follow(table, path.links, row);
  if (!reached) return NoneReason::NullInput;
  table = table_after(table, path.links);
  const Column& schema = program_.tables[table].columns[path.column];
  const table::ColumnData& column = data_.tables[table].columns[path.column];
  if (!column.has(*reached)) return NoneReason::NullInput;
  const std::int64_t stored = column.values[*reached];
  switch (schema.storage) {
    case Storage::Text:
    case Storage::Key:
    case Storage::Choice:
    case Storage::Link: return table::cell_text(program_, data_, table, path.column, *reached);
    case Storage::Decimal: {
      Number number(stored);
      for (int i = 0; i < schema.type.scale; ++i)
        number /= 10;
      return number;
    }
    case Storage::Integer:
    case Storage::Period: return whole(stored);
    case Storage::Bool: return truth(stored != 0);
    case Storage::Day: return Date{static_cast<std::int32_t>(stored)};
    case Storage::Moment: return DateTime{stored};
  }
  return NoneReason::NullInput;
}

std::optional<std::string> Evaluator::text(TableId table, const ColumnPath& path,
                                           std::size_t row) const {
  const auto reached = follow(table, path.links, row);
  if (!reached) return std::nullopt;
  table = table_after(table, path.links);
  const ColumnId column = path.column ? path.column : program_.tables[table].key;
  if (!data_.tables[table].columns[column].has(*reached)) return std::nullopt;
  return table::cell_text(program_, data_, table, column, *reached);
}

std::string Evaluator::key_of(TableId table, std::size_t row) const {
  const ColumnId key = program_.tables[table].key;
  if (!key) return data_.tables[table].files.name(data_.tables[table].lines[row]);
  return table::cell_text(program_, data_, table, key, row);
}

/// A row dated after the run's day only shows that the file reaches so far. A period is no event:
/// what is said of it stands on every day.
TableFacts Evaluator::facts_of(TableId id) const {
  const TableSchema& schema = program_.tables[id];
  const table::TableData& table = data_.tables[id];
  TableFacts facts;
  facts.file_rows = table.row_count;
  for (std::size_t row = 0; row < table.row_count; ++row) {
    if (schema.dated && !table.columns[schema.dated].has(row)) {
      ++facts.without_date;
    } else if (schema.dated) {
      const Column& column = schema.columns[schema.dated];
      const std::int64_t stored = table.columns[schema.dated].values[row];
      const Date day = day_stored(column, stored);
      DateRange days{day, day};
      const bool is_period = column.storage == Storage::Period;
      if (is_period) {
        days = days_of(table::period_of(program_, column, stored), program_.calendar);
      }
      if (!facts.first || days.first < *facts.first) facts.first = days.first;
      if (!facts.last || days.last > *facts.last) facts.last = days.last;
      if (!is_period && day > as_of_) continue;
    }
    ++facts.rows;
    if (!schema.credited) continue;
    TableId at = id;
    std::size_t reached = row;
    for (const ColumnId link : schema.credited->links) {
      const table::ColumnData& column = data_.tables[at].columns[link];
      if (column.values.empty()) break;  // no rule reads it, and it was not loaded
      const bool empty = !column.has(reached);
      if (empty) ++facts.without_owner;
      if (!empty && column.values[reached] == table::kUnmatchedRow) ++facts.unmatched_owner;
      if (empty || column.values[reached] == table::kUnmatchedRow) break;
      reached = static_cast<std::size_t>(column.values[reached]);
      at = program_.tables[at].columns[link].type.link;
    }
  }
  return facts;
}

std::optional<score::Coverage> Evaluator::coverage_of(TableId id) const {
  const TableSchema& schema = program_.tables[id];
  if (!schema.used || !schema.dated || schema.columns[schema.dated].copied) return std::nullopt;
  score::Coverage coverage;
  coverage.table = id;
  coverage.inferred = !schema.covers && !schema.complete;
  coverage.days = {Date{1}, Date{0}};  // no rows: nothing is known
  const TableFacts facts = facts_of(id);
  if (schema.complete) {
    coverage.days = {kFirstDay, kLastDay};
  } else if (schema.covers) {
    coverage.days = *schema.covers;
  } else if (facts.first) {
    const auto month_of = [&](Date day) {
      return days_of(period_containing(day, PeriodUnit::Month, false, program_.calendar),
                     program_.calendar);
    };
    coverage.days = {month_of(*facts.first).first, std::min(month_of(*facts.last).last, as_of_)};
  }
  return coverage;
}

std::vector<score::Coverage> Evaluator::coverage() const {
  std::vector<score::Coverage> all;
  for (std::size_t i = 0; i < program_.tables.size(); ++i) {
    if (const auto coverage = coverage_of(TableId(i))) all.push_back(*coverage);
  }
  return all;
}

std::vector<ColumnId> Evaluator::other_dates(TableId table) const {
  std::set<ColumnId> dates;
  for (const AggregateId id : computed_) {
    const Aggregate& read = program_.aggregates[id];
    if (read.table == table && read.dated && read.dated != program_.tables[table].dated)
      dates.insert(read.dated);
  }
  return {dates.begin(), dates.end()};
}

std::vector<score::TableNote> Evaluator::notes() const {
  std::vector<score::TableNote> notes;
  for (std::size_t i = 0; i < program_.tables.size(); ++i) {
    const TableId id(i);
    if (!program_.tables[id].used) continue;
    const TableFacts facts = facts_of(id);
    const std::size_t left_out = data_.tables[id].left_out;
    const auto without = table::rows_without(data_.tables[id], other_dates(id));
    if (facts.without_owner + facts.unmatched_owner + facts.without_date + left_out == 0 &&
        without.empty()) {
      continue;
    }
    notes.push_back({id, facts.file_rows, facts.rows, facts.without_owner, facts.unmatched_owner,
                     facts.without_date, left_out, without});
  }
  return notes;
}

}  // namespace kpi::reference
