#pragma once

#include <cstdint>
#include <ctime>
#include <string_view>

/// Small things that the system's own calls leave to the caller; for src/io only.
namespace kpi::io {

constexpr std::int64_t kSecond = 1'000'000'000;  // in nanoseconds

/// Writes all of it; false, with errno, where that fails.
bool write_bytes(int descriptor, std::string_view bytes);
std::int64_t nanoseconds(const timespec& time);
/// What a clock shows, in nanoseconds.
std::int64_t clock_nanoseconds(clockid_t clock);

}  // namespace kpi::io
