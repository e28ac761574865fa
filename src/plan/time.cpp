#include <algorithm>
#include <string>

#include "diag/period_words.hpp"
#include "plan/lowering.hpp"
#include "program/windows.hpp"

/// Windows: which days `during W` means for a period. Windows run over calendar periods.
namespace kpi::plan {
namespace {

Period containing(Date day, PeriodUnit unit, const Calendar& calendar) {
  return period_containing(day, unit, has_fiscal_form(unit, calendar), calendar);
}

/// The days of the shape over the anchor, before the as-of day cuts them.
DateRange shape_days(const When& when, const Calendar& calendar) {
  const DateRange own = days_of(when.anchor, calendar);
  switch (when.shape.kind) {
    case WindowKind::Whole:
      return days_of(period_around(when.anchor, when.shape.unit, calendar), calendar);
    case WindowKind::ToDate:
      return {days_of(period_around(when.anchor, when.shape.unit, calendar), calendar).first,
              own.last};
    case WindowKind::Last: {
      const Period end = period_around(when.anchor, when.shape.unit, calendar);
      return {days_of(shift(end, 1 - when.shape.count), calendar).first, own.last};
    }
    case WindowKind::AllTime: return {kFirstDay, own.last};
    case WindowKind::Fixed: return when.shape.range;
    case WindowKind::Own:
    case WindowKind::Prior:
    case WindowKind::YearAgo: break;
  }
  return own;
}

void resolve(When& when, const Calendar& calendar) {
  when.whole = shape_days(when, calendar);
  if (when.at_start) when.whole.last = when.whole.first;
  when.days = {when.whole.first, std::min(when.whole.last, when.as_of)};
  const DateRange own = days_of(when.anchor, calendar);
  when.due =
      when.shape.kind != WindowKind::Whole || when.whole.last <= std::min(own.last, when.as_of);
}

/// How many anchor periods make a year; weeks count 52.
int periods_in_year(PeriodUnit unit) {
  switch (unit) {
    case PeriodUnit::Day: return 0;
    case PeriodUnit::Week: return 52;
    case PeriodUnit::Month: return 12;
    case PeriodUnit::Quarter: return 4;
    case PeriodUnit::Half: return 2;
    case PeriodUnit::Year: return 1;
  }
  return 0;
}

/// A shape only fits anchors that end where its own units end.
bool fits(const When& when, const Window& window, const Calendar& calendar) {
  if (window.kind == WindowKind::AllTime || window.kind == WindowKind::Fixed) return true;
  if (window.kind == WindowKind::Whole || window.kind == WindowKind::ToDate) {
    return when.anchor.unit <= window.unit;
  }
  const DateRange own = days_of(when.anchor, calendar);
  return days_of(containing(own.last, window.unit, calendar), calendar).last == own.last;
}

}  // namespace

Period period_around(Period part, PeriodUnit unit, const Calendar& calendar) {
  return containing(day_that_places(part, calendar), unit, calendar);
}

When Lowering::at_period(Period period) const {
  When when;
  when.anchor = period;
  when.as_of = as_of_;
  resolve(when, program_.calendar);
  return when;
}

When Lowering::at_days(DateRange days, std::optional<Period> period) const {
  if (period) return at_period(*period);
  When when;
  when.anchor = period_containing(days.last, PeriodUnit::Day, false, program_.calendar);
  when.shape.kind = WindowKind::Fixed;
  when.shape.range = days;
  when.as_of = as_of_;
  resolve(when, program_.calendar);
  return when;
}

When Lowering::at_start_of(const When& when) const {
  When start = when;
  start.at_start = true;
  resolve(start, program_.calendar);
  return start;
}

/// Weeks belong to the days that hold their fourth day, whole. Other units must fill the days.
std::optional<std::vector<When>> Lowering::units_of(const When& when, const Aggregate& aggregate) {
  constexpr std::size_t kMostUnits = 4000;  // days of ten years
  const PeriodUnit unit = *aggregate.per_unit;
  const Calendar& calendar = program_.calendar;
  const DateRange whole = when.whole;
  const Date last = std::min(whole.last, when.as_of);
  const bool endless = when.shape.kind == WindowKind::AllTime;
  const Period first_unit = containing(whole.first, unit, calendar);
  const Period last_unit = containing(whole.last, unit, calendar);
  const DateRange first_days = days_of(first_unit, calendar);
  const DateRange last_days = days_of(last_unit, calendar);
  const bool filled = first_days.first == whole.first && last_days.last == whole.last;
  const bool of_months =
      days_of(containing(whole.first, PeriodUnit::Month, calendar), calendar).first ==
          whole.first &&
      days_of(containing(whole.last, PeriodUnit::Month, calendar), calendar).last == whole.last;
  std::vector<When> units;
  const bool whole_units = filled || (unit == PeriodUnit::Week && of_months);
  for (Period at = first_unit; !endless && whole_units && units.size() <= kMostUnits;
       at = shift(at, 1)) {
    const DateRange days = days_of(at, calendar);
    if (std::max(days.first, whole.first) > last) break;  // a period to come has no first week yet
    const Date placed = day_that_places(at, calendar);
    if (unit == PeriodUnit::Week && !whole.contains(placed)) {
      if (placed > whole.last) break;
      continue;
    }
    if (aggregate.per_workday && !is_workday(days.first, calendar)) continue;
    When one = when;
    one.anchor = at;
    one.shape = {};
    one.compared = false;
    resolve(one, calendar);
    units.push_back(one);
  }
  if (!endless && whole_units && units.size() <= kMostUnits) return units;
  diagnostics_.report(
      Code::units_not_whole, aggregate.span,
      {{"unit", word_of(unit)},
       {"days", endless ? "all time" : to_string(whole.first) + " to " + to_string(whole.last)}});
  return std::nullopt;
}

/// What is asked for days that are no period has no period before it, and is in no longer one.
bool Lowering::report_range(const When& when, const std::string& window, Span span) {
  if (when.shape.kind != WindowKind::Fixed) return false;
  diagnostics_
      .report(Code::window_of_range, span, {{"window", window}, {"days", words_of(when.whole)}})
      .hint(Text::one_period);
  return true;
}

std::optional<When> Lowering::shifted(const When& when, const Window& window, Span span) {
  When result = when;
  result.compared = false;
  result.at_start = when.at_start && window.kind == WindowKind::Own;
  const auto refuse = [&] {
    diagnostics_.report(Code::window_not_whole, span,
                        {{"window", written(window)}, {"unit", word_of(when.anchor.unit)}});
    return std::nullopt;
  };
  const auto combined = [&]() -> std::optional<When> {
    if (window.kind != WindowKind::Fixed && report_range(when, written(window), span)) {
      return std::nullopt;
    }
    diagnostics_.report(Code::windows_combined, span,
                        {{"outer", written(when.shape)}, {"inner", written(window)}});
    return std::nullopt;
  };
  switch (window.kind) {
    case WindowKind::Own: return result;
    case WindowKind::Prior:
    case WindowKind::YearAgo: {
      const int count =
          window.kind == WindowKind::Prior ? window.count : periods_in_year(when.anchor.unit);
      if (when.shape.kind == WindowKind::Fixed) return combined();
      if (count == 0) return refuse();
      result.anchor = shift(when.anchor, -count);
      result.look_back = true;
      if (when.compared && when.days.last < when.whole.last) {
        result.as_of = shift_day(when.as_of, when.anchor.unit, -count);
      }
      break;
    }
    case WindowKind::Whole:
    case WindowKind::ToDate:
    case WindowKind::Last:
    case WindowKind::AllTime:
    case WindowKind::Fixed:
      if (when.shape.kind != WindowKind::Own) return combined();
      if (!fits(when, window, program_.calendar)) return refuse();
      if (window.period) {
        result.anchor = *window.period;
        result.look_back = false;  // the same from everywhere
        break;
      }
      result.shape = window;
      if (window.kind == WindowKind::Last) result.look_back = true;
      if (window.kind == WindowKind::Fixed) result.look_back = false;  // the same from everywhere
      break;
  }
  resolve(result, program_.calendar);
  return result;
}

bool Lowering::holds_no_row(const Aggregate& aggregate, const When& when) const {
  if (!aggregate.dated) return false;
  const Column& dated = program_.tables[aggregate.table].columns[aggregate.dated];
  if (dated.storage != Storage::Period) return false;
  const Calendar& calendar = program_.calendar;
  for (const bool fiscal : {false, true}) {
    Period first = period_containing(when.whole.first, dated.period_unit, fiscal, calendar);
    if (days_of(first, calendar).first < when.whole.first) first = shift(first, 1);
    if (days_of(first, calendar).last <= when.whole.last) return false;
  }
  return true;
}

std::string key_of(const At& at) {
  const When& w = at.when;
  return std::to_string(at.where.space.value) + "@" +
         std::to_string(static_cast<int>(w.anchor.unit)) + (w.anchor.fiscal ? "f" : "c") +
         std::to_string(w.anchor.ordinal) + "/" + std::to_string(static_cast<int>(w.shape.kind)) +
         "." + std::to_string(static_cast<int>(w.shape.unit)) + "." +
         std::to_string(w.shape.count) + ":" + std::to_string(w.whole.first.days) + "-" +
         std::to_string(w.whole.last.days) + "<" + std::to_string(w.days.last.days) +
         (w.look_back ? "b" : "") + (at.where.key.empty() ? "" : "=" + at.where.key) +
         (at.where.members ? "+" + std::to_string(at.where.members.value) : "") +
         (at.where.alike ? "~" + std::to_string(at.where.alike.value) : "");
}

}  // namespace kpi::plan
