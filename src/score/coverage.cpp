#include <algorithm>

#include "score/steps.hpp"

namespace kpi::score {
namespace {

DateRange whole_months(const exec::TableFacts& facts, Date as_of, const Calendar& calendar) {
  const auto month = [&](Date day) {
    return days_of(period_containing(day, PeriodUnit::Month, false, calendar), calendar);
  };
  return {month(*facts.first).first, std::min(month(*facts.last).last, as_of)};
}

}  // namespace

std::vector<Coverage> coverage_of(const ScoreInput& input) {
  std::vector<Coverage> all;
  for (std::size_t i = 0; i < input.program.tables.size(); ++i) {
    const TableId id(i);
    const TableSchema& table = input.program.tables[id];
    if (!table.used || !table.dated || table.columns[table.dated].copied) continue;
    Coverage coverage;
    coverage.table = id;
    coverage.inferred = !table.covers.has_value() && !table.complete;
    const exec::TableFacts& facts = input.cube.tables[id];
    if (table.complete) {
      coverage.days = {kFirstDay, kLastDay};
    } else if (table.covers) {
      coverage.days = *table.covers;
    } else if (facts.first) {
      const Date as_of = input.plan.aggregation.as_of;
      coverage.days = whole_months(facts, as_of, input.program.calendar);
      coverage.goes_on = *facts.last > as_of;
    } else {
      coverage.days = {Date{1}, Date{0}};  // no rows: nothing is known
    }
    all.push_back(coverage);
  }
  return all;
}

std::optional<NoneReason> uncovered(const Program& program, const Aggregate& aggregate,
                                    const std::optional<DateRange>& covered,
                                    const plan::DaysRead& read) {
  if (!aggregate.dated) return std::nullopt;
  const DateRange& days = read.days;
  const Column& dated = program.tables[aggregate.table].columns[aggregate.dated];
  // days to come have no events yet, which is not the same as none; a period column states things
  // about days to come
  if (days.empty() && dated.storage != Storage::Period) return NoneReason::NoData;
  if (!covered) return std::nullopt;
  if (covered->empty() || days.last > covered->last) return NoneReason::NoData;
  const bool before = days.last < covered->first;
  const bool begins_before = days.first != kFirstDay && days.first < covered->first;
  if (read.look_back && (before || begins_before)) return NoneReason::NoPrior;
  if (before) return NoneReason::NoData;
  return std::nullopt;
}

TableId dated_table(const Program& program, const Aggregate& aggregate) {
  if (!aggregate.dated) return aggregate.table;
  const auto& columns = program.tables[aggregate.table].columns;
  const auto& copied = columns[aggregate.dated].copied;
  return copied ? columns[copied->links[0]].type.link : aggregate.table;
}

std::optional<NoneReason> open_days(const ScoreInput& input, const plan::Step& step,
                                    const std::vector<std::optional<DateRange>>& covered) {
  const AggregateId id = input.plan.aggregation.cells[step.cells].aggregate;
  const Aggregate& aggregate = input.program.aggregates[id];
  std::optional<NoneReason> open;
  if (!reads_several_tables(input.program, aggregate)) {
    const auto& days = covered[dated_table(input.program, aggregate).index()];
    open = uncovered(input.program, aggregate, days, {step.days, step.look_back, {}});
  }
  for (const plan::DaysRead& read : step.also) {
    const Aggregate& part = input.program.aggregates[read.aggregate];
    const auto other =
        uncovered(input.program, part, covered[dated_table(input.program, part).index()], read);
    if (other) open = open ? stronger(*open, *other) : *other;
  }
  return open;
}

namespace {

/// Whoever is new in the days of a step is told by groups that look at everything so far: where the
/// data begin in those days, all are.
void note_history(const plan::Step& step, const Program& program, std::vector<Coverage>& coverage) {
  if (step.days.first == kFirstDay) return;
  for (const plan::DaysRead& read : step.also) {
    const Aggregate& seen = program.aggregates[read.aggregate];
    const bool first_time = seen.kind == AggregateKind::Min || seen.kind == AggregateKind::Count;
    if (read.days.first != kFirstDay || !first_time) continue;
    const TableId table = dated_table(program, seen);
    for (Coverage& item : coverage) {
      const bool begins_there = item.inferred && !item.days.empty() &&
                                step.days.first <= item.days.first &&
                                item.days.first <= step.days.last;
      if (item.table == table && begins_there) item.history_begins = true;
    }
  }
}

}  // namespace

void note_partial(const plan::Plan& plan, const Program& program, std::vector<Coverage>& coverage) {
  for (const plan::Step& step : plan.steps) {
    if (step.kind == plan::StepKind::Cells) note_history(step, program, coverage);
    if (step.kind != plan::StepKind::Cells || step.look_back) continue;
    const AggregateId aggregate = plan.aggregation.cells[step.cells].aggregate;
    const Aggregate& read = program.aggregates[aggregate];
    const bool one_snapshot = read.snapshot == SnapshotRule::Last;  // its day is inside the data
    if (!read.dated || one_snapshot || step.days.first == kFirstDay) continue;
    for (Coverage& item : coverage) {
      const bool begins_inside = step.days.first < item.days.first &&
                                 item.days.first <= step.days.last && !item.days.empty();
      const auto known = std::find(item.partial.begin(), item.partial.end(), step.days);
      if (item.table == dated_table(program, read) && begins_inside &&
          known == item.partial.end()) {
        item.partial.push_back(step.days);
      }
    }
  }
}

std::vector<TableNote> notes_of(const ScoreInput& input) {
  std::vector<TableNote> notes;
  for (std::size_t i = 0; i < input.cube.tables.size(); ++i) {
    const TableId id(i);
    const exec::TableFacts& facts = input.cube.tables[id];
    const std::size_t left_out = input.data.tables[id].left_out;
    const auto& without = facts.without_other_date;
    if (facts.without_owner + facts.unmatched_owner + facts.without_date + left_out == 0 &&
        without.empty()) {
      continue;
    }
    notes.push_back({id, facts.file_rows, facts.rows, facts.without_owner, facts.unmatched_owner,
                     facts.without_date, left_out, without});
  }
  return notes;
}

plan::DataStart data_start(const Program& program, const table::Dataset& data) {
  plan::DataStart start(program.tables.size());
  for (std::size_t i = 0; i < program.tables.size(); ++i) {
    const TableId id(i);
    const TableSchema& table = program.tables[id];
    if (table.covers) start[i] = table.covers->first;
    if (table.covers || !table.used || !table.dated) continue;
    const table::ColumnData& days = data.tables[id].columns[table.dated];
    const Column& column = table.columns[table.dated];
    for (std::size_t row = 0; row < data.tables[id].row_count; ++row) {
      if (!days.has(row)) continue;
      Date day{static_cast<std::int32_t>(days.values[row])};
      if (column.storage == Storage::Period) {
        day = days_of(table::period_of(program, column, days.values[row]), program.calendar).first;
      }
      if (!start[i] || day < *start[i]) start[i] = day;
    }
    if (start[i]) {
      const Period month = period_containing(*start[i], PeriodUnit::Month, false, program.calendar);
      start[i] = days_of(month, program.calendar).first;
    }
  }
  return start;
}

}  // namespace kpi::score
