#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/calendar.hpp"
#include "program/schema.hpp"

/// The text of one cell -> its value. Fast and silent: why a text is no value is for cell_faults.
namespace kpi::table {

/// A value has at most this many digits, those after the point of its column included.
inline constexpr int kMaxDigits = 18;

enum class NumberFault : std::uint8_t { None, NotANumber, TooManyDecimals, TooManyDigits };

/// 10^exponent; exponent 0 to 18.
std::int64_t power_of_ten_integer(int exponent);

/// Reads `-12.50`: a sign, digits, a point and digits, of which one digit is needed. The mantissa
/// has `scale` digits after the point, after dividing by 10^shift (2: the text is in percent).
/// Zeros beyond the scale are fine, other digits are not; nothing is ever rounded.
NumberFault read_decimal(std::string_view text, int scale, int shift, std::int64_t& mantissa);

/// True if the column's numbers may carry a percent sign.
bool is_ratio(const Column& column);
/// A ratio: `0.012`, or `1.2%`, or, where the column is in percent, `1.2`.
struct RatioText {
  std::string_view number;  // without its percent sign
  int shift = 0;            // as read_decimal wants it
};
RatioText split_percent(std::string_view text, bool in_percent);
/// True of `12%` and `12％`.
bool has_percent_sign(std::string_view text);
/// A plain number above this is rather a percentage without its sign: 2 (200 %), as in the rules,
/// where only 0, 1 and 2 may stand for a ratio without a percent sign.
inline constexpr int kMaxPlainRatio = 2;

/// true yes 1 是, false no 0 否, in any case.
std::optional<bool> read_truth(std::string_view text);

/// A number as the column's file writes it. Besides plain ones, and those with the signs that the
/// column's form says, whatever has only one reading: full-width digits, `(12.00)` and `12.00-` for
/// -12.00, the sign or code of the column's own currency, `1.2万`.
NumberFault read_number(std::string_view text, const Column& column, std::int64_t& mantissa);

/// The day that the text begins with, moving the text behind it.
std::optional<Date> take_written_day(std::string_view& text, std::string_view form);

/// YYYY-MM-DD or another way of writing a day with the year first, or the form that is said; alone
/// or with a time that is midnight: ` 00:00`, `T00:00:00`, `T00:00:00.000`.
std::optional<Date> read_day(std::string_view text, std::string_view form,
                             std::string_view zone = {});

/// A day and `9:05`, `09:05:00`, `9:05 PM`, `T` or a blank between; a fraction of a second must be
/// zero.
std::optional<DateTime> read_moment(std::string_view text, std::string_view form,
                                    std::string_view zone = {});

/// The ordinal of a period of that unit, however it is written: `2025-03`, `202503`, `2025年3月`.
/// Quarters, halves and years are those of the fiscal year where the project has one; a calendar
/// period is accepted where it has the same days.
std::optional<std::int64_t> read_period(std::string_view text, PeriodUnit unit,
                                        const Calendar& calendar);
/// Which month, quarter or half of its year, from 1: `7`, `07`, `7月`, `Jul`; `3`, `Q3`,
/// `第三季度`; `H1`, `上半年`.
std::optional<std::int64_t> number_in_year(std::string_view text, PeriodUnit unit);

}  // namespace kpi::table
