// Distinct values and sizes of groups against maps.

#include "exec/kept_codes.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>

namespace kpi::exec {
namespace {

Int128 any_value(std::mt19937& random) {
  if (random() % 8 == 0) return -Int128{static_cast<std::int64_t>(random() % 50)} - 1;
  if (random() % 8 == 0) return Int128{INT64_MAX} * static_cast<std::int64_t>(random() % 50 + 2);
  return static_cast<std::int64_t>(random() % 3000);
}

/// Cells of 3 members with 4 slots each.
CellIndex all_cells() {
  CellIndex cells(3, 4, false);
  for (std::uint64_t member = 0; member < 3; ++member) {
    for (std::uint32_t slot = 0; slot < 4; ++slot)
      cells.intern(CellKey{member, 0, slot});
  }
  return cells;
}

TEST_CASE("values are counted as maps count them, in parts too", "[property]") {
  std::mt19937 random(3);
  for (const int rows : {0, 1, 50, 20'000, 60'000}) {  // the last beyond a sort by comparing
    const CellIndex cells = all_cells();
    const CellOrder order(cells);
    std::vector<std::uint32_t> same(cells.size());
    for (std::uint32_t cell = 0; cell < same.size(); ++cell)
      same[cell] = cell;
    KeptCodes whole, other;
    std::map<std::pair<std::uint32_t, Int128>, std::int64_t> expected;  // rows by cell and value
    for (int i = 0; i < rows; ++i) {
      const auto cell = static_cast<std::uint32_t>(random() % cells.size());
      const Int128 value = any_value(random);
      (i < rows / 2 ? whole : other).add(cell, value);
      ++expected[{cell, value}];
    }
    whole.merge(other, same);
    whole.arrange(order);
    for (const Entity& entity : order.entities) {
      for (const SlotRange slots :
           {SlotRange{0, 1}, SlotRange{1, 4}, SlotRange{0, 4}, SlotRange{2, 2}}) {
        const SlotRange ranks = order.ranks(entity, slots);
        std::map<Int128, std::int64_t> values;
        for (std::uint32_t rank = ranks.begin; rank < ranks.end; ++rank) {
          for (const auto& [key, count] : expected)
            if (key.first == order.cell_at[rank]) values[key.second] += count;
        }
        std::map<std::int64_t, std::int64_t> sizes;
        for (const auto& [value, count] : values)
          ++sizes[count];
        REQUIRE(whole.distinct(ranks) == static_cast<std::int64_t>(values.size()));
        std::map<std::int64_t, std::int64_t> found;
        for (const KeptCodes::Size& size : whole.sizes(ranks))
          found[size.rows] = size.values;
        REQUIRE(found == sizes);
      }
    }
  }
}

}  // namespace
}  // namespace kpi::exec
