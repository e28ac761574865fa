#include "exec/cell_index.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <tuple>

namespace kpi::exec {
namespace {

constexpr std::uint64_t kMostDirect = std::uint64_t{1} << 20;  // 4 MiB of cell numbers

}  // namespace

CellIndex::CellIndex(std::uint64_t members, std::uint32_t slots, bool grouped) : slots_(slots) {
  if (grouped || slots == 0 || members > kMostDirect / slots) return;
  direct_.resize(static_cast<std::size_t>(members * slots) + 1, kNoCell);
}

void CellIndex::intern(const std::vector<std::uint64_t>& members,
                       const std::vector<std::uint32_t>& slots, std::vector<std::uint32_t>& cells) {
  const auto counts = [&](std::size_t i) { return slots[i] != kNoSlot && members[i] != kNoMember; };
  if (direct_.empty()) {
    for (std::size_t i = 0; i < cells.size(); ++i)
      cells[i] = counts(i) ? index_.intern(CellKey{members[i], 0, slots[i]}) : kNoCell;
    return;
  }
  const std::size_t nowhere = direct_.size() - 1;
  const auto place = [&](std::size_t i) {
    return counts(i) ? place_of(members[i], slots[i]) : nowhere;
  };
  const std::size_t far = cells.size() - std::min(cells.size(), kRowsAhead);
  for (std::size_t i = 0; i < far; ++i) {
    __builtin_prefetch(&direct_[place(i + kRowsAhead)]);
    cells[i] = direct_[place(i)];
  }
  for (std::size_t i = far; i < cells.size(); ++i)
    cells[i] = direct_[place(i)];
  for (std::size_t i = 0; i < cells.size(); ++i)
    if (cells[i] == kNoCell && counts(i)) cells[i] = intern(CellKey{members[i], 0, slots[i]});
}

std::vector<std::uint32_t> CellIndex::in_order() const {
  std::vector<std::uint32_t> cells;
  if (!direct_.empty()) {
    cells.reserve(keys_.size());
    std::copy_if(direct_.begin(), direct_.end(), std::back_inserter(cells),
                 [](std::uint32_t cell) { return cell != kNoCell; });
    return cells;
  }
  cells.resize(size());
  std::iota(cells.begin(), cells.end(), 0U);
  std::sort(cells.begin(), cells.end(), [&](std::uint32_t a, std::uint32_t b) {
    const CellKey& x = keys()[a];
    const CellKey& y = keys()[b];
    return std::tie(x.member, x.group, x.slot) < std::tie(y.member, y.group, y.slot);
  });
  return cells;
}

CellOrder::CellOrder(const CellIndex& cells) : cell_at(cells.in_order()) {
  const std::vector<CellKey>& keys = cells.keys();
  slot_at.resize(keys.size());
  rank_of.resize(keys.size());
  entity_at.resize(keys.size());
  for (std::uint32_t rank = 0; rank < cell_at.size(); ++rank) {
    const CellKey& key = keys[cell_at[rank]];
    slot_at[rank] = key.slot;
    rank_of[cell_at[rank]] = rank;
    const bool starts = entities.empty() || entities.back().member != key.member ||
                        entities.back().group != key.group;
    if (starts) entities.push_back(Entity{key.member, key.group, rank, rank});
    entities.back().end = rank + 1;
    entity_at[rank] = static_cast<std::uint32_t>(entities.size() - 1);
  }
}

SlotRange CellOrder::ranks(const Entity& entity, SlotRange slots) const {
  const auto first = slot_at.begin() + entity.begin;
  const auto last = slot_at.begin() + entity.end;
  const auto begin = std::lower_bound(first, last, slots.begin);
  const auto end = std::lower_bound(begin, last, slots.end);
  return SlotRange{static_cast<std::uint32_t>(begin - slot_at.begin()),
                   static_cast<std::uint32_t>(end - slot_at.begin())};
}

}  // namespace kpi::exec
