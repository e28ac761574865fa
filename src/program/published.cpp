#include "program/program.hpp"

namespace kpi {

std::optional<RoundSpec> published_step(const Program& program, const Expr& expr) {
  if (expr.op == Op::Attainment) return program.precision.ratio;
  if (expr.op == Op::Points) return program.scorecards[expr.scorecard].lines[expr.index].publish;
  if (expr.op == Op::Score) return program.precision.points;
  if (expr.op == Op::Payout || expr.op == Op::Paid) {
    for (const Adjust& adjust : program.payouts[expr.payout].adjustments) {
      if (adjust.round) return adjust.round;
    }
    return std::nullopt;
  }
  const bool of_metric = expr.op == Op::Metric || expr.op == Op::Target ||
                         expr.op == Op::Baseline || expr.op == Op::Stretch;
  return of_metric && expr.metric ? program.metrics[expr.metric].publish : std::nullopt;
}

}  // namespace kpi
