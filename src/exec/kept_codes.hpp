#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "base/int128.hpp"
#include "exec/cell_index.hpp"
#include "rows/operand.hpp"

namespace kpi::exec {

/// Which value every row of a cell holds, for what depends on how many are the same: distinct
/// counts and the sizes of groups.
///
/// Rows are only noted while the table is read, 8 bytes each, and brought together by cell at the
/// end: two passes over memory, where a hash table of ten million pairs misses the cache at every
/// row. What a cell holds then is counted in a table that fits the cache.
class KeptCodes {
 public:
  void add(std::uint32_t cell, Int128 value) {
    if (open_ == nullptr || open_->codes.size() == kNotesAtOnce) begin_notes();
    open_->cells.push_back(cell);
    open_->codes.push_back(code_of(value));
  }
  /// The rows of a block at `offsets`, none of which is absent; `cells` are those of all its rows.
  void add_rows(const std::vector<std::uint32_t>& cells, const std::vector<std::uint32_t>& offsets,
                const rows::Operand& values);
  /// The other's rows are not copied before they are arranged.
  void merge(const KeptCodes& other, const std::vector<std::uint32_t>& cell_of);
  /// `one_by_one`: no ranks are asked for together, so that the codes of each can go once counted.
  void arrange(const CellOrder& order, bool one_by_one = false);

  /// How many different values there are in the cells of the ranks.
  std::int64_t distinct(SlotRange ranks) const;
  /// So many rows have the same value, and for how many values that is so; ascending.
  struct Size {
    std::int64_t rows = 0;
    std::int64_t values = 0;
  };
  std::vector<Size> sizes(SlotRange ranks) const;

 private:
  /// Values from 0 up to here stand for themselves: codes of texts, rows, days since 1970.
  static constexpr std::uint32_t kFirstOther = 0x80000000U;
  static constexpr std::size_t kNotesAtOnce = std::size_t{1} << 16;

  struct Value {
    Int128 value = 0;
    std::uint64_t hash() const {
      return mixed(static_cast<std::uint64_t>(value)) ^ static_cast<std::uint64_t>(value >> 64);
    }
    friend bool operator==(const Value& a, const Value& b) { return a.value == b.value; }
  };
  /// By row. Of a part that was merged, with the cells and codes they have here; empty: the same.
  struct Notes {
    std::vector<std::uint32_t> cells;
    std::vector<std::uint32_t> codes;
  };
  struct NotesOf {
    std::shared_ptr<const Notes> notes;
    std::shared_ptr<const std::vector<std::uint32_t>> cell_of;
    std::shared_ptr<const std::vector<std::uint32_t>> code_of;  // of those from kFirstOther
    std::uint32_t cell(std::uint32_t noted) const { return cell_of ? (*cell_of)[noted] : noted; }
    std::uint32_t code(std::uint32_t noted) const {
      return code_of && noted >= kFirstOther ? (*code_of)[noted - kFirstOther] : noted;
    }
  };

  std::uint32_t code_of(Int128 value) {
    if (value >= 0 && value < kFirstOther) return static_cast<std::uint32_t>(value);
    return kFirstOther + others_.intern(Value{value});
  }
  void begin_notes();
  void count(SlotRange ranks, std::vector<Size>& sizes) const;

  FlatIndex<Value> others_;  // values that are no codes themselves
  std::vector<NotesOf> notes_;
  std::shared_ptr<Notes> open_;           // the last of them, where rows are added
  std::vector<std::uint32_t> codes_;      // once arranged: by rank
  std::vector<std::size_t> begins_;       // of each rank in codes_, and the end
  std::vector<Size> sizes_;               // of each rank by itself
  std::vector<std::size_t> size_begins_;  // of each rank in sizes_, and the end
};

}  // namespace kpi::exec
