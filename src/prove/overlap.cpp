#include "prove/overlap.hpp"

#include <algorithm>

#include "prove/places.hpp"
#include "prove/ranges.hpp"

/// Which aggregates are made of the same values.
namespace kpi::prove {
namespace {

/// Stands for the rows of a table among its columns.
constexpr std::uint32_t kRows = ~std::uint32_t{0};

bool counts(const Aggregate& aggregate) {
  return aggregate.kind == AggregateKind::Count || aggregate.kind == AggregateKind::CountDistinct;
}

bool is_grouped(const Aggregate& aggregate) {
  return aggregate.per || aggregate.per_unit || aggregate.per_people ||
         !aggregate.group_aggregates.empty();
}

bool is_snapshot(const Aggregate& aggregate) {
  return aggregate.snapshot != SnapshotRule::None;
}

template <class Columns>
bool have_common(const Columns& a, const Columns& b) {
  return std::any_of(a.begin(), a.end(), [&](const auto& column) { return b.count(column) != 0; });
}

}  // namespace

Footprint::Footprint(const Program& program, MetricId metric) : program_(program) {
  ProgramExprId formula = program.metrics[metric].formula;
  Seen seen;
  add_formula(formula, seen);
  const auto note_context = [&](const Context& context) { is_own_ = is_own_ && is_own(context); };
  while (formula && program.exprs[formula].op == Op::Metric) {
    note_context(program.exprs[formula].context);
    formula = program.metrics[program.exprs[formula].metric].formula;
  }
  is_single_ = mine_.size() == 1 && formula && program.exprs[formula].op == Op::Aggregate;
  if (is_single_) note_context(program.exprs[formula].context);
}

void Footprint::add_formula(ProgramExprId id, Seen& seen) {
  if (!id || !seen.insert(id).second) return;
  const Expr& expr = program_.exprs[id];
  const WindowKind window = expr.context.window.kind;
  if (window == WindowKind::Prior || window == WindowKind::YearAgo) return;
  if (expr.op == Op::Metric) add_formula(program_.metrics[expr.metric].formula, seen);
  if (expr.op == Op::Aggregate) mine_.push_back(expr.aggregate);
  for (const ProgramExprId arg : expr.args)
    add_formula(arg, seen);
}

void Footprint::add_columns(ProgramExprId id, Columns& columns, Seen& seen) const {
  if (!id || !seen.insert(id).second) return;
  const Expr& expr = program_.exprs[id];
  if (expr.op == Op::Column && expr.path.column) {
    const TableId table = table_of(program_, expr.type.table, expr.path);
    columns.insert({table.value, expr.path.column.value});
    add_columns(program_.tables[table].columns[expr.path.column].computed, columns, seen);
  }
  if (expr.op == Op::Aggregate) add_values(program_.aggregates[expr.aggregate], columns, seen);
  if (expr.op == Op::Metric) add_columns(program_.metrics[expr.metric].formula, columns, seen);
  for (const ProgramExprId arg : expr.args)
    add_columns(arg, columns, seen);
}

/// The columns that make up the value, of groups those of what they are made of; of a count, rows.
void Footprint::add_values(const Aggregate& aggregate, Columns& columns, Seen& seen) const {
  if (counts(aggregate) && aggregate.table) {
    columns.insert({aggregate.table.value, kRows});
    const TableId from = program_.tables[aggregate.table].derived_from;
    if (from) columns.insert({from.value, kRows});
  }
  add_columns(aggregate.value, columns, seen);
  add_columns(aggregate.other, columns, seen);
  for (const AggregateId part : aggregate.group_aggregates)
    add_values(program_.aggregates[part], columns, seen);
}

Footprint::Columns Footprint::values(const Aggregate& aggregate) const {
  Columns columns;
  Seen seen;
  add_values(aggregate, columns, seen);
  return columns;
}

bool Footprint::is_same(ProgramExprId a, ProgramExprId b) const {
  if (a == b) return true;
  if (!a || !b) return false;
  const Expr& x = program_.exprs[a];
  const Expr& y = program_.exprs[b];
  constexpr Op kPlain[] = {Op::Constant, Op::Column, Op::Add,       Op::Subtract, Op::Multiply,
                           Op::Divide,   Op::Negate, Op::And,       Op::Or,       Op::Not,
                           Op::Equal,    Op::Less,   Op::LessEqual, Op::Greater,  Op::GreaterEqual,
                           Op::NotEqual, Op::IfNone};
  const bool plain = std::find(std::begin(kPlain), std::end(kPlain), x.op) != std::end(kPlain);
  if (!plain || x.op != y.op || x.constant != y.constant || !(x.path == y.path)) return false;
  return x.type.table == y.type.table && x.reason == y.reason && x.args.size() == y.args.size() &&
         std::equal(x.args.begin(), x.args.end(), y.args.begin(),
                    [&](ProgramExprId p, ProgramExprId q) { return is_same(p, q); });
}

bool Footprint::is_same(const Aggregate& a, const Aggregate& b) const {
  if (&a == &b) return true;
  if (is_grouped(a) || is_grouped(b) || a.of_subject || b.of_subject) return false;
  return a.kind == b.kind && a.table == b.table && is_same(a.value, b.value) &&
         is_same(a.other, b.other) && a.fraction == b.fraction && a.top == b.top &&
         is_same(a.where, b.where) && a.dated == b.dated && a.owner == b.owner &&
         a.skipping_none == b.skipping_none && a.snapshot == b.snapshot && a.of_card == b.of_card;
}

/// Whether a condition of one reads values of the other: a value that moves takes rows in or out.
bool Footprint::is_filtered(const Aggregate& mine, const Aggregate& other) const {
  if (is_same(mine.where, other.where)) return false;
  const auto conditions = [&](const Aggregate& aggregate) {
    Columns columns;
    Seen seen;
    add_columns(aggregate.where, columns, seen);
    add_columns(aggregate.group_where, columns, seen);
    for (const AggregateId part : aggregate.group_aggregates)
      add_columns(program_.aggregates[part].where, columns, seen);
    return columns;
  };
  return have_common(conditions(other), values(mine)) ||
         have_common(conditions(mine), values(other));
}

bool Footprint::counts_rows_of(const Aggregate& other, TableId table) const {
  return table && values(other).count({table.value, kRows}) != 0;
}

bool Footprint::is_never_negative(const Aggregate& aggregate) const {
  return Ranges(program_).rows(aggregate).is_never_negative();
}

/// Whether one row more never lowers it, and one less never raises it.
bool Footprint::grows_by_rows(const Aggregate& mine) const {
  return counts(mine) || (mine.kind == AggregateKind::Sum && is_never_negative(mine));
}

bool Footprint::shares(const Aggregate& mine, const Aggregate& other) const {
  return have_common(values(mine), values(other));
}

/// Of the same table: whether neither a larger value of `mine` nor one row more lowers it.
bool Footprint::goes_along(const Aggregate& mine, const Aggregate& other) const {
  if (is_snapshot(mine) || is_snapshot(other)) return false;
  const bool grows = grows_by_rows(mine);
  if (other.kind == AggregateKind::Count && !other.value) return grows;
  Columns own = values(mine);
  own.erase({mine.table.value, kRows});
  if (other.kind == AggregateKind::CountDistinct) return grows && !have_common(own, values(other));
  if (other.kind != AggregateKind::Sum && other.kind != AggregateKind::Max) return false;
  const bool sums = other.kind == AggregateKind::Sum;
  if (counts(mine)) return !sums || is_never_negative(other);
  const bool same = mine.kind == AggregateKind::Sum && is_same(mine.value, other.value);
  const bool whole = sums && mine.top == 0 && other.top == 0;
  return same && (grows || whole);
}

Overlap Footprint::of_one(const Aggregate& mine, const Aggregate& other) const {
  if (is_same(mine, other)) return Overlap::Equal;
  if (is_filtered(mine, other)) return Overlap::Tied;
  const bool counted = counts_rows_of(other, mine.table);
  const bool grouped = is_grouped(mine) || is_grouped(other);
  if (grouped) return counted || shares(mine, other) ? Overlap::Tied : Overlap::Apart;
  if (mine.table == other.table && goes_along(mine, other)) return Overlap::Along;
  const bool of_new_rows = counts(mine) && mine.table == other.table;
  if (counted || of_new_rows) return Overlap::Tied;
  return !shares(mine, other) || has_more(mine, other) ? Overlap::Apart : Overlap::Tied;
}

/// Whether a column of `mine` is none of the other's: it can move alone.
bool Footprint::has_more(const Aggregate& mine, const Aggregate& other) const {
  const Columns a = values(mine);
  const Columns b = values(other);
  return std::any_of(a.begin(), a.end(), [&](const auto& column) { return b.count(column) == 0; });
}

Overlap Footprint::of_several(AggregateId id) const {
  const Aggregate& other = program_.aggregates[id];
  const auto is_tied = [&](AggregateId mine) {
    const Aggregate& part = program_.aggregates[mine];
    return counts_rows_of(other, part.table) || is_filtered(part, other);
  };
  const auto can_move_alone = [&](AggregateId mine) {
    const Aggregate& part = program_.aggregates[mine];
    return mine != id && (!shares(part, other) || has_more(part, other));
  };
  if (mine_.empty()) return Overlap::Apart;
  if (std::any_of(mine_.begin(), mine_.end(), is_tied)) return Overlap::Tied;
  const bool alone = std::any_of(mine_.begin(), mine_.end(), can_move_alone);
  return alone ? Overlap::Apart : Overlap::Tied;
}

Overlap Footprint::of(AggregateId id) const {
  if (!is_single_) return of_several(id);
  const Overlap overlap = of_one(program_.aggregates[mine_.front()], program_.aggregates[id]);
  return overlap == Overlap::Equal && !is_own_ ? Overlap::Along : overlap;
}

bool Footprint::comes_with_rows(AggregateId id) const {
  const Aggregate& other = program_.aggregates[id];
  if (other.kind == AggregateKind::Sum || counts(other)) return false;
  return std::any_of(mine_.begin(), mine_.end(), [&](AggregateId mine) {
    const Aggregate& part = program_.aggregates[mine];
    return mine != id && !is_same(part, other) && (part.table == other.table || !other.table);
  });
}

}  // namespace kpi::prove
