#include "base/check.hpp"
#include "rows/block.hpp"
#include "rows/kernels.hpp"

// Division inside a rounding: exact fractions until the one rounding that is written.

namespace kpi::rows {

bool Block::divides(ProgramExprId id) const {
  const Expr& expr = expr_of(id);
  if (expr.op == Op::Divide) return true;
  if (expr.op == Op::Constant && expr.constant.is_number()) {
    return !decimal_digits(expr.constant.number());  // a folded 1 / 3
  }
  if (expr.op == Op::Tiers) return !evaluator_.lines_of(expr.tiers).are_decimal;
  if (expr.op != Op::Add && expr.op != Op::Subtract && expr.op != Op::Multiply &&
      expr.op != Op::Negate) {
    return false;  // whatever is below is a finished value
  }
  return std::any_of(expr.args.begin(), expr.args.end(),
                     [&](ProgramExprId arg) { return divides(arg); });
}

Operand Block::round(const Expr& expr, const Scope& scope) {
  KPI_CHECK(expr.round.has_value());
  const Expr& inner = expr_of(expr.args[0]);
  if (!divides(expr.args[0])) return rounded(argument(expr, 0), *expr.round, scope);
  if (inner.op == Op::Divide && !divides(inner.args[0]) && !divides(inner.args[1])) {
    return rounded_quotient(value(inner.args[0]), value(inner.args[1]), *expr.round, scope);
  }
  return round_row_by_row(expr.args[0], *expr.round, scope);
}

Operand Block::round_row_by_row(ProgramExprId inner, const RoundSpec& round, const Scope& scope) {
  Operand out;
  out.vector.values.resize(size_);
  out.vector.present.resize(size_, 1);
  out.vector.scale = decimal_digits(round.step).value_or(0);
  for (std::size_t i = 0; i < size_; ++i) {
    const auto exact = fraction(inner, i);
    if (!exact) {
      out.vector.present[i] = 0;
    } else if (!round_exactly(*exact, round, out.vector.values[i])) {
      add_fault(out, i, scope.expr);
    }
  }
  take_leaf_faults(inner, out);
  settle_faults(out, scope);
  return out;
}

void Block::take_leaf_faults(ProgramExprId id, Operand& out) {
  if (divides(id)) {
    for (const ProgramExprId arg : expr_of(id).args)
      take_leaf_faults(arg, out);
    return;
  }
  for (const Fault& fault : value(id).faults) {
    out.vector.present[fault.offset] = 1;
    out.faults.push_back(fault);
  }
}

/// Nothing where an input is absent or faulty, or a divisor is zero.
std::optional<Rational> Block::fraction(ProgramExprId id, std::size_t row) {
  const Expr& expr = expr_of(id);
  if (!divides(id)) {
    const Operand& leaf = value(id);
    if (!leaf.has(row) || leaf.is_faulty(row)) return std::nullopt;
    return number_of(leaf.at(row), leaf.vector);
  }
  if (expr.op == Op::Constant) return expr.constant.number();
  if (expr.op == Op::Tiers) return fraction_of_tiers(expr, row);
  const auto a = fraction(expr.args[0], row);
  if (!a) return std::nullopt;
  if (expr.op == Op::Negate) return -*a;
  const auto b = fraction(expr.args[1], row);
  if (!b) return std::nullopt;
  if (expr.op == Op::Add) return *a + *b;
  if (expr.op == Op::Subtract) return *a - *b;
  if (expr.op == Op::Multiply) return *a * *b;
  if (b->is_zero()) return std::nullopt;
  return *a / *b;
}

}  // namespace kpi::rows
