#include <algorithm>
#include <set>

#include "prove/questions.hpp"

/// `only`: whether what `unique` says leaves it one row at most.
namespace kpi::prove {
namespace {

/// Columns that the condition compares with one constant.
void add_compared(const Program& program, ProgramExprId id, std::set<ColumnId>& fixed) {
  if (!id) return;
  const Expr& expr = program.exprs[id];
  if (expr.op == Op::And) {
    for (const ProgramExprId part : expr.args)
      add_compared(program, part, fixed);
    return;
  }
  if (expr.op != Op::Equal) return;
  const Expr& left = program.exprs[expr.args[0]];
  const Expr& right = program.exprs[expr.args[1]];
  const bool compared =
      left.op == Op::Column && left.path.links.empty() && right.op == Op::Constant;
  if (compared) fixed.insert(left.path.column);
}

/// Fixed by whose row it is, by the period, by the condition. A quarter's row is the only one of
/// its quarter; in a year there are four, and a run that meets two says so.
std::set<ColumnId> fixed_columns(const Program& program, const Aggregate& aggregate) {
  const TableSchema& table = program.tables[aggregate.table];
  std::set<ColumnId> fixed;
  add_compared(program, aggregate.where, fixed);
  if (aggregate.owner && aggregate.owner->links.size() == 1) {
    fixed.insert(aggregate.owner->links.front());
  }
  const bool by_period =
      aggregate.dated && table.columns[aggregate.dated].type.kind == Kind::Period;
  if (by_period) fixed.insert(aggregate.dated);
  return fixed;
}

/// The first of the table's keys that is fixed as a whole, as a list of names.
std::optional<std::string> key_in(const TableSchema& table, const std::set<ColumnId>& fixed) {
  std::vector<std::vector<ColumnId>> keys = table.unique;
  if (table.key) keys.push_back({table.key});
  for (const std::vector<ColumnId>& key : keys) {
    const bool whole =
        std::all_of(key.begin(), key.end(), [&](ColumnId c) { return fixed.count(c) != 0; });
    if (!whole) continue;
    std::string names;
    for (const ColumnId column : key)
      names += (names.empty() ? "`" : ", `") + table.columns[column].name + "`";
    return names;
  }
  return std::nullopt;
}

}  // namespace

void prove_tables(const Program& program, Proofs& proofs) {
  std::set<std::pair<std::uint32_t, std::uint32_t>> seen;  // an aggregate may stand for several
  for (const Aggregate& aggregate : program.aggregates) {
    if (aggregate.kind != AggregateKind::Only || aggregate.per || aggregate.per_unit) continue;
    if (!aggregate.table || aggregate.of_subject || !aggregate.span.file) continue;
    if (!seen.insert({aggregate.span.file.value, aggregate.span.begin}).second) continue;
    const TableSchema& table = program.tables[aggregate.table];
    const auto key = key_in(table, fixed_columns(program, aggregate));
    if (key) {
      add(proofs, Verdict::Proven, aggregate.span, Text::proof_only,
          {{"table", table.name}, {"columns", *key}});
    } else {
      add(proofs, Verdict::Open, aggregate.span, Text::proof_only_open, {{"table", table.name}});
    }
  }
}

}  // namespace kpi::prove
