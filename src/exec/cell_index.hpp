#pragma once

#include <cstdint>
#include <vector>

#include "exec/flat_index.hpp"
#include "exec/time_axis.hpp"

namespace kpi::exec {

inline constexpr std::uint32_t kNoCell = 0xffffffffU;
/// How many rows ahead what a row is added to is asked for: the cells of ten thousand people are on
/// their way from a far cache for 20 ns, more rows than a core looks ahead by itself.
inline constexpr std::size_t kRowsAhead = 24;
/// The member of a row that counts for nobody in the space.
inline constexpr std::uint64_t kNoMember = ~std::uint64_t{0};

/// Where rows are added up: a member, a group inside it (0 without `per`), a slot of time.
struct CellKey {
  std::uint64_t member = 0;
  std::int64_t group = 0;
  std::uint32_t slot = 0;
  std::uint64_t hash() const {
    return mixed(member + mixed(static_cast<std::uint64_t>(group) * 31 + slot));
  }
  friend bool operator==(const CellKey& a, const CellKey& b) {
    return a.member == b.member && a.group == b.group && a.slot == b.slot;
  }
};

/// Numbers the cells that rows fall into, in order of first appearance.
class CellIndex {
 public:
  /// `members` and `slots` bound the keys; where they are few and there are no groups the cell is
  /// an array access.
  CellIndex(std::uint64_t members, std::uint32_t slots, bool grouped);
  std::uint32_t intern(const CellKey& key) {
    if (direct_.empty()) return index_.intern(key);
    std::uint32_t& cell = direct_[place_of(key.member, key.slot)];
    if (cell == kNoCell) {
      cell = static_cast<std::uint32_t>(keys_.size());
      keys_.push_back(key);
    }
    return cell;
  }
  /// The cells of a block's rows, those without groups of their own; kNoCell where a row has no
  /// member or no slot.
  void intern(const std::vector<std::uint64_t>& members, const std::vector<std::uint32_t>& slots,
              std::vector<std::uint32_t>& cells);
  const std::vector<CellKey>& keys() const { return direct_.empty() ? index_.keys() : keys_; }
  std::size_t size() const { return keys().size(); }
  /// All cells by member, then group, then slot.
  std::vector<std::uint32_t> in_order() const;

 private:
  std::size_t place_of(std::uint64_t member, std::uint32_t slot) const {
    return static_cast<std::size_t>(member * slots_ + slot);
  }

  FlatIndex<CellKey> index_;
  std::uint64_t slots_ = 1;
  std::vector<std::uint32_t> direct_;  // by member, then slot; the last is no cell
  std::vector<CellKey> keys_;          // of those
};

/// Cells of one member and group: ranks [begin, end) of the order below.
struct Entity {
  std::uint64_t member = 0;
  std::int64_t group = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// All cells by member, then group, then slot, so that an interval of an entity is a run.
struct CellOrder {
  CellOrder() = default;
  explicit CellOrder(const CellIndex& cells);
  /// The ranks of the entity's cells whose slots lie in the range.
  SlotRange ranks(const Entity& entity, SlotRange slots) const;

  std::vector<std::uint32_t> cell_at;    // by rank
  std::vector<std::uint32_t> slot_at;    // by rank
  std::vector<std::uint32_t> rank_of;    // by cell
  std::vector<std::uint32_t> entity_at;  // by rank
  std::vector<Entity> entities;          // by member, then group
};

}  // namespace kpi::exec
