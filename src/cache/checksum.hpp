#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kpi::cache {

/// A number of 64 bits that nearly every change of the bytes changes, and every change of a single
/// byte; 15 GB a second on one thread. Guards against damage, not against somebody's intent.
class Checksum {
 public:
  explicit Checksum(std::uint64_t seed = 0);
  /// Takes the bytes behind those before. Only the last call may have a size that is no multiple
  /// of kStep.
  void add(const char* bytes, std::size_t size);
  std::uint64_t value() const;

  static constexpr std::size_t kStep = 32;

 private:
  static constexpr std::size_t kLanes = kStep / sizeof(std::uint64_t);
  std::array<std::uint64_t, kLanes> lanes_;  // do not wait for each other
  std::uint64_t size_ = 0;
};

std::uint64_t checksum(std::string_view bytes, std::uint64_t seed = 0);

}  // namespace kpi::cache
