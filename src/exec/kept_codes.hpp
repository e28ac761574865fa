#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "base/int128.hpp"
#include "exec/cell_index.hpp"

namespace kpi::exec {

/// Which value every row of a cell holds, for what depends on how many are the same: distinct
/// counts and the sizes of groups.
///
/// Rows are only noted while the table is read, 8 bytes each, and put in order by cell and value at
/// the end: two passes over memory, where a hash table of ten million pairs misses the cache at
/// every row.
class KeptCodes {
 public:
  void add(std::uint32_t cell, Int128 value);
  void merge(const KeptCodes& other, const std::vector<std::uint32_t>& cell_of);
  void arrange(const CellOrder& order);

  /// How many different values there are in the cells of the ranks.
  std::int64_t distinct(SlotRange ranks) const;
  /// So many rows have the same value, and for how many values that is so; ascending.
  struct Size {
    std::int64_t rows = 0;
    std::int64_t values = 0;
  };
  std::vector<Size> sizes(SlotRange ranks) const;

 private:
  struct Value {
    Int128 value = 0;
    std::uint64_t hash() const {
      return mixed(static_cast<std::uint64_t>(value)) ^ static_cast<std::uint64_t>(value >> 64);
    }
    friend bool operator==(const Value& a, const Value& b) { return a.value == b.value; }
  };

  std::uint32_t code_of(Int128 value);
  void group_by_rank(const CellOrder& order);
  template <class Each>
  void for_each_run(SlotRange ranks, Each each) const;

  FlatIndex<Value> others_;           // values that are no codes themselves
  std::vector<std::uint32_t> cells_;  // by row; once arranged empty
  std::vector<std::uint32_t> codes_;  // by row; once arranged by rank, ascending within it
  std::vector<std::size_t> begins_;   // of each rank in codes_, and the end
};

}  // namespace kpi::exec
