#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "base/int128.hpp"
#include "exec/cell_index.hpp"
#include "program/statistics.hpp"

namespace kpi::exec {

/// Every value of every cell, for what no sum can say: a median, the five largest.
class KeptValues {
 public:
  void add(std::uint32_t cell, Int128 value) { kept_.push_back({value, cell, 0}); }
  void merge(const KeptValues& other, const std::vector<std::uint32_t>& cell_of);
  void arrange(const CellOrder& order);
  /// Those of the ranks, all of one entity, ascending.
  std::vector<Int128> of(SlotRange ranks) const;

 private:
  struct Kept {
    Int128 value = 0;
    std::uint32_t cell = 0;  // once arranged its rank
    std::uint32_t entity = 0;
  };
  std::vector<Kept> kept_;
  std::vector<std::uint32_t> entity_at_;
};

/// Sums of products of mantissas per cell, for standard deviations and correlations.
class KeptMoments {
 public:
  void add(std::uint32_t cell, Int128 x, Int128 y);
  void merge(const KeptMoments& other, const std::vector<std::uint32_t>& cell_of);
  void arrange(const CellOrder& order);
  Moments of(SlotRange ranks) const;

 private:
  /// Exact whatever its size.
  struct Sum {
    Int128 value = 0;
    Rational beyond;  // what left 38 digits
    void add_product(Int128 a, Int128 b);
    void add(const Sum& other);
    Rational total() const { return Rational::from_int128(value) + beyond; }
  };
  struct Cell {
    std::int64_t count = 0;
    Sum x, y, xx, yy, xy;
  };
  Cell& at(std::uint32_t cell);

  std::vector<Cell> cells_;
};

}  // namespace kpi::exec
