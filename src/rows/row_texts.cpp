#include "rows/row_texts.hpp"

#include <algorithm>

namespace kpi::rows {
namespace {

void collect_paths(const Program& program, ProgramExprId id, std::vector<ColumnPath>& paths) {
  const Expr& expr = program.exprs[id];
  if (expr.op == Op::Column && std::find(paths.begin(), paths.end(), expr.path) == paths.end()) {
    paths.push_back(expr.path);
  }
  for (const ProgramExprId arg : expr.args)
    collect_paths(program, arg, paths);
}

}  // namespace

std::vector<ReadValue> values_read(const Evaluator& evaluator, TableId table, ProgramExprId expr,
                                   std::size_t row) {
  const Program& program = evaluator.program();
  std::vector<ColumnPath> paths;
  collect_paths(program, expr, paths);
  std::vector<ReadValue> values;
  for (const ColumnPath& path : paths) {
    ReadValue read;
    TableId at = table;
    for (const ColumnId link : path.links) {
      read.name += program.tables[at].columns[link].name + ".";
      at = program.tables[at].columns[link].type.link;
    }
    if (!path.column) continue;
    read.name += program.tables[at].columns[path.column].name;
    const auto reached = evaluator.follow(table, path, row);
    if (reached && evaluator.data().tables[at].columns[path.column].has(*reached)) {
      read.text = table::cell_text(program, evaluator.data(), at, path.column, *reached);
    }
    values.push_back(std::move(read));
  }
  return values;
}

}  // namespace kpi::rows
