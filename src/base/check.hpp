#pragma once

namespace kpi {

/// Reports a broken promise inside the program and aborts. Never used for anything a user can
/// cause.
[[noreturn]] void internal_error(const char* condition, const char* file, int line);

}  // namespace kpi

#define KPI_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::kpi::internal_error(#condition, __FILE__, __LINE__))
