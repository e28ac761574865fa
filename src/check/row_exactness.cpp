#include <algorithm>

#include "check/expressions.hpp"
#include "program/operations.hpp"

/// Row by row a value has a fixed number of digits: what has none must be rounded where it stands.
namespace kpi::check {
namespace {

/// Operations that a rounding around them computes as fractions.
bool passes_fractions(Op op) {
  return op == Op::Add || op == Op::Subtract || op == Op::Multiply || op == Op::Divide ||
         op == Op::Negate;
}

bool is_fraction(const Checker& checker, const Expr& expr) {
  if (expr.type.grain != Grain::Row) return false;
  if (expr.op == Op::Divide) return true;
  if (expr.op != Op::Tiers) return false;
  const Tiers& tiers = checker.program.tiers[expr.tiers];
  return !tiers.round && !are_decimal(straight_pieces(tiers));
}

void report_fraction(Checker& checker, const Expr& expr) {
  if (expr.op == Op::Divide) {
    checker.diagnostics.report(Code::row_division, expr.span).hint(Text::round_row_division);
    return;
  }
  const std::string& name = checker.program.tiers[expr.tiers].name;
  checker.diagnostics.report(Code::tiers_row_by_row, expr.span, {{"tiers", name}})
      .hint(Text::write_instead, {{"text", "round(" + name + "(…), 0.01)"}});
}

/// What stands in a rounding, as far as that computes with fractions.
void reject_beyond_fractions(Checker& checker, ProgramExprId id) {
  const std::vector<ProgramExprId> args = checker.expr(id).args;
  const bool passes = passes_fractions(checker.expr(id).op);
  for (const ProgramExprId arg : args) {
    if (passes) reject_beyond_fractions(checker, arg);
    if (!passes) reject_row_division(checker, arg);
  }
}

}  // namespace

void reject_row_division(Checker& checker, ProgramExprId id) {
  if (!id || checker.failed(id)) return;
  const Expr expr = checker.expr(id);
  if (expr.op == Op::Round) {
    reject_beyond_fractions(checker, expr.args[0]);
    return;
  }
  if (is_fraction(checker, expr)) {
    report_fraction(checker, expr);
    return;
  }
  for (const ProgramExprId arg : expr.args)
    reject_row_division(checker, arg);
}

}  // namespace kpi::check
