#include "prove/rows.hpp"

#include <algorithm>

#include "prove/comparisons.hpp"

/// What checks and `where` say of a column.
namespace kpi::prove {
namespace {

/// A condition of one column is met wherever the column is read; one of several perhaps not.
bool reads_only(const Program& program, ProgramExprId id, ColumnId column) {
  const Expr& expr = program.exprs[id];
  if (expr.op == Op::Column && !(expr.path.links.empty() && expr.path.column == column))
    return false;
  return std::all_of(expr.args.begin(), expr.args.end(),
                     [&](ProgramExprId arg) { return reads_only(program, arg, column); });
}

bool is_exact(const Range& range) {
  return range.low && range.high && *range.low == *range.high;
}

}  // namespace

Range RowBounds::of(TableId table, ColumnId column) {
  Range range;
  const auto place = std::pair(table.value, column.value);
  if (!open_.insert(place).second) return range;
  for (const RowCheck& check : program_.tables[table].checks) {
    const bool may_not_apply = check.of_library && !reads_only(program_, check.condition, column);
    if (!may_not_apply) narrow(check.condition, true, column, range);
  }
  open_.erase(place);
  return range;
}

void RowBounds::narrow(ProgramExprId condition, bool met, ColumnId column, Range& range) {
  if (!condition) return;
  const Expr& expr = program_.exprs[condition];
  if (expr.op == Op::Not) return narrow(expr.args[0], !met, column, range);
  if (expr.op == Op::And || expr.op == Op::Or) {
    const bool all = (expr.op == Op::And) == met;
    std::optional<Range> any;
    for (const ProgramExprId part : expr.args) {
      Range here = range;
      narrow(part, met, column, here);
      if (all) range = here;
      any = any ? hull(*any, here) : here;
    }
    if (!all && any) range = *any;
    return;
  }
  if (!mentions(condition, column)) return;
  if (expr.op == Op::IsNone || expr.op == Op::IsPresent) return;  // says nothing of numbers
  const auto left = is_comparison(expr.op) ? linear(expr.args[0], column) : std::nullopt;
  const auto right = left ? linear(expr.args[1], column) : std::nullopt;
  if (!right) {
    understood_ = false;
    return;
  }
  compare(met ? expr.op : opposite(expr.op),
          {left->times - right->times, left->rest + -right->rest}, range);
}

/// `times * column + rest`, against 0.
void RowBounds::compare(Op op, const Linear& difference, Range& range) const {
  const auto& [times, rest] = difference;
  if (times.is_zero() || op == Op::NotEqual) return;
  const bool above = op == Op::Greater || op == Op::GreaterEqual || op == Op::Equal;
  const bool below = op == Op::Less || op == Op::LessEqual || op == Op::Equal;
  Range here;
  if (above && rest.high) (times.sign() > 0 ? here.low : here.high) = -*rest.high / times;
  if (below && rest.low) (times.sign() > 0 ? here.high : here.low) = -*rest.low / times;
  if (here.low && (!range.low || *range.low < *here.low)) range.low = here.low;
  if (here.high && (!range.high || *here.high < *range.high)) range.high = here.high;
}

std::optional<RowBounds::Linear> RowBounds::linear(ProgramExprId id, ColumnId column) {
  const Expr& expr = program_.exprs[id];
  if (expr.type.kind != Kind::Number) return std::nullopt;
  if (expr.op == Op::Constant) return Linear{Rational(0), constant_range(program_, expr, params_)};
  if (expr.op == Op::Column) {
    if (!expr.path.links.empty() || !expr.path.column) return std::nullopt;
    if (expr.path.column == column) return Linear{Rational(1), exactly(Rational(0))};
    // where the other is absent, the condition says nothing
    if (expr.type.optional) return std::nullopt;
    return Linear{Rational(0), of(expr.type.table, expr.path.column)};
  }
  if (expr.args.empty() || expr.args.size() > 2) return std::nullopt;
  const auto a = linear(expr.args[0], column);
  const auto b = a && expr.args.size() == 2 ? linear(expr.args[1], column) : a;
  if (!a || !b) return std::nullopt;
  if (expr.op == Op::Negate) return Linear{-a->times, -a->rest};
  if (expr.op == Op::Add) return Linear{a->times + b->times, a->rest + b->rest};
  if (expr.op == Op::Subtract) return Linear{a->times - b->times, a->rest + -b->rest};
  return product(expr, *a, *b);
}

/// By a number that is known.
std::optional<RowBounds::Linear> RowBounds::product(const Expr& expr, const Linear& a,
                                                    const Linear& b) const {
  const auto scaled = [](const Linear& line, const Rational& by) {
    return Linear{line.times * by, line.rest * exactly(by)};
  };
  const bool by_right = b.times.is_zero() && is_exact(b.rest);
  if (expr.op == Op::Multiply && by_right) return scaled(a, *b.rest.low);
  if (expr.op == Op::Multiply && a.times.is_zero() && is_exact(a.rest)) {
    return scaled(b, *a.rest.low);
  }
  if (expr.op != Op::Divide || !by_right || b.rest.low->is_zero()) return std::nullopt;
  return scaled(a, Rational(1) / *b.rest.low);
}

bool RowBounds::mentions(ProgramExprId id, ColumnId column) const {
  const Expr& expr = program_.exprs[id];
  if (expr.op == Op::Column && expr.path.links.empty() && expr.path.column == column) return true;
  return std::any_of(expr.args.begin(), expr.args.end(),
                     [&](ProgramExprId arg) { return mentions(arg, column); });
}

bool RowBounds::is_understood(TableId table, ColumnId column, ProgramExprId where) {
  understood_ = true;
  Range range = of(table, column);
  narrow(where, true, column, range);
  return understood_;
}

}  // namespace kpi::prove
