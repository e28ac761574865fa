#pragma once

#include <optional>
#include <string_view>

#include "base/calendar.hpp"

/// Days as files write them.
namespace kpi {

/// An order of the parts of a day, each once: `m/d/y`, `d.m.y`, `dmy`, `d-mon-y`. `y` is four
/// digits, `yy` two of the years 2000 to 2099, `m` and `d` one or two (two where another part
/// touches them), `mon` the English name of a month or its first three letters; what is no letter
/// of the alphabet stands for itself.
bool is_day_form(std::string_view form);

/// The day that the text begins with, and moves the text behind it.
std::optional<Date> take_day(std::string_view form, std::string_view& text);

/// The same of days that begin with the year, which have one reading only: `2025-3-1`,
/// `2025/03/01`, `2025.3.1`, `20250301`, `2025年3月1日`.
std::optional<Date> take_year_first(std::string_view& text);

/// 1 to 12 of `march`, `mar`, `sept`; in lower case.
std::optional<int> month_named(std::string_view word);

}  // namespace kpi
