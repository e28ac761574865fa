#include <algorithm>
#include <set>

#include "diag/period_words.hpp"
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

/// What the rows of one person and one period have in common.
struct Common {
  std::set<ColumnId> columns;
  ColumnId person, period;  // of them: by whose row it is, by the days that are asked for
};

Common common_columns(const Program& program, const Aggregate& aggregate) {
  const TableSchema& table = program.tables[aggregate.table];
  Common common;
  add_compared(program, aggregate.where, common.columns);
  if (aggregate.owner && aggregate.owner->links.size() == 1) {
    common.person = aggregate.owner->links.front();
    common.columns.insert(common.person);
  }
  const bool by_period =
      aggregate.dated && table.columns[aggregate.dated].type.kind == Kind::Period;
  if (by_period) {
    common.period = aggregate.dated;
    common.columns.insert(common.period);
  }
  return common;
}

/// The first of the table's keys that is fixed as a whole.
std::optional<std::vector<ColumnId>> key_in(const TableSchema& table,
                                            const std::set<ColumnId>& fixed) {
  std::vector<std::vector<ColumnId>> keys = table.unique;
  if (table.key) keys.push_back({table.key});
  for (const std::vector<ColumnId>& key : keys) {
    const bool whole =
        std::all_of(key.begin(), key.end(), [&](ColumnId c) { return fixed.count(c) != 0; });
    if (whole) return key;
  }
  return std::nullopt;
}

Phrase names_of(const TableSchema& table, const std::vector<ColumnId>& key) {
  Phrase names;
  for (const ColumnId column : key) {
    if (!names.empty()) names += Text::list_separator;
    names += "`" + table.columns[column].name + "`";
  }
  return names;
}

/// For whom and for which days the key leaves one row: a region has several people, a year four
/// quarters, and a run that meets two rows says so.
void say_only(const TableSchema& table, const Common& common, const std::vector<ColumnId>& key,
              Span span, Proofs& proofs) {
  const auto has = [&](ColumnId column) {
    return column && std::find(key.begin(), key.end(), column) != key.end();
  };
  Arguments words = {{"table", table.name}, {"columns", names_of(table, key)}};
  Text text = has(common.person) ? Text::proof_only_person : Text::proof_only;
  if (has(common.period)) {
    text = Text::proof_only_period;
    words.emplace_back("unit", word_of(table.columns[common.period].period_unit));
  }
  add(proofs, Verdict::Proven, span, text, std::move(words));
}

}  // namespace

void prove_tables(const Program& program, Proofs& proofs) {
  std::set<std::pair<std::uint32_t, std::uint32_t>> seen;  // an aggregate may stand for several
  for (const Aggregate& aggregate : program.aggregates) {
    if (aggregate.kind != AggregateKind::Only || aggregate.per || aggregate.per_unit) continue;
    if (!aggregate.table || aggregate.of_subject || !aggregate.span.file) continue;
    if (!seen.insert({aggregate.span.file.value, aggregate.span.begin}).second) continue;
    const TableSchema& table = program.tables[aggregate.table];
    const Common common = common_columns(program, aggregate);
    if (const auto key = key_in(table, common.columns)) {
      say_only(table, common, *key, aggregate.span, proofs);
    } else {
      add(proofs, Verdict::Open, aggregate.span, Text::proof_only_open, {{"table", table.name}});
    }
  }
}

}  // namespace kpi::prove
