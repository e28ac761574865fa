#include <algorithm>
#include <tuple>

#include "base/check.hpp"
#include "reference/evaluator.hpp"

/// One aggregate for one place: its rows are looked at one after the other.
namespace kpi::reference {
namespace {

constexpr std::size_t kMostReports = 20;  // of one aggregate

bool less(const Value& a, const Value& b) {
  return order_of(a, b) < 0;
}

std::vector<Value> present(const std::vector<Value>& values) {
  std::vector<Value> found;
  for (const Value& value : values) {
    if (!is_none(value)) found.push_back(value);
  }
  return found;
}

std::size_t distinct(std::vector<Value> values) {
  std::sort(values.begin(), values.end(), less);
  const auto same = [](const Value& a, const Value& b) { return order_of(a, b) == 0; };
  return static_cast<std::size_t>(std::unique(values.begin(), values.end(), same) - values.begin());
}

/// The so many largest; of equal ones it does not matter which.
std::vector<Value> topmost(std::vector<Value> values, std::int64_t top) {
  std::sort(values.begin(), values.end(), less);
  while (top > 0 && static_cast<std::int64_t>(values.size()) > top)
    values.erase(values.begin());
  return values;
}

Value at_rank(std::vector<Value> values, const Number& fraction) {
  if (values.empty()) return NoneReason::NoRows;
  std::sort(values.begin(), values.end(), less);
  const Number rank = fraction * Number(values.size() - 1);
  std::size_t below = 0;
  while (Number(below + 1) <= rank)
    ++below;
  const Number low = number_of(values[below]);
  const Number part = rank - Number(below);
  return part == 0 ? low : Number(low + part * (number_of(values[below + 1]) - low));
}

/// The mean of the deviations' products, times their number.
Number deviation(const std::vector<Value>& a, const std::vector<Value>& b) {
  Number first = 0, second = 0, products = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    first += number_of(a[i]);
    second += number_of(b[i]);
  }
  first /= a.size();
  second /= b.size();
  for (std::size_t i = 0; i < a.size(); ++i) {
    products += (number_of(a[i]) - first) * (number_of(b[i]) - second);
  }
  return products;
}

Value scattered(AggregateKind kind, const std::vector<Value>& values) {
  if (values.empty()) return NoneReason::NoRows;
  const std::size_t freedom = kind == AggregateKind::Stddev ? values.size() - 1 : values.size();
  if (freedom == 0) return NoneReason::ZeroDenominator;
  return root_of(deviation(values, values) / freedom);
}

/// Rows where one of the two is absent are no pairs.
Value correlated(const Aggregate& aggregate, const std::vector<Value>& a,
                 const std::vector<Value>& b) {
  std::vector<Value> first, second, absent;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (is_none(a[i])) absent.push_back(a[i]);
    if (is_none(b[i])) absent.push_back(b[i]);
    if (is_none(a[i]) || is_none(b[i])) continue;
    first.push_back(a[i]);
    second.push_back(b[i]);
  }
  if (a.empty()) return NoneReason::NoRows;
  if (aggregate.skipping_none && first.empty()) return NoneReason::NullInput;
  if (!aggregate.skipping_none && !absent.empty()) return *strongest_reason(absent);
  const Number spread = deviation(first, first) * deviation(second, second);
  if (spread == 0) return NoneReason::ZeroDenominator;
  const Number both = deviation(first, second);
  const Number size = root_of(both * both / spread);
  return both < 0 ? Number(-size) : size;
}

Value summed_up(const Aggregate& aggregate, const std::vector<Value>& all) {
  const AggregateKind kind = aggregate.kind;
  const std::vector<Value> values = topmost(all, aggregate.top);
  Number sum = 0;
  switch (kind) {
    case AggregateKind::Percentile: return at_rank(values, exact(aggregate.fraction));
    case AggregateKind::Stddev:
    case AggregateKind::StddevAll: return scattered(kind, values);
    case AggregateKind::Corr:
    case AggregateKind::Sum:
    case AggregateKind::Avg:
      for (const Value& value : values)
        sum += number_of(value);
      if (kind == AggregateKind::Sum) return sum;
      return values.empty() ? Value(NoneReason::NoRows) : Value(Number(sum / values.size()));
    case AggregateKind::Min:
    case AggregateKind::Max: {
      if (values.empty()) return NoneReason::NoRows;
      const auto ends = std::minmax_element(values.begin(), values.end(), less);
      return kind == AggregateKind::Min ? *ends.first : *ends.second;
    }
    case AggregateKind::Count:
    case AggregateKind::CountDistinct:
    case AggregateKind::Only: break;
  }
  KPI_CHECK(false && "counted elsewhere");
  return NoneReason::Failed;
}

/// `only`: the one value, if one is what there is.
Value single(const std::vector<Value>& values) {
  if (values.empty()) return NoneReason::NoRow;
  return values.size() == 1 ? values[0] : Value(NoneReason::Failed);
}

}  // namespace

/// Absent values: counted nowhere, left out on request, else they leave the whole open.
Value aggregated(const Aggregate& aggregate, const std::vector<Value>& all,
                 const std::vector<Value>& others) {
  if (aggregate.kind == AggregateKind::Corr) return correlated(aggregate, all, others);
  const std::vector<Value> there = present(all);
  if (aggregate.kind == AggregateKind::Count) {
    return whole(static_cast<std::int64_t>(all.size()));
  }
  if (aggregate.kind == AggregateKind::CountDistinct) {
    return whole(static_cast<std::int64_t>(distinct(there)));
  }
  const bool only = aggregate.kind == AggregateKind::Only;
  if (aggregate.skipping_none && there.empty() && !all.empty()) return NoneReason::NullInput;
  if (only && !aggregate.skipping_none) return single(all);
  if (only) return single(there);
  if (!aggregate.skipping_none) {
    if (const auto reason = strongest_reason(all)) return *reason;
  }
  return summed_up(aggregate, there);
}

bool Evaluator::is_inside(const Aggregate& aggregate, std::size_t row, const When& when) const {
  if (!is_dated_inside(aggregate, row, when)) return false;
  const bool one_day =
      aggregate.snapshot == SnapshotRule::Last || aggregate.snapshot == SnapshotRule::First;
  if (!one_day) return true;
  const std::vector<std::int64_t> days = snapshots(aggregate, when);
  const bool periods =
      program_.tables[aggregate.table].columns[aggregate.dated].storage == Storage::Period;
  const std::int64_t own = periods
                               ? data_.tables[aggregate.table].columns[aggregate.dated].values[row]
                               : day_of_row(aggregate.table, aggregate.dated, row).days;
  return !days.empty() && own == days[0];
}

/// A row whose date is a period counts in days that hold the whole period, whatever the run's day.
bool Evaluator::is_dated_inside(const Aggregate& aggregate, std::size_t row,
                                const When& when) const {
  if (!aggregate.dated) return true;
  const Column& schema = program_.tables[aggregate.table].columns[aggregate.dated];
  const table::ColumnData& column = data_.tables[aggregate.table].columns[aggregate.dated];
  if (!column.has(row)) return false;
  if (schema.storage == Storage::Period) {
    const Period period = table::period_of(program_, schema, column.values[row]);
    const DateRange own = days_of(period, program_.calendar);
    const bool to_come = aggregate.snapshot != SnapshotRule::None && own.first > days(when).last;
    return whole_days(when).contains(own) && !to_come;
  }
  return days(when).contains(day_of_row(aggregate.table, aggregate.dated, row));
}

std::vector<std::size_t> Evaluator::counted_rows(const Aggregate& aggregate, const Place& place) {
  std::vector<std::size_t> rows;
  for (const std::size_t row : rows_of(aggregate, place.who)) {
    if (!is_inside(aggregate, row, place.when)) continue;
    if (aggregate.where) {
      const Value holds = row_value(aggregate.where, aggregate.table, row, days(place.when));
      if (!is_true(holds)) continue;
    }
    rows.push_back(row);
  }
  return rows;
}

std::optional<NoneReason> Evaluator::uncovered(const Aggregate& aggregate, const When& when) const {
  if (!aggregate.dated) return std::nullopt;
  const Column& dated = program_.tables[aggregate.table].columns[aggregate.dated];
  if (dated.storage != Storage::Period && days(when).empty()) return NoneReason::NoData;  // to come
  const TableId whose =
      dated.copied ? program_.tables[aggregate.table].columns[dated.copied->links[0]].type.link
                   : aggregate.table;
  const auto found = coverage_.find(whose);
  if (found == coverage_.end() || !found->second) return std::nullopt;
  const DateRange known = found->second->days;
  const DateRange asked = days(when);
  if (known.empty() || asked.last > known.last) return NoneReason::NoData;
  const bool before = asked.last < known.first;
  // all time has no beginning that could lie before the data
  const bool begins_before = when.shape.kind != WindowKind::AllTime && asked.first < known.first;
  if (when.looks_back && (before || begins_before)) return NoneReason::NoPrior;
  if (before) return NoneReason::NoData;
  return std::nullopt;
}

Evaluator::Outcome Evaluator::total(AggregateId id, const std::vector<std::size_t>& rows,
                                    const Place& place, bool of_group) {
  const Aggregate& aggregate = program_.aggregates[id];
  std::vector<Value> values, others;
  std::vector<std::size_t> met;  // rows that `only` looks at
  const bool weighs = aggregate.kind == AggregateKind::Sum && asks_for_parts(aggregate, place.who);
  std::map<std::size_t, Number> parts;
  if (weighs) parts = parts_of(aggregate, place.who);
  for (const std::size_t row : rows) {
    values.push_back(aggregate.value
                         ? row_value(aggregate.value, aggregate.table, row, days(place.when))
                         : whole(1));
    bool absent = is_none(values.back());
    if (weighs && !absent) values.back() = Number(number_of(values.back()) * parts[row]);
    if (aggregate.other) {
      others.push_back(row_value(aggregate.other, aggregate.table, row, days(place.when)));
      absent = absent || is_none(others.back());
    }
    if (!absent || !aggregate.skipping_none) met.push_back(row);
  }
  const bool conflict = aggregate.kind == AggregateKind::Only && met.size() > 1;
  if (conflict && !of_group) conflicts_.push_back({id, place, std::make_pair(met[0], met[1])});
  return {aggregated(aggregate, values, others), met.size()};
}

/// Why nothing is known of the days that are read, if that is so.
std::optional<NoneReason> Evaluator::open_reason(const Aggregate& aggregate,
                                                 const Place& place) const {
  std::vector<Value> open;
  const auto ask = [&](const Aggregate& read, const When& when) {
    if (const auto reason = uncovered(read, when)) open.push_back(*reason);
  };
  if (!reads_several_tables(program_, aggregate)) ask(aggregate, place.when);
  for (std::size_t i = 0; i < aggregate.group_aggregates.size(); ++i) {
    ask(program_.aggregates[aggregate.group_aggregates[i]], group_time(aggregate, i, place.when));
  }
  if (open.empty() && lacks_snapshots(aggregate, place)) open.push_back(NoneReason::NoData);
  return strongest_reason(open);
}

Value Evaluator::aggregate(AggregateId id, const Place& place) {
  if (!is_due(place.when)) return NoneReason::NotDue;
  const std::string key = "aggregate " + std::to_string(id.value) + " " + place.key();
  const auto known = values_.find(key);
  if (known != values_.end()) return known->second;
  const Aggregate& aggregate = program_.aggregates[id];
  for (std::size_t i = 0; i < aggregate.group_windows.size(); ++i) {
    if (!is_due(group_time(aggregate, i, place.when))) return values_[key] = NoneReason::NotDue;
  }
  if (aggregate.group_windows.empty() && is_too_short(aggregate, place.when)) {
    return values_[key] = NoneReason::NoRow;
  }
  computed_.insert(id);
  computed_.insert(aggregate.group_aggregates.begin(), aggregate.group_aggregates.end());
  const bool several = reads_several_tables(program_, aggregate);
  std::vector<std::size_t> rows;
  if (!several) rows = counted_rows(aggregate, place);
  Outcome outcome = aggregate.per ? grouped(id, rows, place) : total(id, rows, place, false);
  if (aggregate.snapshot == SnapshotRule::Average) {
    outcome.value = mean_of_snapshots(id, rows, place);
  }
  Value value = outcome.value;
  const auto row = subject_row(place.who);
  const bool nothing = (aggregate.dated || several) && outcome.counted == 0 && row;
  if (const auto reason = open_reason(aggregate, place)) {
    value = *reason;
  } else if (nothing && !in_force(place.who[0].table, *row, days(place.when))) {
    value = NoneReason::OutOfScope;  // nothing done by somebody who was not there is not a zero
  }
  return values_[key] = value;
}

/// By table, aggregate and person.
bool Evaluator::report_conflicts() {
  std::map<AggregateId, std::size_t> first_met;
  for (const Conflict& conflict : conflicts_) {
    first_met.emplace(conflict.aggregate, first_met.size());
  }
  const auto place = [&](const Conflict& conflict) {
    const auto row = subject_row(conflict.place.who);
    return std::make_tuple(program_.aggregates[conflict.aggregate].table,
                           first_met[conflict.aggregate], row.value_or(0));
  };
  std::stable_sort(conflicts_.begin(), conflicts_.end(),
                   [&](const Conflict& a, const Conflict& b) { return place(a) < place(b); });
  std::map<AggregateId, std::size_t> reported;
  for (const Conflict& conflict : conflicts_) {
    const Who& who = conflict.place.who;
    const bool nobody =
        std::any_of(who.begin(), who.end(), [](const Coordinate& c) { return c.is_nobody(); });
    if (!nobody && ++reported[conflict.aggregate] <= kMostReports) report_conflict(conflict);
  }
  for (const auto& [aggregate, count] : reported) {
    if (count <= kMostReports) continue;
    diagnostics_.report(Code::only_conflicts_more, program_.aggregates[aggregate].span,
                        {{"count", count - kMostReports}});
  }
  return !reported.empty();
}

void Evaluator::report_conflict(const Conflict& conflict) {
  const Aggregate& aggregate = program_.aggregates[conflict.aggregate];
  std::string name;
  for (const Coordinate& coordinate : conflict.place.who) {
    if (coordinate.kind == Coordinate::Kind::Anybody) continue;
    if (!name.empty()) name += ", ";
    name += coordinate.text ? *coordinate.text : key_of(coordinate.table, *coordinate.row);
  }
  const DateRange range = whole_days(conflict.place.when);
  const std::string days_text = to_string(range.first) + " … " + to_string(range.last);
  if (!conflict.rows) {
    Diagnostic& found = diagnostics_.report(Code::only_met_two_groups, aggregate.span);
    if (!name.empty()) found.note(Text::only_of_member, {{"member", name}});
    found.note(Text::only_in_days, {{"days", days_text}});
    return;
  }
  const table::TableData& table = data_.tables[aggregate.table];
  const std::size_t first = table.lines[conflict.rows->first];
  const std::size_t second = table.lines[conflict.rows->second];
  Diagnostic& found = diagnostics_.report_data(Code::only_met_two_rows, table.place(second),
                                               {{"table", program_.tables[aggregate.table].name},
                                                {"line", table.files.name(first)},
                                                {"other", table.files.name(second)}});
  if (!name.empty()) found.note(Text::only_of_member, {{"member", name}});
  found.note(Text::only_in_days, {{"days", days_text}});
  found.label(aggregate.span, Text::only_asked_here);
  found.hint(Text::only_hint_rows);
}

}  // namespace kpi::reference
