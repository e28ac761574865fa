#include "exec/kept_values.hpp"

#include <algorithm>

namespace kpi::exec {

void KeptValues::merge(const KeptValues& other, const std::vector<std::uint32_t>& cell_of) {
  for (const Kept& kept : other.kept_)
    add(cell_of[kept.cell], kept.value);
}

void KeptValues::arrange(const CellOrder& order) {
  entity_at_ = order.entity_at;
  for (Kept& kept : kept_) {
    kept.cell = order.rank_of[kept.cell];
    kept.entity = entity_at_[kept.cell];
  }
  std::sort(kept_.begin(), kept_.end(), [](const Kept& a, const Kept& b) {
    return a.entity != b.entity ? a.entity < b.entity : a.value < b.value;
  });
}

std::vector<Int128> KeptValues::of(SlotRange ranks) const {
  std::vector<Int128> values;
  if (ranks.begin == ranks.end) return values;
  const std::uint32_t entity = entity_at_[ranks.begin];
  auto at = std::lower_bound(kept_.begin(), kept_.end(), entity,
                             [](const Kept& kept, std::uint32_t e) { return kept.entity < e; });
  for (; at != kept_.end() && at->entity == entity; ++at) {
    if (at->cell >= ranks.begin && at->cell < ranks.end) values.push_back(at->value);
  }
  return values;
}

void KeptMoments::Sum::add_product(Int128 a, Int128 b) {
  Int128 product = 0;
  Int128 sum = 0;
  const bool fits =
      !__builtin_mul_overflow(a, b, &product) && !__builtin_add_overflow(value, product, &sum);
  if (fits) {
    value = sum;
  } else {
    beyond += Rational::from_int128(a) * Rational::from_int128(b);
  }
}

void KeptMoments::Sum::add(const Sum& other) {
  add_product(other.value, 1);
  if (!other.beyond.is_zero()) beyond += other.beyond;
}

KeptMoments::Cell& KeptMoments::at(std::uint32_t cell) {
  if (cells_.size() <= cell) cells_.resize(std::size_t{cell} + 1);
  return cells_[cell];
}

void KeptMoments::add(std::uint32_t index, Int128 x, Int128 y) {
  Cell& cell = at(index);
  ++cell.count;
  cell.x.add_product(x, 1);
  cell.y.add_product(y, 1);
  cell.xx.add_product(x, x);
  cell.yy.add_product(y, y);
  cell.xy.add_product(x, y);
}

void KeptMoments::merge(const KeptMoments& other, const std::vector<std::uint32_t>& cell_of) {
  for (std::size_t i = 0; i < other.cells_.size(); ++i) {
    const Cell& from = other.cells_[i];
    Cell& into = at(cell_of[i]);
    into.count += from.count;
    into.x.add(from.x);
    into.y.add(from.y);
    into.xx.add(from.xx);
    into.yy.add(from.yy);
    into.xy.add(from.xy);
  }
}

void KeptMoments::arrange(const CellOrder& order) {
  std::vector<Cell> arranged(order.cell_at.size());
  for (std::size_t rank = 0; rank < arranged.size(); ++rank) {
    if (order.cell_at[rank] < cells_.size())
      arranged[rank] = std::move(cells_[order.cell_at[rank]]);
  }
  cells_ = std::move(arranged);
}

Moments KeptMoments::of(SlotRange ranks) const {
  Cell all;
  for (std::uint32_t rank = ranks.begin; rank < ranks.end; ++rank) {
    const Cell& cell = cells_[rank];
    all.count += cell.count;
    all.x.add(cell.x);
    all.y.add(cell.y);
    all.xx.add(cell.xx);
    all.yy.add(cell.yy);
    all.xy.add(cell.xy);
  }
  return {all.count, all.x.total(), all.y.total(), all.xx.total(), all.yy.total(), all.xy.total()};
}

}  // namespace kpi::exec
