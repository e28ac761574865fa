#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cache/entry.hpp"
#include "program/value.hpp"

namespace kpi::cache {

/// Values as three lists: of each its kind, and behind each other the numbers and the texts of
/// those that have some.
class ValueSections {
 public:
  void add(const Value& value);
  void add_to(EntryWriter& entry) const;
  bool read_from(EntryReader& entry);
  std::size_t size() const { return kinds_.size(); }

  /// The values in the order they were added.
  class Reader {
   public:
    explicit Reader(const ValueSections& sections) : sections_(sections) {}
    /// Nothing where the lists do not go together.
    std::optional<Value> next();
    bool at_end() const;

   private:
    std::optional<std::int64_t> number();
    std::optional<std::string> text();
    std::optional<Value> of_kind(std::uint8_t kind);

    const ValueSections& sections_;
    std::size_t kind_ = 0;
    std::size_t number_ = 0;
    std::size_t text_ = 0;
  };

 private:
  void add_text(const std::string& text);

  std::vector<std::uint8_t> kinds_;
  std::vector<std::int64_t> numbers_;  // of texts their sizes
  std::string texts_;
};

}  // namespace kpi::cache
