#include <set>

#include "reference/evaluator.hpp"

/// Rows that are the state of a day: which days of a period count.
namespace kpi::reference {

/// Of snapshots one day counts, the same for everybody, or each by itself.
std::vector<std::int64_t> Evaluator::snapshots(const Aggregate& aggregate, const When& when) const {
  const table::TableData& table = data_.tables[aggregate.table];
  const Storage storage = program_.tables[aggregate.table].columns[aggregate.dated].storage;
  std::set<std::int64_t> days;
  for (std::size_t row = 0; row < table.row_count; ++row) {
    if (!is_dated_inside(aggregate, row, when)) continue;
    const std::int64_t stored = table.columns[aggregate.dated].values[row];
    days.insert(storage == Storage::Period
                    ? stored
                    : day_of_row(aggregate.table, aggregate.dated, row).days);
  }
  if (days.empty() || aggregate.snapshot == SnapshotRule::Average) {
    return {days.begin(), days.end()};
  }
  return {aggregate.snapshot == SnapshotRule::Last ? *days.rbegin() : *days.begin()};
}

/// Whether some table of snapshots that is read has none in its days.
bool Evaluator::lacks_snapshots(const Aggregate& aggregate, const Place& place) const {
  const auto lacks = [&](const Aggregate& read, const When& when) {
    return read.snapshot != SnapshotRule::None && snapshots(read, when).empty();
  };
  if (!reads_several_tables(program_, aggregate) && lacks(aggregate, place.when)) return true;
  for (std::size_t i = 0; i < aggregate.group_aggregates.size(); ++i) {
    const Aggregate& part = program_.aggregates[aggregate.group_aggregates[i]];
    if (lacks(part, group_time(aggregate, i, place.when))) return true;
  }
  return false;
}

/// The total of each snapshot by itself, and the mean of these.
Value Evaluator::mean_of_snapshots(AggregateId id, const std::vector<std::size_t>& rows,
                                   const Place& place) {
  const Aggregate& aggregate = program_.aggregates[id];
  const table::ColumnData& dates = data_.tables[aggregate.table].columns[aggregate.dated];
  const bool periods =
      program_.tables[aggregate.table].columns[aggregate.dated].storage == Storage::Period;
  const std::vector<std::int64_t> days = snapshots(aggregate, place.when);
  Number sum = 0;
  for (const std::int64_t day : days) {
    std::vector<std::size_t> own;
    for (const std::size_t row : rows) {
      const std::int64_t at =
          periods ? dates.values[row] : day_of_row(aggregate.table, aggregate.dated, row).days;
      if (at == day) own.push_back(row);
    }
    const Value value = total(id, own, place, false).value;
    if (is_none(value)) return value;
    sum += number_of(value);
  }
  return days.empty() ? Value(NoneReason::NoData) : Value(Number(sum / days.size()));
}

}  // namespace kpi::reference
