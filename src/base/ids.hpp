#pragma once

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "base/check.hpp"

namespace kpi {

/// A small index that cannot be confused with the index of another kind of thing.
/// Default-constructed ids are absent; `if (id)` asks whether it names anything.
template <class Tag>
struct Id {
  static constexpr std::uint32_t kAbsent = 0xffffffffU;
  std::uint32_t value = kAbsent;

  constexpr Id() = default;
  constexpr explicit Id(std::size_t index) : value(static_cast<std::uint32_t>(index)) {}
  constexpr explicit operator bool() const { return value != kAbsent; }
  constexpr std::size_t index() const { return value; }
  friend constexpr bool operator==(Id a, Id b) { return a.value == b.value; }
  friend constexpr bool operator!=(Id a, Id b) { return a.value != b.value; }
  friend constexpr bool operator<(Id a, Id b) { return a.value < b.value; }
};

/// A vector indexed by one kind of id only.
template <class IdType, class T>
class IdVector {
 public:
  IdType push(T item) {
    items_.push_back(std::move(item));
    return IdType(items_.size() - 1);
  }
  T& operator[](IdType id) {
    KPI_CHECK(id.index() < items_.size());
    return items_[id.index()];
  }
  const T& operator[](IdType id) const {
    KPI_CHECK(id.index() < items_.size());
    return items_[id.index()];
  }
  std::size_t size() const { return items_.size(); }
  bool empty() const { return items_.empty(); }
  void reserve(std::size_t count) { items_.reserve(count); }
  void resize(std::size_t count) { items_.resize(count); }
  void resize(std::size_t count, const T& value) { items_.resize(count, value); }
  auto begin() { return items_.begin(); }
  auto end() { return items_.end(); }
  auto begin() const { return items_.begin(); }
  auto end() const { return items_.end(); }
  IdType next_id() const { return IdType(items_.size()); }

 private:
  std::vector<T> items_;
};

}  // namespace kpi

template <class Tag>
struct std::hash<kpi::Id<Tag>> {
  std::size_t operator()(kpi::Id<Tag> id) const noexcept { return id.value; }
};
