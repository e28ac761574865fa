#include "exec/table_groups.hpp"

namespace kpi::exec {
namespace {

std::string part_of(const Coordinate& coordinate) {
  if (coordinate.none) return "-;";
  return std::to_string(coordinate.row) + ' ' + std::to_string(coordinate.text.size()) + ' ' +
         coordinate.text + ';';
}

}  // namespace

TableGroups::TableGroups(const rows::Evaluator& evaluator, const plan::Space& space, TableId table,
                         const std::vector<std::optional<ColumnPath>>& paths)
    : space_(space), table_(table), paths_(paths), data_(evaluator.data().tables[table]) {
  const auto& valid = evaluator.program().tables[table].valid;
  if (valid) valid_ = &*valid;
  const bool tree = space.axes.size() == 1 && space.axes[0].kind == plan::AxisKind::Tree;
  for (std::size_t row = 0; row < data_.row_count; ++row) {
    if (tree && paths[0]) {
      add_up_the_tree(evaluator, row);
    } else if (const auto key = key_of_row(evaluator, row)) {
      rows_[*key].push_back(row);
    }
  }
}

void TableGroups::add_up_the_tree(const rows::Evaluator& evaluator, std::size_t row) {
  const plan::Axis& axis = space_.axes[0];
  auto person = evaluator.follow(table_, *paths_[0], row);
  for (std::size_t level = 0; person; ++level) {
    const bool counts = axis.part == TreePart::Team ||
                        (axis.part == TreePart::Below && level > 0) ||
                        (axis.part == TreePart::Reports && level == 1);
    Coordinate coordinate;
    coordinate.row = *person;
    if (counts) rows_[part_of(coordinate)].push_back(row);
    person = evaluator.follow(axis.table, {{axis.boss}, {}}, *person);
  }
}

std::optional<std::string> TableGroups::key_of_row(const rows::Evaluator& evaluator,
                                                   std::size_t row) const {
  std::string key;
  for (std::size_t i = 0; i < space_.axes.size(); ++i) {
    if (!paths_[i]) continue;
    const plan::AxisKind kind = space_.axes[i].kind;
    const auto reached = evaluator.follow(table_, *paths_[i], row);
    if (kind == plan::AxisKind::Owned) {
      if (!reached) return std::nullopt;
      continue;
    }
    Coordinate coordinate;
    coordinate.none = !reached;
    if (reached && kind == plan::AxisKind::Row) coordinate.row = *reached;
    if (reached && kind == plan::AxisKind::Value) {
      const TableId end = evaluator.reached_table(table_, paths_[i]->links);
      const ColumnId column = paths_[i]->column;
      coordinate.none = !evaluator.data().tables[end].columns[column].has(*reached);
      coordinate.text =
          table::cell_text(evaluator.program(), evaluator.data(), end, column, *reached);
    }
    key += part_of(coordinate);
  }
  return key;
}

const std::vector<std::size_t>& TableGroups::rows_of(const Member& member) const {
  std::string key;
  for (std::size_t i = 0; i < space_.axes.size(); ++i) {
    const bool counts = paths_[i] && space_.axes[i].kind != plan::AxisKind::Owned;
    if (counts) key += part_of(member[i]);
  }
  const auto found = rows_.find(key);
  return found == rows_.end() ? none_ : found->second;
}

bool TableGroups::is_in_force(std::size_t row, rows::PeriodDays days) const {
  if (valid_ == nullptr) return true;
  const table::ColumnData& from = data_.columns[valid_->from];
  const table::ColumnData& to = data_.columns[valid_->to];
  if (from.has(row) && from.values[row] > days.end.days) return false;
  if (!to.has(row)) return true;
  return valid_->inclusive ? to.values[row] >= days.start.days : to.values[row] > days.start.days;
}

}  // namespace kpi::exec
