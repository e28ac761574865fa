#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace kpi::exec {

/// Spreads the bits of a number over all of its bits.
inline std::uint64_t mixed(std::uint64_t x) {
  x ^= x >> 30;
  x *= 0xbf58476d1ce4e5b9U;
  x ^= x >> 27;
  x *= 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

/// Numbers keys from 0 in order of first appearance. A key has hash() and ==.
template <class Key>
class FlatIndex {
 public:
  std::uint32_t intern(const Key& key) {
    if ((keys_.size() + 1) * 2 > table_.size()) grow();
    std::size_t at = place_of(key);
    if (table_[at] == kFree) {
      table_[at] = static_cast<std::uint32_t>(keys_.size());
      keys_.push_back(key);
    }
    return table_[at];
  }
  const std::vector<Key>& keys() const { return keys_; }
  std::size_t size() const { return keys_.size(); }

 private:
  static constexpr std::uint32_t kFree = 0xffffffffU;
  static constexpr std::size_t kFirstSize = 64;

  std::size_t place_of(const Key& key) const {
    const std::size_t mask = table_.size() - 1;
    std::size_t at = static_cast<std::size_t>(key.hash()) & mask;
    while (table_[at] != kFree && !(keys_[table_[at]] == key))
      at = (at + 1) & mask;
    return at;
  }

  void grow() {
    table_.assign(table_.empty() ? kFirstSize : table_.size() * 2, kFree);
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      table_[place_of(keys_[i])] = static_cast<std::uint32_t>(i);
    }
  }

  std::vector<Key> keys_;
  std::vector<std::uint32_t> table_;
};

}  // namespace kpi::exec
