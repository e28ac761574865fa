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

}  // namespace

/// A row whose date is a period counts in days that hold the whole period, whatever the run's day.
bool Evaluator::is_inside(const Aggregate& aggregate, std::size_t row, const When& when) const {
  if (!aggregate.dated) return true;
  const Column& schema = program_.tables[aggregate.table].columns[aggregate.dated];
  const table::ColumnData& column = data_.tables[aggregate.table].columns[aggregate.dated];
  if (!column.has(row)) return false;
  if (schema.storage == Storage::Period) {
    const Period period = table::period_of(program_, schema, column.values[row]);
    return whole_days(when).contains(days_of(period, program_.calendar));
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
  const auto found = coverage_.find(aggregate.table);
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

Value Evaluator::group_value(ProgramExprId id, const std::vector<Value>& values,
                             DateRange days) const {
  const Expr& expr = program_.exprs[id];
  if (expr.op == Op::Constant) return exact(expr.constant);
  if (expr.op == Op::GroupValue) return values[expr.index];
  if (expr.op == Op::PeriodStart) return days.first;
  if (expr.op == Op::PeriodEnd) return days.last;
  std::vector<Value> args;
  for (const ProgramExprId arg : expr.args)
    args.push_back(group_value(arg, values, days));
  return operation(program_, expr, args);
}

When Evaluator::group_time(const Aggregate& aggregate, std::size_t index, const When& when) const {
  return moved(when, aggregate.group_windows[index]);
}

/// Rows without a key form no group; a group that is undecided is not chosen.
Evaluator::Outcome Evaluator::grouped(AggregateId id, const std::vector<std::size_t>& rows,
                                      const Place& place) {
  const Aggregate& aggregate = program_.aggregates[id];
  const DateRange range = days(place.when);
  using Groups = std::map<std::string, std::vector<std::size_t>>;
  const auto by_key = [&](const std::vector<std::size_t>& all) {
    Groups found;
    for (const std::size_t row : all) {
      if (const auto key = text(aggregate.table, *aggregate.per, row)) found[*key].push_back(row);
    }
    return found;
  };
  Groups groups = by_key(rows);
  std::vector<Groups> parts_of;  // the rows of each aggregate inside
  for (std::size_t i = 0; i < aggregate.group_aggregates.size(); ++i) {
    const Place there{place.who, group_time(aggregate, i, place.when)};
    parts_of.push_back(by_key(counted_rows(aggregate, there)));
    for (const auto& [key, members] : parts_of.back())
      groups[key];
  }
  // rows of the fact that are the groups themselves count as far as they are in force
  const bool itself = aggregate.per_table == aggregate.table;
  const std::size_t table_rows =
      aggregate.per_table ? data_.tables[aggregate.per_table].row_count : 0;
  for (std::size_t row = 0; row < table_rows; ++row) {
    const bool valid = in_force(aggregate.per_table, row, range);
    const std::string key = key_of(aggregate.per_table, row);
    if (itself && !valid) groups.erase(key);
    if (!itself && valid && forms_group_of(aggregate.per_table, row, place.who)) groups[key];
  }
  std::vector<Value> values, others;
  std::size_t counted = 0;
  for (const auto& [key, members] : groups) {
    std::vector<Value> parts;
    for (std::size_t i = 0; i < aggregate.group_aggregates.size(); ++i) {
      const AggregateId part = aggregate.group_aggregates[i];
      const Aggregate& inner = program_.aggregates[part];
      const Place there{place.who, group_time(aggregate, i, place.when)};
      std::vector<std::size_t> own;
      for (const std::size_t row : parts_of[i][key]) {
        if (!inner.where || is_true(row_value(inner.where, inner.table, row, days(there.when)))) {
          own.push_back(row);
        }
      }
      parts.push_back(total(part, own, there, true).value);
    }
    if (aggregate.group_where && !is_true(group_value(aggregate.group_where, parts, range))) {
      continue;
    }
    counted += members.size();
    if (aggregate.group_other) others.push_back(group_value(aggregate.group_other, parts, range));
    values.push_back(aggregate.group_value ? group_value(aggregate.group_value, parts, range)
                                           : whole(1));
  }
  const std::size_t met = aggregate.skipping_none ? present(values).size() : values.size();
  if (aggregate.kind == AggregateKind::Only && met > 1) {
    conflicts_.push_back({id, place, std::nullopt});
  }
  return {aggregated(aggregate, values, others), counted};
}

/// One unit of an aggregate over units. `outside`: the person is not in force in it; `open`: the
/// data does not say, so that nothing can be said of the whole.
Evaluator::UnitValue Evaluator::unit_value(const Aggregate& aggregate, const Place& place) {
  UnitValue unit;
  const auto leaves_open = [](NoneReason reason) {
    return reason == NoneReason::NoData || reason == NoneReason::NullInput ||
           reason == NoneReason::NoVersion || reason == NoneReason::NoPrior ||
           reason == NoneReason::NotDue || reason == NoneReason::Failed;
  };
  const auto is_outside = [](const Value& value) {
    return is_none(value) && reason_of(value) == NoneReason::OutOfScope;
  };
  if (aggregate.group_where) {
    const Value holds = value(aggregate.group_where, place, {});
    unit.outside = is_outside(holds);
    unit.chosen = is_true(holds);
    if (is_none(holds) && leaves_open(reason_of(holds))) unit.open = reason_of(holds);
  } else if (!aggregate.group_value && subjects(place.who)) {
    const auto row = subject_row(place.who);
    const DateRange span = days_of(place.when.anchor, program_.calendar);
    unit.outside = !row || !in_force(subjects(place.who), *row, span);
  }
  if (unit.open || unit.outside || !unit.chosen) return unit;
  if (aggregate.group_value) unit.value = value(aggregate.group_value, place, {});
  if (aggregate.group_other) unit.other = value(aggregate.group_other, place, {});
  unit.outside = is_outside(unit.value) || is_outside(unit.other);
  for (const Value& found : {unit.other, unit.value}) {
    if (is_none(found) && leaves_open(reason_of(found))) unit.open = reason_of(found);
  }
  return unit;
}

/// What somebody did not do while not in force is no unit of theirs.
Value Evaluator::over_units(const Expr& expr, const Place& outer) {
  const Aggregate& aggregate = program_.aggregates[expr.reduction];
  const When when = moved(outer.when, expr.context.window);
  if (!is_due(when)) return NoneReason::NotDue;
  if (days(when).empty()) return NoneReason::NoData;  // to come
  const std::vector<When> units = units_of(when, aggregate);
  std::vector<Value> values, others;
  bool in_scope = units.empty();
  for (const When& at : units) {
    const UnitValue unit = unit_value(aggregate, {outer.who, at});
    if (unit.open) return *unit.open;
    in_scope = in_scope || !unit.outside;
    if (unit.outside || !unit.chosen) continue;
    values.push_back(unit.value);
    others.push_back(unit.other);
  }
  return in_scope ? aggregated(aggregate, values, others) : Value(NoneReason::OutOfScope);
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
  const std::vector<std::size_t> rows = counted_rows(aggregate, place);
  const Outcome outcome = aggregate.per ? grouped(id, rows, place) : total(id, rows, place, false);
  Value value = outcome.value;
  const auto row = subject_row(place.who);
  const bool nothing = aggregate.dated && outcome.counted == 0 && row;
  std::vector<Value> open;
  if (const auto reason = uncovered(aggregate, place.when)) open.push_back(*reason);
  for (std::size_t i = 0; i < aggregate.group_windows.size(); ++i) {
    const When when = group_time(aggregate, i, place.when);
    if (const auto reason = uncovered(aggregate, when)) open.push_back(*reason);
  }
  if (const auto reason = strongest_reason(open)) {
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
  Diagnostic& found =
      diagnostics_.report_data(Code::only_met_two_rows, DataPlace{table.path, second, 0, ""},
                               {{"table", program_.tables[aggregate.table].name},
                                {"line", std::to_string(first)},
                                {"other", std::to_string(second)}});
  if (!name.empty()) found.note(Text::only_of_member, {{"member", name}});
  found.note(Text::only_in_days, {{"days", days_text}});
  found.label(aggregate.span, Text::only_asked_here);
  found.hint(Text::only_hint_rows);
}

}  // namespace kpi::reference
