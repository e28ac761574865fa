#include "program/windows.hpp"

namespace kpi {
namespace {

std::string name_of(PeriodUnit unit) {
  switch (unit) {
    case PeriodUnit::Day: return "day";
    case PeriodUnit::Week: return "week";
    case PeriodUnit::Month: return "month";
    case PeriodUnit::Quarter: return "quarter";
    case PeriodUnit::Half: return "half";
    case PeriodUnit::Year: return "year";
  }
  return {};
}

std::string several(PeriodUnit unit) {
  return unit == PeriodUnit::Half ? "halves" : name_of(unit) + 's';
}

}  // namespace

std::string written(const Window& window) {
  switch (window.kind) {
    case WindowKind::Prior:
      return window.count == 1 ? "prior" : "prior " + std::to_string(window.count);
    case WindowKind::YearAgo: return "year ago";
    case WindowKind::Whole: return name_of(window.unit);
    case WindowKind::ToDate: return name_of(window.unit) + " to date";
    case WindowKind::Last:
      return "last " + std::to_string(window.count) + ' ' + several(window.unit);
    case WindowKind::AllTime: return "all time";
    case WindowKind::Fixed:
      return to_string(window.range.first) + " to " + to_string(window.range.last);
    case WindowKind::Own: break;
  }
  return "its own period";
}

bool is_shape(const Window& window) {
  const bool moves = window.kind == WindowKind::Own || window.kind == WindowKind::Prior ||
                     window.kind == WindowKind::YearAgo;
  return !moves && !window.period;
}

}  // namespace kpi
