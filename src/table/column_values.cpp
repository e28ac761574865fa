#include "table/column_values.hpp"

#include <algorithm>
#include <limits>

namespace kpi::table {
namespace {

template <class Number>
bool fits(std::int64_t value) {
  return value == static_cast<Number>(value);
}

/// Whether all fit: what lies above the range of the type, of all values put together. (Without a
/// branch or a comparison, so that it runs several values at a time.)
template <class Number>
bool all_fit(const std::vector<std::int64_t>& values) {
  constexpr auto kShift = std::uint64_t{1} << (8 * sizeof(Number) - 1);
  std::uint64_t bits = 0;
  for (const std::int64_t value : values)
    bits |= static_cast<std::uint64_t>(value) + kShift;
  if constexpr (sizeof(Number) == sizeof(std::int64_t)) return true;
  return (bits >> (8 * sizeof(Number) - 1) >> 1) == 0;
}

/// What a vector of numbers holds.
template <class Numbers>
using NumberOf = typename std::decay_t<Numbers>::value_type;

}  // namespace

template <class Number>
void ColumnValues::widen_to() {
  std::visit(
      [this](auto& numbers) {
        std::vector<Number> wider;
        wider.reserve(std::max(reserved_, numbers.size()));
        for (const auto number : numbers)
          wider.push_back(static_cast<Number>(number));
        numbers_ = std::move(wider);
      },
      numbers_);
}

/// Makes room for a value that does not fit.
void ColumnValues::widen_for(std::int64_t value) {
  if (fits<std::int32_t>(value)) {
    widen_to<std::int32_t>();
  } else {
    widen_to<std::int64_t>();
  }
}

void ColumnValues::set(std::size_t row, std::int64_t value) {
  const auto put = [&](auto& numbers) {
    using Number = NumberOf<decltype(numbers)>;
    if (!fits<Number>(value)) return false;
    numbers[row] = static_cast<Number>(value);
    return true;
  };
  while (!std::visit(put, numbers_))
    widen_for(value);
}

void ColumnValues::push_back(std::int64_t value) {
  const auto put = [&](auto& numbers) {
    using Number = NumberOf<decltype(numbers)>;
    if (!fits<Number>(value)) return false;
    numbers.push_back(static_cast<Number>(value));
    return true;
  };
  while (!std::visit(put, numbers_))
    widen_for(value);
}

void ColumnValues::append(const std::vector<std::int64_t>& values) {
  const auto put = [&](auto& numbers) {
    using Number = NumberOf<decltype(numbers)>;
    if (!all_fit<Number>(values)) return false;
    const std::size_t size = numbers.size();
    numbers.resize(size + values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
      numbers[size + i] = static_cast<Number>(values[i]);
    return true;
  };
  while (!std::visit(put, numbers_)) {
    if (all_fit<std::int32_t>(values)) {
      widen_to<std::int32_t>();
    } else {
      widen_to<std::int64_t>();
    }
  }
}

void ColumnValues::assign(std::size_t count, std::int64_t value) {
  clear();
  if (!fits<std::int16_t>(value)) widen_for(value);
  std::visit(
      [&](auto& numbers) {
        numbers.assign(count, static_cast<NumberOf<decltype(numbers)>>(value));
      },
      numbers_);
}

void ColumnValues::reserve(std::size_t count) {
  reserved_ = count;
  std::visit([count](auto& numbers) { numbers.reserve(count); }, numbers_);
}

void ColumnValues::remove(const std::vector<std::uint8_t>& flags) {
  std::visit(
      [&](auto& numbers) {
        std::size_t kept = 0;
        for (std::size_t row = 0; row < numbers.size(); ++row) {
          if (flags[row] == 0) numbers[kept++] = numbers[row];
        }
        numbers.resize(kept);
      },
      numbers_);
}

std::pair<std::int64_t, std::int64_t> ColumnValues::ends() const {
  return std::visit(
      [](const auto& numbers) {
        auto least = numbers[0];
        auto most = numbers[0];
        for (const auto number : numbers) {
          least = std::min(least, number);
          most = std::max(most, number);
        }
        return std::pair<std::int64_t, std::int64_t>(least, most);
      },
      numbers_);
}

std::size_t ColumnValues::count_up_to(std::int64_t most) const {
  return std::visit(
      [most](const auto& numbers) {
        std::size_t count = 0;
        for (const auto number : numbers)
          count += number <= most ? 1 : 0;
        return count;
      },
      numbers_);
}

}  // namespace kpi::table
