#include <algorithm>
#include "program/links.hpp"

#include "reference/evaluator.hpp"

/// What is expected: where it is declared, and added up over people and periods.
namespace kpi::reference {
namespace {

ProgramExprId level_of(const Target& target, Op level) {
  if (level == Op::Baseline) return target.baseline;
  return level == Op::Stretch ? target.stretch : target.target;
}

/// The cycle whose targets are looked up for the days; nothing where they are no one period.
std::optional<PeriodUnit> target_unit(const When& when) {
  if (when.shape.kind == WindowKind::Own) return when.anchor.unit;
  if (when.shape.kind == WindowKind::Whole) return when.shape.unit;
  return std::nullopt;
}

}  // namespace

/// A version holds for days that lie wholly inside its own.
bool Evaluator::is_in_force(const Target& declared, const When& when) const {
  const DateRange asked = whole_days(when);
  const auto& days = declared.effective;
  return !days || (days->first <= asked.first && asked.last <= days->last);
}

/// A target stands at its own grain: one of a quarter is not seen in a month or a year.
const Target* Evaluator::target_at(MetricId metric, Op level, const Place& place) {
  const std::optional<PeriodUnit> unit = target_unit(place.when);
  std::vector<const Target*> found;
  for (const Target& declared : program_.targets) {
    const ProgramExprId expr = level_of(declared, level);
    if (declared.metric != metric || declared.every != unit || !expr) continue;
    if (!is_in_force(declared, place.when)) continue;
    if (!declared.roles.empty()) {
      const TableId people = program_.roles[declared.roles[0]].table;
      if (each_alone(place.who) != people || !is_member(declared.roles, people, place)) continue;
    }
    found.push_back(&declared);
  }
  return only_one(found, place);
}

/// The first of those that apply to a person, who may not have two for roles.
const Target* Evaluator::only_one(const std::vector<const Target*>& found, const Place& place) {
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (std::size_t j = i + 1; j < found.size(); ++j) {
      if (found[i]->roles.empty() || found[j]->roles.empty()) continue;
      two_at_once_[{found[i]->span, found[j]->span}].insert(
          key_of(subjects(place.who), *subject_row(place.who)));
    }
  }
  return found.empty() ? nullptr : found.front();
}

void Evaluator::report_two_at_once() {
  for (const auto& [places, people] : two_at_once_)
    score::report_two_at_once(program_, places, people, diagnostics_);
}

Value Evaluator::level_value(const Target& declared, Op level, const Place& place,
                             const Scope& scope) {
  const Value found = rounded(value(level_of(declared, level), place, scope), declared.publish);
  const bool no_row = is_none(found) && reason_of(found) == NoneReason::NoRow;
  return no_row ? Value(NoneReason::NoTarget) : found;
}

Value Evaluator::target(MetricId metric, Op level, const Place& place) {
  const Target* declared = target_at(metric, level, place);
  if (declared != nullptr && !is_of_nobody(place)) return level_value(*declared, level, place);
  const auto sum = declared == nullptr ? added_up(metric, level, place) : std::nullopt;
  return sum.value_or(no_target(place));
}

/// Who was not there had no target either.
NoneReason Evaluator::no_target(const Place& place) {
  const TableId people = each_alone(place.who);
  const bool absent = people && program_.tables[people].valid &&
                      (!subject_row(place.who) || !is_member({}, people, place));
  return absent ? NoneReason::OutOfScope : NoneReason::NoTarget;
}

/// Rows of nobody, of whom nothing is expected.
bool Evaluator::is_of_nobody(const Place& place) const {
  return subjects(place.who) && !subject_row(place.who);
}

/// On a card that is split by days a target counts for whoever is in its role on some day.
Value Evaluator::target_on_card(const Expr& expr, const Place& place) {
  const std::vector<RoleId>& on_card = program_.scorecards[expr.scorecard].roles;
  for (const Target& declared : program_.targets) {
    if (declared.metric != expr.metric || declared.every != place.when.anchor.unit) continue;
    if (!level_of(declared, expr.op) || !is_in_force(declared, place.when)) continue;
    bool applies = declared.roles.empty();
    for (const RoleId role : declared.roles) {
      if (std::find(on_card.begin(), on_card.end(), role) == on_card.end()) continue;
      const std::vector<bool> days =
          days_in({role}, program_.scorecards[expr.scorecard].table, place);
      applies = applies || std::find(days.begin(), days.end(), true) != days.end();
    }
    if (applies) return level_value(declared, expr.op, place, {expr.scorecard, {}});
  }
  return added_up(expr.metric, expr.op, place).value_or(NoneReason::NoTarget);
}

const Better& Evaluator::method_at(MetricId metric, const Place& place) {
  const Better& of_metric = program_.metrics[metric].better;
  const Target* declared = target_at(metric, Op::Target, place);
  if (declared != nullptr) return declared->method(of_metric);
  for (const Target& other : program_.targets) {
    if (other.metric == metric && other.adds_up) return other.method(of_metric);
  }
  return of_metric;
}

Value Evaluator::attainment(MetricId id, const Place& place) {
  const Value against = target(id, Op::Target, place);
  const Value own = metric(id, place);
  const Better& better = method_at(id, place);
  const bool of_nobody = better.direction == Direction::Within && is_of_nobody(place);
  const Value found = of_nobody ? no_target(place) : attainment_of(own, against, better);
  return rounded(found, program_.precision.ratio);
}

/// The links from a person to the row that stands for a group of people.
std::optional<std::vector<ColumnId>> Evaluator::way_of_people(const Coordinate& coordinate,
                                                              TableId people) const {
  if (coordinate.asked != nullptr) {
    const bool of_people = coordinate.asked->table == people;
    return of_people ? std::optional(coordinate.asked->path.links) : std::nullopt;
  }
  if (coordinate.table == people) return std::nullopt;
  const auto chains = link_chains(program_, people, coordinate.table);
  return chains.size() == 1 ? std::optional(chains[0]) : std::nullopt;
}

bool Evaluator::puts_together(const Coordinate& coordinate, TableId people) const {
  if (coordinate.kind == Coordinate::Kind::Member) return false;
  if (coordinate.kind == Coordinate::Kind::Held) return false;
  if (coordinate.kind == Coordinate::Kind::Row)
    return way_of_people(coordinate, people).has_value();
  return coordinate.table == people;
}

/// Whether the person is one of those put together.
bool Evaluator::counts_for(const Who& who, TableId people, std::size_t row) const {
  if (who.empty() || who[0].kind == Coordinate::Kind::Anybody) return true;
  if (who[0].kind == Coordinate::Kind::Tree) return is_in_tree(who[0], row);
  if (who[0].kind == Coordinate::Kind::Row) {
    return who[0].row && follow(people, *way_of_people(who[0], people), row) == who[0].row;
  }
  return who[0].text && text(people, who[0].column, row) == who[0].text;
}

/// In one period: of whom no target is declared has none to add.
Value Evaluator::part_of_sum(const std::vector<const Target*>& targets, Op level,
                             const Place& place) {
  const TableId people = program_.roles[targets[0]->roles[0]].table;
  if (each_alone(place.who) == people) {
    std::vector<const Target*> found;
    for (const Target* declared : targets) {
      const bool member =
          is_in_force(*declared, place.when) && is_member(declared->roles, people, place);
      if (member) found.push_back(declared);
    }
    const Target* declared = only_one(found, place);
    return declared != nullptr ? level_value(*declared, level, place)
                               : Value(NoneReason::OutOfScope);
  }
  std::vector<Value> parts;
  for (std::size_t row = 0; row < data_.tables[people].row_count; ++row) {
    if (!counts_for(place.who, people, row)) continue;
    parts.push_back(part_of_sum(targets, level, {person(people, row), place.when}));
  }
  return sum_of_expected(parts, NoneReason::OutOfScope);
}

/// Nothing where no declaration adds up to these days and people.
std::optional<Value> Evaluator::added_up(MetricId metric, Op level, const Place& place) {
  if (place.when.shape.kind == WindowKind::AllTime || place.who.size() > 1) return std::nullopt;
  const Calendar& calendar = program_.calendar;
  const DateRange asked = whole_days(place.when);
  for (const PeriodUnit every : {PeriodUnit::Year, PeriodUnit::Half, PeriodUnit::Quarter,
                                 PeriodUnit::Month, PeriodUnit::Week, PeriodUnit::Day}) {
    std::vector<const Target*> targets;
    for (const Target& target : program_.targets) {
      const bool same = target.metric == metric && target.every == every && target.adds_up;
      if (same && level_of(target, level)) targets.push_back(&target);
    }
    if (targets.empty()) continue;
    const TableId people = program_.roles[targets[0]->roles[0]].table;
    const bool alone = each_alone(place.who) == people;
    const bool others = !place.who.empty() && !alone && !puts_together(place.who[0], people);
    const bool fiscal = has_fiscal_form(every, calendar);
    const auto periods = periods_inside(asked, every, fiscal, calendar);
    const bool whole_periods = !periods.empty() &&
                               days_of(periods.front(), calendar).first == asked.first &&
                               days_of(periods.back(), calendar).last == asked.last;
    const bool declared_here = alone && target_unit(place.when) == every;
    if (others || !whole_periods || declared_here) continue;
    std::vector<Value> parts;
    for (const Period period : periods) {
      parts.push_back(part_of_sum(targets, level, {place.who, at(period)}));
    }
    return sum_of_expected(parts, NoneReason::NoTarget);
  }
  return std::nullopt;
}

}  // namespace kpi::reference
