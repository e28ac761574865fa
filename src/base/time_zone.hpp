#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

/// Clocks that stand apart from UTC by the same time all year.
namespace kpi {

/// Seconds ahead of UTC of `Z`, `+08:00`, `-0530`, `+08`; nothing for another text.
std::optional<std::int64_t> offset_written(std::string_view text);

/// The same of the clock in a zone: an offset, `UTC`, or the name of a zone (`Asia/Shanghai`) whose
/// clock was never changed since the year 2000. Nothing for others, and for moments before that.
/// `seconds`: since 1970, in UTC.
std::optional<std::int64_t> offset_in(std::string_view zone, std::int64_t seconds);

}  // namespace kpi
