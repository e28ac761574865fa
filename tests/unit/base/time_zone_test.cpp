#include "base/time_zone.hpp"

#include <catch2/catch.hpp>

namespace kpi {
namespace {

constexpr std::int64_t kHour = 3600;
constexpr std::int64_t k2025 = 1'735'689'600;  // 2025-01-01T00:00:00Z
constexpr std::int64_t k1999 = 915'148'800;    // 1999-01-01T00:00:00Z

TEST_CASE("offsets as they are written") {
  CHECK(offset_written("Z") == 0);
  CHECK(offset_written("+08:00") == 8 * kHour);
  CHECK(offset_written("-0530") == -(5 * kHour + 1800));
  CHECK(offset_written("+08") == 8 * kHour);
  CHECK(offset_written("-00:00") == 0);
}

TEST_CASE("what is no offset") {
  for (const char* const text : {"", "+", "8", "08:00", "+8", "+08:", "+08:0", "+08:60", "+08:000",
                                 "+ 8:00", "+08.00", "ZZ", "+25:00", "CST"}) {
    INFO(text);
    CHECK_FALSE(offset_written(text));
  }
}

TEST_CASE("clocks of zones without summer time") {
  CHECK(offset_in("UTC", k2025) == 0);
  CHECK(offset_in("+02:00", k2025) == 2 * kHour);
  CHECK(offset_in("Asia/Shanghai", k2025) == 8 * kHour);
  CHECK(offset_in("Asia/Kolkata", k2025) == 5 * kHour + 1800);
}

TEST_CASE("zones whose clock was changed, and moments before it was no more") {
  CHECK_FALSE(offset_in("Europe/Berlin", k2025));
  CHECK_FALSE(offset_in("America/New_York", k2025));
  CHECK_FALSE(offset_in("asia/shanghai", k2025));
  CHECK_FALSE(offset_in("", k2025));
  CHECK_FALSE(offset_in("Asia/Shanghai", k1999));
  CHECK(offset_in("+08:00", k1999) == 8 * kHour);
}

}  // namespace
}  // namespace kpi
