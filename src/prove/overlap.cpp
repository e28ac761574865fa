#include "prove/overlap.hpp"

#include <algorithm>

/// Which aggregates are made of the same values.
namespace kpi::prove {
namespace {

bool counts_rows(const Aggregate& aggregate) {
  return aggregate.kind == AggregateKind::Count && !aggregate.value && !aggregate.per;
}

bool is_grouped(const Aggregate& aggregate) {
  return aggregate.per || aggregate.per_unit || aggregate.per_people ||
         !aggregate.group_aggregates.empty();
}

/// Does not fall where one of its values rises.
bool goes_along(AggregateKind kind) {
  return kind == AggregateKind::Sum || kind == AggregateKind::Avg || kind == AggregateKind::Min ||
         kind == AggregateKind::Max || kind == AggregateKind::Percentile ||
         kind == AggregateKind::Only;
}

}  // namespace

Footprint::Footprint(const Program& program, MetricId metric) : program_(program) {
  ProgramExprId formula = program.metrics[metric].formula;
  Seen seen;
  add_formula(formula, seen);
  const auto note_context = [&](const Context& context) {
    is_own_ = is_own_ && context.window.kind == WindowKind::Own &&
              context.subject.kind == SubjectKind::Own;
  };
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
    TableId table = expr.type.table;
    for (const ColumnId link : expr.path.links)
      table = program_.tables[table].columns[link].type.link;
    columns.insert({table.value, expr.path.column.value});
    add_columns(program_.tables[table].columns[expr.path.column].computed, columns, seen);
  }
  if (expr.op == Op::Aggregate) add_values(program_.aggregates[expr.aggregate], columns, seen);
  if (expr.op == Op::Metric) add_columns(program_.metrics[expr.metric].formula, columns, seen);
  for (const ProgramExprId arg : expr.args)
    add_columns(arg, columns, seen);
}

/// The columns that make up the value, of groups those of what they are made of.
void Footprint::add_values(const Aggregate& aggregate, Columns& columns, Seen& seen) const {
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

bool Footprint::shares(const Aggregate& mine, const Aggregate& other) const {
  const auto counted = [](const Aggregate& a) {
    return counts_rows(a) || a.kind == AggregateKind::CountDistinct;
  };
  if (counted(mine) && counted(other) && mine.table == other.table) return true;
  const Columns a = values(mine);
  const Columns b = values(other);
  return std::any_of(a.begin(), a.end(), [&](const auto& column) { return b.count(column) != 0; });
}

Overlap Footprint::of_one(const Aggregate& mine, const Aggregate& other) const {
  if (is_same(mine, other)) return Overlap::Equal;
  if (is_grouped(mine) || is_grouped(other)) return Overlap::Tied;
  if (mine.table == other.table && counts_rows(mine)) return Overlap::Along;
  Columns filtered;
  Seen seen;
  add_columns(other.where, filtered, seen);
  const Columns a = values(mine);
  const bool moves_rows = std::any_of(
      a.begin(), a.end(), [&](const auto& column) { return filtered.count(column) != 0; });
  const bool same_values = mine.table == other.table && is_same(mine.value, other.value);
  if (same_values && mine.kind == AggregateKind::Sum && goes_along(other.kind) && !moves_rows) {
    return Overlap::Along;
  }
  return has_more(mine, other) ? Overlap::Apart : Overlap::Tied;
}

/// Whether a column of `mine` is none of the other's: it can move alone.
bool Footprint::has_more(const Aggregate& mine, const Aggregate& other) const {
  const Columns a = values(mine);
  const Columns b = values(other);
  return std::any_of(a.begin(), a.end(), [&](const auto& column) { return b.count(column) == 0; });
}

Overlap Footprint::of(AggregateId id) const {
  const Aggregate& other = program_.aggregates[id];
  const auto is_apart = [&](AggregateId mine) {
    return mine != id && !shares(program_.aggregates[mine], other);
  };
  const auto can_move_alone = [&](AggregateId mine) {
    return is_apart(mine) || (mine != id && has_more(program_.aggregates[mine], other));
  };
  if (!is_single_) {
    const bool alone = mine_.empty() || std::any_of(mine_.begin(), mine_.end(), can_move_alone);
    return alone ? Overlap::Apart : Overlap::Tied;
  }
  if (is_apart(mine_.front())) return Overlap::Apart;
  const Overlap overlap = of_one(program_.aggregates[mine_.front()], other);
  return overlap == Overlap::Equal && !is_own_ ? Overlap::Along : overlap;
}

}  // namespace kpi::prove
