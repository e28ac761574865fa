#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "cache/cell_values.hpp"
#include "cache/entry.hpp"
#include "cache/shape.hpp"
#include "diag/diagnostic.hpp"
#include "exec/cube.hpp"

/// Cubes as sections of a file, and back.
namespace kpi::cache {

/// The cells of a plan, and what was said of the rows on the way to them.
struct KeptCells {
  exec::Cube cube;
  std::vector<Diagnostic> said;
};

/// Their sections, which live as long as this.
class WrittenCells {
 public:
  explicit WrittenCells(const KeptCells& kept);
  void add_to(EntryWriter& entry) const;

 private:
  void add_members(const exec::Members& members);
  void add_facts(const exec::TableFacts& facts);

  ShapeWriter shape_;  // members, facts, sizes, messages
  ValueSections values_;
  std::vector<std::int64_t> row_counts_;
};

/// Nothing where a section is not what was written.
std::optional<KeptCells> read_cells(EntryReader& entry);

}  // namespace kpi::cache
