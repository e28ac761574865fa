#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/calendar.hpp"
#include "cache/entry.hpp"

namespace kpi::cache {

/// Small things of many kinds as two sections: numbers, and texts one behind the other.
class ShapeWriter {
 public:
  void number(std::uint64_t number) { numbers_.push_back(number); }
  void text(std::string_view text) {
    number(text.size());
    texts_ += text;
  }
  void add_to(EntryWriter& entry) const {
    entry.add(numbers_);
    entry.add(texts_);
  }

 private:
  std::vector<std::uint64_t> numbers_;
  std::string texts_;
};

/// Takes them in the order in which they were written; after one too many all are 0 and empty.
class ShapeReader {
 public:
  /// False where the sections are not what was written.
  bool read_from(EntryReader& entry) { return entry.read(numbers_) && entry.read(texts_); }

  std::uint64_t number() {
    sound_ = sound_ && next_ < numbers_.size();
    return sound_ ? numbers_[next_++] : 0;
  }
  /// A count of things of which each takes a number or more.
  std::size_t count() {
    const std::uint64_t count = number();
    sound_ = sound_ && count <= numbers_.size() - next_;
    return sound_ ? count : 0;
  }
  std::string text() {
    const std::uint64_t size = number();
    sound_ = sound_ && size <= texts_.size() - text_;
    if (!sound_) return {};
    text_ += size;
    return texts_.substr(text_ - size, size);
  }
  bool sound() const { return sound_; }
  bool at_end() const { return sound_ && next_ == numbers_.size() && text_ == texts_.size(); }

 private:
  std::vector<std::uint64_t> numbers_;
  std::string texts_;
  std::size_t next_ = 0;
  std::size_t text_ = 0;
  bool sound_ = true;
};

inline constexpr std::uint64_t kNoDay = ~std::uint64_t{0};

inline void write_day(std::optional<Date> day, ShapeWriter& shape) {
  shape.number(day ? static_cast<std::uint32_t>(day->days) : kNoDay);
}
inline std::optional<Date> read_day(ShapeReader& shape) {
  const std::uint64_t days = shape.number();
  if (days == kNoDay) return std::nullopt;
  return Date{static_cast<std::int32_t>(static_cast<std::uint32_t>(days))};
}

}  // namespace kpi::cache
