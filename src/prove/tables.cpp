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

/// Whether `only` is asked for somebody else's rows (`of team`), or for other days than one period
/// (`during last 2 months`), anywhere.
struct Asked {
  bool of_others = false, of_other_days = false;
  void note(const Subject& subject, const Window& window) {
    of_others = of_others || subject.kind != SubjectKind::Own;
    const bool period = window.kind == WindowKind::Own || window.kind == WindowKind::Prior ||
                        window.kind == WindowKind::YearAgo;
    of_other_days = of_other_days || !period;
  }
};

Asked asked_for(const Program& program, const Aggregate& only) {
  Asked asked;
  const auto is_meant = [&](AggregateId id) {
    const Span& span = program.aggregates[id].span;
    return span.file == only.span.file && span.begin == only.span.begin;
  };
  for (const Expr& expr : program.exprs) {
    if (expr.op == Op::Aggregate && is_meant(expr.aggregate)) {
      asked.note(expr.context.subject, expr.context.window);
    }
  }
  for (const Aggregate& aggregate : program.aggregates) {
    for (std::size_t i = 0; i < aggregate.group_aggregates.size(); ++i) {
      if (!is_meant(aggregate.group_aggregates[i])) continue;
      asked.note(aggregate.group_subjects[i], aggregate.group_windows[i]);
    }
  }
  return asked;
}

Common common_columns(const Program& program, const Aggregate& aggregate, const Asked& asked) {
  const TableSchema& table = program.tables[aggregate.table];
  Common common;
  add_compared(program, aggregate.where, common.columns);
  if (!asked.of_others && aggregate.owner && aggregate.owner->links.size() == 1) {
    common.person = aggregate.owner->links.front();
    common.columns.insert(common.person);
  }
  const bool by_period = !asked.of_other_days && aggregate.dated &&
                         table.columns[aggregate.dated].type.kind == Kind::Period;
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
    const Common common = common_columns(program, aggregate, asked_for(program, aggregate));
    if (const auto key = key_in(table, common.columns)) {
      say_only(table, common, *key, aggregate.span, proofs);
    } else {
      add(proofs, Verdict::Open, aggregate.span, Text::proof_only_open, {{"table", table.name}});
    }
  }
}

}  // namespace kpi::prove
