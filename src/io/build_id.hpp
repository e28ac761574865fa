#pragma once

#include <string>

namespace kpi::io {

/// What the linker calls this very program, in hexadecimal digits: another program has another one.
/// Empty where the system knows no such thing.
std::string build_id();

}  // namespace kpi::io
