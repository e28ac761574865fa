#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "exec/cube.hpp"
#include "rows/rows.hpp"

namespace kpi::exec {

/// The rows of a table that form groups by themselves, and whose they are.
class TableGroups {
 public:
  /// paths: from the table to each axis of the space; an axis without one leaves no row out.
  TableGroups(const rows::Evaluator& evaluator, const plan::Space& space, TableId table,
              const std::vector<std::optional<ColumnPath>>& paths);
  const std::vector<std::size_t>& rows_of(const Member& member) const;
  bool is_in_force(std::size_t row, rows::PeriodDays days) const;

 private:
  /// Nothing where an axis says that the row is nobody's.
  std::optional<std::string> key_of_row(const rows::Evaluator& evaluator, std::size_t row) const;
  /// A row is that of everybody above whom it leads to, as far as the part of the tree reaches.
  void add_up_the_tree(const rows::Evaluator& evaluator, std::size_t row);

  const plan::Space& space_;
  TableId table_;
  const std::vector<std::optional<ColumnPath>>& paths_;
  const Validity* valid_ = nullptr;
  const table::TableData& data_;
  std::unordered_map<std::string, std::vector<std::size_t>> rows_;
  std::vector<std::size_t> none_;
};

}  // namespace kpi::exec
