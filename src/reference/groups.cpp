#include <algorithm>

#include "reference/evaluator.hpp"

/// `per K`: the same rows in groups, or the same days in units of the calendar.
namespace kpi::reference {

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
  if (expr.op == Op::Tiers) note_tiers(expr.tiers, args);
  return operation(program_, expr, args);
}

When Evaluator::group_time(const Aggregate& aggregate, std::size_t index, const When& when) const {
  return moved(when, aggregate.group_windows[index]);
}

/// The condition before `per` chooses rows of the one table that is read.
Aggregate Evaluator::rows_of_part(const Aggregate& aggregate, std::size_t index) const {
  Aggregate rows = program_.aggregates[aggregate.group_aggregates[index]];
  rows.where = rows.table == aggregate.table ? aggregate.where : ProgramExprId();
  rows.per = aggregate.group_pers[index];
  rows.per_also = aggregate.per_also;
  return rows;
}

/// The rows by group; rows without one of the keys form none.
Evaluator::Groups Evaluator::by_group(const Aggregate& aggregate,
                                      const std::vector<std::size_t>& rows) const {
  std::vector<ColumnPath> keys = aggregate.per_also;
  keys.push_back(*aggregate.per);
  Groups groups;
  for (const std::size_t row : rows) {
    std::string name;
    bool complete = true;
    for (const ColumnPath& key : keys) {
      const auto part = text(aggregate.table, key, row);
      complete = complete && part;
      if (part && keys.size() == 1) name = *part;
      if (part && keys.size() > 1) name += std::to_string(part->size()) + ":" + *part;
    }
    if (complete) groups[name].push_back(row);
  }
  return groups;
}

/// A group that is undecided is not chosen.
Evaluator::Outcome Evaluator::grouped(AggregateId id, const std::vector<std::size_t>& rows,
                                      const Place& place) {
  const Aggregate& aggregate = program_.aggregates[id];
  const DateRange range = days(place.when);
  const bool one_table = !reads_several_tables(program_, aggregate);
  Groups groups;
  if (one_table) groups = by_group(aggregate, rows);
  std::vector<Groups> parts_of;  // the rows of each aggregate inside
  std::vector<std::optional<Place>> places;
  std::map<std::string, std::size_t> formed_by, formed_by_parts;
  for (const auto& [key, own] : groups)
    formed_by[key] = own.size();
  for (std::size_t i = 0; i < aggregate.group_aggregates.size(); ++i) {
    const Aggregate part = rows_of_part(aggregate, i);
    const auto who = who_of(aggregate.group_subjects[i], part.owner_table, place);
    places.emplace_back();
    parts_of.emplace_back();
    if (!who) continue;
    places.back() = Place{*who, group_time(aggregate, i, place.when)};
    parts_of.back() = by_group(part, counted_rows(part, *places.back()));
    if (aggregate.group_subjects[i].kind != SubjectKind::Own) continue;
    for (const auto& [key, own] : parts_of.back()) {
      groups[key];
      formed_by_parts[key] += own.size();
    }
  }
  // rows of the fact that are the groups themselves count as far as they are in force
  const bool itself = one_table && aggregate.per_table == aggregate.table;
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
    for (std::size_t i = 0; i < places.size(); ++i) {
      parts.push_back(places[i]
                          ? part_value(aggregate.group_aggregates[i], parts_of[i][key], *places[i])
                          : Value(NoneReason::OutOfScope));
    }
    if (aggregate.group_where && !is_true(group_value(aggregate.group_where, parts, range))) {
      continue;
    }
    counted += formed_by[key] > 0 ? formed_by[key] : formed_by_parts[key];
    if (aggregate.group_other) others.push_back(group_value(aggregate.group_other, parts, range));
    values.push_back(aggregate.group_value ? group_value(aggregate.group_value, parts, range)
                                           : whole(1));
  }
  const auto present = static_cast<std::size_t>(
      std::count_if(values.begin(), values.end(), [](const Value& v) { return !is_none(v); }));
  const std::size_t met = aggregate.skipping_none ? present : values.size();
  if (aggregate.kind == AggregateKind::Only && met > 1) {
    conflicts_.push_back({id, place, std::nullopt});
  }
  return {aggregated(aggregate, values, others), counted};
}

/// An aggregate inside, of the rows of one group.
Value Evaluator::part_value(AggregateId id, const std::vector<std::size_t>& rows,
                            const Place& place) {
  const Aggregate& part = program_.aggregates[id];
  std::vector<std::size_t> own;
  for (const std::size_t row : rows) {
    if (!part.where || is_true(row_value(part.where, part.table, row, days(place.when)))) {
      own.push_back(row);
    }
  }
  return total(id, own, place, true).value;
}

/// The days on one of which somebody must be in force to be asked about.
DateRange Evaluator::days_to_be_there(const When& when) const {
  const bool fixed = when.shape.kind == WindowKind::Fixed || when.at_start;
  return fixed ? whole_days(when) : days_of(when.anchor, program_.calendar);
}

/// One unit of an aggregate over units. `outside`: the person is not in force in it; `open`: the
/// data does not say, so that nothing can be said of the whole.
Evaluator::UnitValue Evaluator::unit_value(const Aggregate& aggregate, const Place& place) {
  UnitValue unit;
  // all three are looked at: an error in the data does not depend on what the others say
  if (aggregate.group_value) unit.value = value(aggregate.group_value, place, {});
  if (aggregate.group_other) unit.other = value(aggregate.group_other, place, {});
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
    const DateRange span = days_to_be_there(place.when);
    unit.outside = !row || !in_force(subjects(place.who), *row, span);
  }
  if (unit.open || unit.outside || !unit.chosen) return unit;
  unit.outside = is_outside(unit.value) || is_outside(unit.other);
  for (const Value& found : {unit.other, unit.value}) {
    if (is_none(found) && leaves_open(reason_of(found))) unit.open = reason_of(found);
  }
  return unit;
}

/// What somebody did not do while not in force is no unit of theirs.
Value Evaluator::put_together(const Aggregate& aggregate, const std::vector<UnitValue>& units) {
  std::vector<Value> values, others;
  bool in_scope = units.empty();
  for (const UnitValue& unit : units) {
    if (unit.open) return *unit.open;
    in_scope = in_scope || !unit.outside;
    if (unit.outside || !unit.chosen) continue;
    values.push_back(unit.value);
    others.push_back(unit.other);
  }
  return in_scope ? aggregated(aggregate, values, others) : Value(NoneReason::OutOfScope);
}

Value Evaluator::over_units(const Expr& expr, const Place& outer) {
  const Aggregate& aggregate = program_.aggregates[expr.reduction];
  const When when = moved(outer.when, expr.context.window);
  if (!is_due(when)) return NoneReason::NotDue;
  if (days(when).empty()) return NoneReason::NoData;  // to come
  if (!knows_units(when, aggregate)) return NoneReason::NoData;
  std::vector<UnitValue> units;
  for (const When& at : units_of(when, aggregate))
    units.push_back(unit_value(aggregate, {outer.who, at}));
  return put_together(aggregate, units);
}

/// Each of the people who is in force in the period, as if asked for alone.
Value Evaluator::over_people(const Expr& expr, const Place& outer) {
  const Aggregate& aggregate = program_.aggregates[expr.reduction];
  const When when = moved(outer.when, expr.context.window);
  const TableId people = aggregate.per_people;
  const auto who = who_of(expr.context.subject, people, {outer.who, when});
  if (!is_due(when)) return NoneReason::NotDue;
  if (days(when).empty()) return NoneReason::NoData;
  if (!who) return NoneReason::OutOfScope;
  const DateRange span = days_to_be_there(when);
  std::vector<UnitValue> each;
  for (std::size_t row = 0; row < data_.tables[people].row_count; ++row) {
    if (!counts_for(*who, people, row) || !in_force(people, row, span)) continue;
    each.push_back(unit_value(aggregate, {person(people, row), when}));
  }
  return put_together(aggregate, each);
}

}  // namespace kpi::reference
