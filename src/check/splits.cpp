#include "check/splits.hpp"

#include "check/expressions.hpp"

namespace kpi::check {
namespace {

void report_form(Checker& checker, TableId table, Span span) {
  checker.diagnostics.report(Code::split_form, span, {{"table", checker.table(table).name}});
}

/// From a credit to whom it belongs: what its table says, else its one other link.
std::optional<ColumnPath> owner_of(const TableSchema& credits, ColumnId about) {
  if (credits.credited) return credits.credited;
  std::optional<ColumnPath> owner;
  for (std::size_t i = 0; i < credits.columns.size(); ++i) {
    if (credits.columns[ColumnId(i)].type.kind != Kind::Link || ColumnId(i) == about) continue;
    if (owner) return std::nullopt;
    owner = ColumnPath{{ColumnId(i)}, {}};
  }
  return owner;
}

/// A share of nothing is no credit.
ProgramExprId has_share(Checker& checker, const CreditSplit& split, Span span,
                        ProgramExprId where) {
  Type truth;
  truth.kind = Kind::Bool;
  truth.grain = Grain::Row;
  truth.table = split.table;
  Type ratio = checker.table(split.table).columns[split.share].type;
  ratio.grain = Grain::Constant;
  const ProgramExprId none = make_constant(checker, span, Rational(0), ratio);
  const ProgramExprId some = make_op(checker, Op::NotEqual, span, truth,
                                     {row_column(checker, split.table, split.share, span), none});
  if (!where) return some;
  const ProgramExprId there = reroot(checker, where, {split.about}, split.table, false);
  return make_op(checker, Op::And, span, truth, {some, there});
}

}  // namespace

ColumnId copied_column(Checker& checker, TableId table, ColumnId link, ColumnId column) {
  const ColumnPath path{{link}, column};
  auto& columns = checker.program.tables[table].columns;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[ColumnId(i)].copied == path) return ColumnId(i);
  }
  Column copy = checker.table(columns[link].type.link).columns[column];
  copy.name = columns[link].name + "." + copy.name;
  copy.type.table = table;
  copy.type.optional = true;
  copy.optional = true;
  copy.used = false;
  copy.copied = path;
  return columns.push(std::move(copy));
}

void set_split(Checker& checker, TableId table, const ast::Path& path) {
  const auto credits =
      path.parts.size() == 2 ? checker.find_as<TableId>(path.parts[0]) : std::nullopt;
  if (!credits) return report_form(checker, table, path.span);
  const auto share = resolve_column_path(checker, *credits, {path.parts[1]}, false);
  if (!share) return;
  CreditSplit split;
  split.table = *credits;
  split.share = share->column;
  const TableSchema& schema = checker.table(*credits);
  std::size_t links = 0;
  for (std::size_t i = 0; i < schema.columns.size(); ++i) {
    const Column& column = schema.columns[ColumnId(i)];
    if (column.type.kind != Kind::Link || column.type.link != table) continue;
    split.about = ColumnId(i);
    ++links;
  }
  const Column& part = schema.columns[split.share];
  const bool ratio = part.type.kind == Kind::Number && !part.optional &&
                     part.type.unit == unit_of(Quantity::Ratio);
  const auto owner = links == 1 ? owner_of(schema, split.about) : std::nullopt;
  const bool sure = links == 1 && !schema.columns[split.about].optional &&
                    !schema.columns[split.about].or_unmatched;
  if (!ratio || !owner || !sure) return report_form(checker, table, path.span);
  split.owner = *owner;
  if (const ColumnId dated = checker.table(table).dated) {
    split.dated = copied_column(checker, split.table, split.about, dated);
  }
  checker.program.tables[table].split = split;
}

bool add_by_credit(Checker& checker, Aggregate& aggregate) {
  const CreditSplit split = *checker.table(aggregate.table).split;
  const char* refused = nullptr;
  if (aggregate.kind == AggregateKind::Avg) refused = "avg";
  if (aggregate.kind == AggregateKind::Only) refused = "only";
  const bool middle = aggregate.fraction == Rational::fraction(1, 2);
  if (aggregate.kind == AggregateKind::Percentile) refused = middle ? "median" : "percentile";
  if (aggregate.kind == AggregateKind::Corr) refused = "corr";
  const bool deviation =
      aggregate.kind == AggregateKind::Stddev || aggregate.kind == AggregateKind::StddevAll;
  if (deviation) refused = "stddev";
  if (aggregate.top > 0) refused = "top";
  if (aggregate.per) refused = "per";
  if (refused != nullptr) {
    checker.diagnostics.report(Code::split_aggregate, aggregate.span, {{"name", refused}});
    return false;
  }
  Aggregate credited = aggregate;
  credited.table = split.table;
  credited.owner = split.owner;
  if (aggregate.dated) {
    credited.dated = copied_column(checker, split.table, split.about, aggregate.dated);
  }
  credited.where = has_share(checker, split, aggregate.span, aggregate.where);
  if (aggregate.value) {
    credited.value = reroot(checker, aggregate.value, {split.about}, split.table, false);
  }
  if (aggregate.kind == AggregateKind::Sum) {
    Type part = checker.type(credited.value);
    part.scale += checker.table(split.table).columns[split.share].type.scale;
    part.grain = Grain::Row;
    part.table = split.table;
    credited.value =
        make_op(checker, Op::Multiply, aggregate.span, part,
                {credited.value, row_column(checker, split.table, split.share, aggregate.span)});
  } else if (aggregate.kind == AggregateKind::Count) {
    // each order once, however many of its credits somebody has
    credited.kind = AggregateKind::CountDistinct;
    credited.value = row_column(checker, split.table, split.about, aggregate.span);
  }
  aggregate.by_credit = checker.program.aggregates.push(std::move(credited));
  return true;
}

}  // namespace kpi::check
