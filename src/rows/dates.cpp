#include "base/check.hpp"
#include "rows/kernels.hpp"
#include "rows/wide.hpp"

namespace kpi::rows {
namespace {

constexpr int kMostMonths = 9999 * 12;  // moves any day past the other end

Date to_date(Int128 days) {
  return Date{static_cast<std::int32_t>(days)};
}

/// The whole part of a count, downwards.
Int128 whole(Int128 count, int scale) {
  const Int128 power = power_of_ten_128(scale);
  Int128 result = 0;
  KPI_CHECK(power != 0 && divide_rounded(count, power, RoundMode::Floor, result));
  return result;
}

}  // namespace

Operand days_between(const Operand& a, const Operand& b, const Scope& scope) {
  return map_rows(a, b, scope, [](Int128 x, Int128 y, Int128& result) {
    result = x - y;
    return true;
  });
}

Operand days_counted(const Operand& first, const Operand& last, const Scope& scope) {
  return map_rows(first, last, scope, [](Int128 x, Int128 y, Int128& result) {
    result = y - x + (y < x ? -1 : 1);
    return true;
  });
}

Operand workdays_counted(const Operand& first, const Operand& last, const Calendar& calendar,
                         const Scope& scope) {
  return map_rows(first, last, scope, [&](Int128 x, Int128 y, Int128& result) {
    result = count_workdays({to_date(x), to_date(y)}, calendar);
    return true;
  });
}

Operand hours_between(const Operand& from, const Operand& to, const Scope& scope) {
  Operand out = days_between(to, from, scope);
  out.vector.parts = kSecondsPerHour;
  return out;
}

Operand day_of_moments(const Operand& moments, const Scope& scope) {
  return map_rows(moments, scope, [](Int128 x, Int128& result) {
    result = day_of(DateTime{static_cast<std::int64_t>(x)}).days;
    return true;
  });
}

Operand months_completed(const Operand& a, const Operand& b, const Scope& scope) {
  return map_rows(a, b, scope, [](Int128 x, Int128 y, Int128& result) {
    result = months_between(to_date(x), to_date(y));
    return true;
  });
}

Operand add_whole_days(const Operand& day, const Operand& count, const Scope& scope) {
  const int scale = count.vector.scale;
  return map_rows(day, count, scope, [&](Int128 x, Int128 y, Int128& result) {
    return add_fits(x, whole(y, scale), result) && result >= kFirstDay.days &&
           result <= kLastDay.days;
  });
}

Operand add_whole_months(const Operand& day, const Operand& count, const Scope& scope) {
  const int scale = count.vector.scale;
  return map_rows(day, count, scope, [&](Int128 x, Int128 y, Int128& result) {
    const Int128 months = std::clamp<Int128>(whole(y, scale), -kMostMonths, kMostMonths);
    result = add_months(to_date(x), static_cast<int>(months)).days;
    return has_months_later(to_date(x), static_cast<int>(months));
  });
}

}  // namespace kpi::rows
