#include "exec/cell_index.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace kpi::exec {
namespace {

constexpr std::uint64_t kMostDirect = std::uint64_t{1} << 20;  // 4 MiB of cell numbers

}  // namespace

CellIndex::CellIndex(std::uint64_t members, std::uint32_t slots, bool grouped) : slots_(slots) {
  if (grouped || slots == 0 || members > kMostDirect / slots) return;
  direct_.resize(static_cast<std::size_t>(members * slots), kNoCell);
}

std::uint32_t CellIndex::add(const CellKey& key) {
  const std::uint32_t cell = index_.intern(key);
  direct_[static_cast<std::size_t>(key.member * slots_ + key.slot)] = cell;
  return cell;
}

void CellIndex::intern(const std::vector<std::uint64_t>& members,
                       const std::vector<std::uint32_t>& slots, std::vector<std::uint32_t>& cells) {
  const std::uint32_t* const direct = direct_.empty() ? nullptr : direct_.data();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    cells[i] = kNoCell;
    if (slots[i] == kNoSlot || members[i] == kNoMember) continue;
    if (direct != nullptr) cells[i] = direct[members[i] * slots_ + slots[i]];
    if (cells[i] == kNoCell) cells[i] = intern(CellKey{members[i], 0, slots[i]});
  }
}

CellOrder::CellOrder(const CellIndex& cells) {
  const std::vector<CellKey>& keys = cells.keys();
  cell_at.resize(keys.size());
  std::iota(cell_at.begin(), cell_at.end(), 0U);
  std::sort(cell_at.begin(), cell_at.end(), [&](std::uint32_t a, std::uint32_t b) {
    const CellKey& x = keys[a];
    const CellKey& y = keys[b];
    return std::tie(x.member, x.group, x.slot) < std::tie(y.member, y.group, y.slot);
  });
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
