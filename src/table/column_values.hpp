#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <variant>
#include <vector>

namespace kpi::table {

/// The whole numbers of a column: 2 bytes each for as long as all of them fit, then 4, then 8. Days
/// of this century and codes of a few thousand texts take 2, amounts below 21 million 4, so that
/// ten million rows of six columns are 200 MB and not 500.
class ColumnValues {
 public:
  std::size_t size() const {
    return std::visit([](const auto& numbers) { return numbers.size(); }, numbers_);
  }
  bool empty() const { return size() == 0; }
  std::int64_t operator[](std::size_t row) const {
    if (const auto* numbers = std::get_if<std::vector<std::int32_t>>(&numbers_)) {
      return (*numbers)[row];
    }
    if (const auto* numbers = std::get_if<std::vector<std::int16_t>>(&numbers_)) {
      return (*numbers)[row];
    }
    return (*std::get_if<std::vector<std::int64_t>>(&numbers_))[row];
  }
  void set(std::size_t row, std::int64_t value);
  void push_back(std::int64_t value);
  void append(const std::vector<std::int64_t>& values);
  void assign(std::size_t count, std::int64_t value);
  void reserve(std::size_t count);
  void clear() { *this = {}; }
  /// The same, for as many values as wide as before: their memory is kept.
  void restart() {
    std::visit([](auto& numbers) { numbers.clear(); }, numbers_);
  }
  void swap(ColumnValues& other) { std::swap(*this, other); }
  /// Calls f with the vector of numbers of so many bytes each, empty: to be filled with what
  /// visit() showed.
  template <class Function>
  decltype(auto) refill(std::size_t width, Function f) {
    clear();
    if (width == sizeof(std::int16_t)) return f(numbers_.emplace<std::vector<std::int16_t>>());
    if (width == sizeof(std::int32_t)) return f(numbers_.emplace<std::vector<std::int32_t>>());
    return f(numbers_.emplace<std::vector<std::int64_t>>());
  }
  /// Takes out the rows flagged non-zero.
  void remove(const std::vector<std::uint8_t>& flags);
  /// The smallest and the largest; there must be some.
  std::pair<std::int64_t, std::int64_t> ends() const;
  std::size_t count_up_to(std::int64_t most) const;

  /// Calls f with a pointer to the numbers as they are stored, so that a loop over them does not
  /// ask for their width at every row.
  template <class Function>
  decltype(auto) visit(Function f) const {
    return std::visit([&](const auto& numbers) -> decltype(auto) { return f(numbers.data()); },
                      numbers_);
  }

 private:
  template <class Number>
  void widen_to();
  void widen_for(std::int64_t value);

  std::variant<std::vector<std::int16_t>, std::vector<std::int32_t>, std::vector<std::int64_t>>
      numbers_;
  std::size_t reserved_ = 0;
};

}  // namespace kpi::table
