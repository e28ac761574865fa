#pragma once

#include <string>
#include <string_view>

namespace kpi {

/// Equal for two names that look alike (UTS #39). Only good for comparing.
std::string skeleton(std::string_view name);

}  // namespace kpi
