#pragma once

#include <catch2/catch.hpp>

#include "base/calendar.hpp"

namespace kpi::test {

inline Date date_of(const char* text) {
  const std::optional<Date> date = parse_date(text);
  if (!date) FAIL("no such day: " << text);
  return date.value_or(Date{});
}

}  // namespace kpi::test
