#include "ast/builder.hpp"

/// Periods and windows: `during W`, `effective A to B`, `covers since A`.
namespace kpi::ast {

/// A number, its unit left in `unit`; 0 if it is not whole or does not fit.
int Builder::whole_number(NodeView node, NumberUnit& unit) {
  const Expr expr = number(node);
  const auto* literal = std::get_if<NumberLiteral>(&expr.node);
  if (literal == nullptr) return 0;
  unit = literal->unit;
  const auto value = literal->value.to_int64();
  constexpr std::int64_t kMost = 10'000;
  return value && *value > 0 && *value <= kMost ? static_cast<int>(*value) : 0;
}

/// A bare `2025` is a year where only a period can stand.
ExprId Builder::bound(NodeView node) {
  const ExprId id = expression(node);
  Expr& expr = ast_.exprs[id];
  const auto* literal = std::get_if<NumberLiteral>(&expr.node);
  if (literal == nullptr) return id;
  const std::string_view written = text_of(node).substr(0, 4);
  const bool bare = literal->unit == NumberUnit::None || literal->unit == NumberUnit::Years;
  const auto year = literal->value.to_int64();
  if (bare && year && *year >= 1000 && *year <= 9999)
    expr.node = PeriodLiteral{std::string(written)};
  return id;
}

Window Builder::period_range(NodeView node) {
  Window result;
  result.kind = WindowKind::Periods;
  result.span = node.span();
  const auto ends = node.expressions();
  result.from = bound(ends.front());
  if (ends.size() > 1) {
    result.to = bound(ends.back());
  } else if (!node.has(Keyword::Since)) {
    result.to = result.from;
  }
  result.until = node.has(Keyword::Until);
  return result;
}

namespace {

struct WindowWord {
  Keyword word;
  WindowKind kind;
};
constexpr WindowWord kWindowWords[] = {
    {Keyword::YearAgo, WindowKind::YearAgo},
    {Keyword::YearToDate, WindowKind::YearToDate},
    {Keyword::HalfToDate, WindowKind::HalfToDate},
    {Keyword::QuarterToDate, WindowKind::QuarterToDate},
    {Keyword::MonthToDate, WindowKind::MonthToDate},
    {Keyword::AllTime, WindowKind::AllTime},
    {Keyword::Last, WindowKind::Last},
    {Keyword::Prior, WindowKind::Prior},
    {Keyword::Year, WindowKind::Year},
    {Keyword::Half, WindowKind::Half},
    {Keyword::Quarter, WindowKind::Quarter},
    {Keyword::Month, WindowKind::Month},
};

std::optional<PeriodUnit> period_of(NumberUnit unit) {
  switch (unit) {
    case NumberUnit::Days: return PeriodUnit::Day;
    case NumberUnit::Weeks: return PeriodUnit::Week;
    case NumberUnit::Months: return PeriodUnit::Month;
    case NumberUnit::Quarters: return PeriodUnit::Quarter;
    case NumberUnit::Halves: return PeriodUnit::Half;
    case NumberUnit::Years: return PeriodUnit::Year;
    case NumberUnit::None:
    case NumberUnit::Percent:
    case NumberUnit::PercentagePoints:
    case NumberUnit::Points:
    case NumberUnit::Currency:
    case NumberUnit::Hours: break;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Window> Builder::window(NodeView node) {
  if (const auto range = node.child(NodeKind::PeriodRange)) return period_range(*range);
  Window result;
  result.span = node.span();
  bool known = false;
  for (const WindowWord& row : kWindowWords) {
    if (!known && node.has(row.word)) {
      result.kind = row.kind;
      known = true;
    }
  }
  if (const auto count = node.child(NodeKind::Number)) {
    NumberUnit unit = NumberUnit::None;
    result.count = whole_number(*count, unit);
    const auto period = period_of(unit);
    if (result.kind == WindowKind::Last && period) result.unit = *period;
    const bool wants_unit = result.kind == WindowKind::Last;
    const bool clear =
        result.count > 0 && (wants_unit ? period.has_value() : unit == NumberUnit::None);
    if (!clear) {
      diagnostics_.report(Code::window_without_unit, node.span(), {{"window", text_of(node)}})
          .hint(Text::last_forms);
      return std::nullopt;
    }
  }
  const bool counted = node.has(NodeKind::Number);
  if (!known || (result.kind == WindowKind::Last && !counted)) {  // `during day`, `last months`
    diagnostics_.report(Code::window_without_unit, node.span(), {{"window", text_of(node)}})
        .hint(Text::last_forms);
    return std::nullopt;
  }
  return result;
}

PeriodUnit Builder::period_unit(NodeView keyword) {
  struct Row {
    Keyword word;
    PeriodUnit unit;
  };
  constexpr Row kRows[] = {
      {Keyword::Day, PeriodUnit::Day},         {Keyword::Week, PeriodUnit::Week},
      {Keyword::Month, PeriodUnit::Month},     {Keyword::Half, PeriodUnit::Half},
      {Keyword::Quarter, PeriodUnit::Quarter}, {Keyword::Year, PeriodUnit::Year}};
  for (const Row& row : kRows) {
    if (keyword.keyword() == row.word) return row.unit;
  }
  return PeriodUnit::Month;
}

}  // namespace kpi::ast
