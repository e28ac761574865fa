#include "cache/checksum.hpp"

#include <bit>
#include <cstring>

namespace kpi::cache {
namespace {

constexpr std::uint64_t kPrime = 0x9e3779b185ebca87U;
constexpr int kTurn = 29;

/// One to one in the lane and in the word, so that no change of one of them is lost.
std::uint64_t stirred(std::uint64_t lane, std::uint64_t word) {
  return std::rotl(lane ^ word, kTurn) * kPrime;
}

std::uint64_t word_at(const char* bytes, std::size_t size = sizeof(std::uint64_t)) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, size);
  return word;
}

}  // namespace

Checksum::Checksum(std::uint64_t seed) {
  for (std::size_t i = 0; i < kLanes; ++i)
    lanes_[i] = stirred(seed, kPrime * (i + 1));
}

void Checksum::add(const char* bytes, std::size_t size) {
  size_ += size;
  std::array<std::uint64_t, kLanes> lanes = lanes_;
  for (; size >= kStep; size -= kStep, bytes += kStep) {
    for (std::size_t i = 0; i < kLanes; ++i)
      lanes[i] = stirred(lanes[i], word_at(bytes + i * sizeof(std::uint64_t)));
  }
  for (std::size_t i = 0; size > 0; ++i) {
    const std::size_t taken = size < sizeof(std::uint64_t) ? size : sizeof(std::uint64_t);
    lanes[i] = stirred(lanes[i], word_at(bytes, taken));
    bytes += taken;
    size -= taken;
  }
  lanes_ = lanes;
}

std::uint64_t Checksum::value() const {
  std::uint64_t value = size_;
  for (const std::uint64_t lane : lanes_)
    value = stirred(value, lane);
  value ^= value >> 32;
  return value * kPrime;
}

std::uint64_t checksum(std::string_view bytes, std::uint64_t seed) {
  Checksum sum(seed);
  sum.add(bytes.data(), bytes.size());
  return sum.value();
}

}  // namespace kpi::cache
