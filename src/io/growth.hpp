#pragma once

#include <cstdint>

namespace kpi::io {

/// Data that grow more than this once they are that large are no table but a bomb: tables of equal
/// rows shrink to a hundredth or so.
inline constexpr std::uint64_t kMostGrowth = 1000;
inline constexpr std::uint64_t kHarmless = std::uint64_t{256} * 1024 * 1024;

inline bool grows_too_far(std::uint64_t made, std::uint64_t from) {
  return made > kHarmless && made / kMostGrowth > from;
}

}  // namespace kpi::io
