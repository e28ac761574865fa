#include <algorithm>

#include "base/check.hpp"
#include "reference/evaluator.hpp"

/// Windows change the period asked for; finished values are never put together.
namespace kpi::reference {
namespace {

constexpr int kWeeksInYear = 52;

/// The period around the day; quarters, halves and years are the project's own.
Period around(Date day, PeriodUnit unit, const Calendar& calendar) {
  const bool fiscal = has_fiscal_form(unit, calendar);
  return period_containing(day, unit, fiscal, calendar);
}

int periods_in_year(PeriodUnit unit) {
  KPI_CHECK(unit != PeriodUnit::Day);
  return unit == PeriodUnit::Week ? kWeeksInYear : periods_per(unit, PeriodUnit::Year);
}

}  // namespace

When Evaluator::at(Period period) const {
  When when;
  when.anchor = period;
  return when;
}

When Evaluator::at(DateRange days) const {
  When when = at(around(days.last, PeriodUnit::Day, program_.calendar));
  when.shape.kind = WindowKind::Fixed;
  when.shape.range = days;
  return when;
}

When Evaluator::moved(const When& when, const Window& window) const {
  When there = when;
  if (window.kind == WindowKind::Own) return there;
  there.at_start = false;
  if (window.kind == WindowKind::Prior || window.kind == WindowKind::YearAgo) {
    const bool year = window.kind == WindowKind::YearAgo;
    there.anchor = shift(when.anchor, -(year ? periods_in_year(when.anchor.unit) : window.count));
    there.looks_back = true;
    return there;
  }
  KPI_CHECK(when.shape.kind == WindowKind::Own);
  if (window.period) {
    there.anchor = *window.period;
    there.looks_back = false;
    return there;
  }
  there.shape = window;
  if (window.kind == WindowKind::Last) there.looks_back = true;
  if (window.kind == WindowKind::Fixed) there.looks_back = false;  // the same from everywhere
  return there;
}

Period Evaluator::longer(Period part, PeriodUnit unit) const {
  return around(day_that_places(part, program_.calendar), unit, program_.calendar);
}

DateRange Evaluator::whole_days(const When& when) const {
  const DateRange own = days_of(when.anchor, program_.calendar);
  if (when.at_start) return {own.first, own.first};
  const Window& shape = when.shape;
  const auto unit_days = [&](int back) {
    return days_of(shift(longer(when.anchor, shape.unit), -back), program_.calendar);
  };
  switch (shape.kind) {
    case WindowKind::Whole: return unit_days(0);
    case WindowKind::ToDate: return {unit_days(0).first, own.last};
    case WindowKind::Last: return {unit_days(shape.count - 1).first, own.last};
    case WindowKind::AllTime: return {kFirstDay, own.last};
    case WindowKind::Fixed: return shape.range;
    case WindowKind::Own:
    case WindowKind::Prior:
    case WindowKind::YearAgo: break;
  }
  return own;
}

DateRange Evaluator::days(const When& when) const {
  const DateRange whole = whole_days(when);
  return {whole.first, std::min(whole.last, when.as_of.value_or(as_of_))};
}

/// A week belongs to the days that hold its fourth day; a unit that has not begun does not exist.
std::vector<When> Evaluator::units_of(const When& when, const Aggregate& aggregate) const {
  std::vector<When> units;
  const DateRange all = whole_days(when);
  const DateRange begun = days(when);
  for (Date day = all.first; day <= begun.last; day.days++) {
    const Period unit = around(day, *aggregate.per_unit, program_.calendar);
    const bool weeks = *aggregate.per_unit == PeriodUnit::Week;
    const bool belongs = !weeks || all.contains(day_that_places(unit, program_.calendar));
    if (!belongs || (!units.empty() && units.back().anchor == unit)) continue;
    if (aggregate.per_workday && !is_worked(day, program_.calendar)) continue;
    When one = when;
    one.anchor = unit;
    one.shape = {};
    units.push_back(one);
  }
  return units;
}

bool Evaluator::is_too_short(const Aggregate& aggregate, const When& when) const {
  const TableSchema& table = program_.tables[aggregate.table];
  if (!aggregate.dated || table.columns[aggregate.dated].storage != Storage::Period) return false;
  const DateRange all = whole_days(when);
  const PeriodUnit unit = table.columns[aggregate.dated].period_unit;
  const Calendar& calendar = program_.calendar;
  // the one that holds the first day, and the one after it
  for (const bool fiscal : {false, true}) {
    const Period at = period_containing(all.first, unit, fiscal, calendar);
    if (all.contains(days_of(at, calendar)) || all.contains(days_of(shift(at, 1), calendar)))
      return false;
  }
  return true;
}

bool Evaluator::knows_units(const When& when, const Aggregate& aggregate) const {
  if (!aggregate.per_workday || !program_.calendar.workdays) return true;
  for (Date day = days(when).first; day <= days(when).last; ++day.days) {
    if (!program_.calendar.workdays->known.contains(day)) return false;
  }
  return true;
}

bool Evaluator::is_due(const When& when) const {
  if (when.shape.kind != WindowKind::Whole) return true;
  const Date over = whole_days(when).last;
  return over <= days_of(when.anchor, program_.calendar).last &&
         over <= when.as_of.value_or(as_of_);
}

When Evaluator::base_of(const When& when, const Window& window) const {
  When base = moved(when, window);
  if (days(when).last == whole_days(when).last) return base;
  const int back = base.anchor.ordinal - when.anchor.ordinal;
  base.as_of = shift_day(when.as_of.value_or(as_of_), when.anchor.unit, back);
  return base;
}

std::string Place::key() const {
  std::string key;
  for (const Coordinate& coordinate : who)
    key += coordinate.key() + ";";
  const Window& shape = when.shape;
  const int numbers[] = {static_cast<int>(when.anchor.unit),
                         when.anchor.fiscal ? 1 : 0,
                         when.anchor.ordinal,
                         static_cast<int>(shape.kind),
                         shape.count,
                         static_cast<int>(shape.unit),
                         shape.range.first.days,
                         shape.range.last.days,
                         when.looks_back ? 1 : 0,
                         when.at_start ? 1 : 0,
                         when.as_of ? when.as_of->days : 0};
  for (const int number : numbers)
    key += " " + std::to_string(number);
  return key;
}

}  // namespace kpi::reference
