#include "check/expressions.hpp"

/// A calculated column as another table reads it through links.
namespace kpi::check {

ProgramExprId reroot(Checker& checker, ProgramExprId id, const std::vector<ColumnId>& links,
                     TableId table, bool optional) {
  Expr copy = checker.expr(id);
  if (copy.type.grain == Grain::Constant || (links.empty() && !optional)) return id;
  for (ProgramExprId& arg : copy.args)
    arg = reroot(checker, arg, links, table, optional);
  if (copy.op == Op::Column) {
    copy.path.links.insert(copy.path.links.begin(), links.begin(), links.end());
  }
  for (Currency* currency : {&copy.type.unit.currency, &copy.type.unit.per_currency}) {
    if (!currency->varies()) continue;
    ColumnPath path = checker.program.varying[currency->number()].path;
    path.links.insert(path.links.begin(), links.begin(), links.end());
    *currency = varying_currency(checker, table, path);
  }
  copy.type.table = table;
  copy.type.optional = copy.type.optional || optional;
  return checker.add(std::move(copy));
}

}  // namespace kpi::check
