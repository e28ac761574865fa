#include <algorithm>
#include <set>

#include "program/program.hpp"
#include "program/versions.hpp"

namespace kpi {
namespace {

/// Collects what is read; every definition is looked at once.
class Reads {
 public:
  explicit Reads(const Program& program) : program_(program) {}

  void expr(ProgramExprId id, ScorecardId card) {
    if (!id) return;
    const Expr& expr = program_.exprs[id];
    if (expr.aggregate) aggregate(expr.aggregate);
    if (expr.metric && metrics_.insert(expr.metric).second) {
      this->expr(program_.metrics[expr.metric].formula, {});
    }
    const bool level = expr.op == Op::Target || expr.op == Op::Baseline || expr.op == Op::Stretch ||
                       expr.op == Op::Attainment;
    if (level && expr.metric) targets(expr.metric);
    const bool word = expr.op == Op::Score || expr.op == Op::Grade || expr.op == Op::LineValue ||
                      (level && !expr.metric);
    if (expr.scorecard) this->card(expr.scorecard);
    if (word && !expr.scorecard) card_of_words(card);
    if (expr.payout) payout(expr.payout);
    for (const ProgramExprId arg : expr.args)
      this->expr(arg, card);
  }

  std::vector<TableId> take() const { return {tables_.begin(), tables_.end()}; }

 private:
  void aggregate(AggregateId id) {
    const Aggregate& aggregate = program_.aggregates[id];
    if (aggregate.dated) tables_.insert(aggregate.table);
    for (const AggregateId part : aggregate.group_aggregates)
      this->aggregate(part);
  }

  void targets(MetricId metric) {
    if (!targets_.insert(metric).second) return;
    for (const Target& target : program_.targets) {
      if (target.metric != metric) continue;
      for (const ProgramExprId value : {target.target, target.baseline, target.stretch})
        expr(value, {});
    }
  }

  /// Without a card of its own the words mean whatever card somebody is on.
  void card_of_words(ScorecardId id) {
    for (std::size_t i = 0; i < program_.scorecards.size(); ++i) {
      if (!id || id == ScorecardId(i)) card(ScorecardId(i));
    }
  }

  void card(ScorecardId id) {
    if (!cards_.insert(id).second) return;
    const Scorecard& card = program_.scorecards[id];
    for (const Line& line : card.lines) {
      for (const ProgramExprId part : {line.measure, line.target, line.scored})
        expr(part, id);
      targets(line.metric);
    }
    adjustments(card.adjustments, id);
  }

  /// Who is paid by which card is known for each period alone: all of the name are read.
  void payout(PayoutId asked) {
    for (const PayoutId id : versions_of(program_.payouts, asked))
      payout_for_card(id);
  }

  void payout_for_card(PayoutId id) {
    if (!payouts_.insert(id).second) return;
    const Payout& payout = program_.payouts[id];
    expr(payout.amount, payout.scorecard);
    adjustments(payout.adjustments, payout.scorecard);
    for (const Carry& carry : payout.carries) {
      expr(carry.initial, payout.scorecard);
      expr(carry.next, payout.scorecard);
    }
    for (const Policy& policy : payout.policies)
      expr(policy.value, payout.scorecard);
  }

  void adjustments(const std::vector<Adjust>& adjustments, ScorecardId card) {
    for (const Adjust& adjust : adjustments) {
      expr(adjust.value, card);
      expr(adjust.when, card);
    }
  }

  const Program& program_;
  std::set<TableId> tables_;
  std::set<MetricId> metrics_, targets_;
  std::set<ScorecardId> cards_;
  std::set<PayoutId> payouts_;
};

}  // namespace

bool reads_several_tables(const Program& program, const Aggregate& aggregate) {
  return std::any_of(
      aggregate.group_aggregates.begin(), aggregate.group_aggregates.end(),
      [&](AggregateId inner) { return program.aggregates[inner].table != aggregate.table; });
}

std::vector<TableId> dated_tables(const Program& program, ProgramExprId expr, ScorecardId card) {
  Reads reads(program);
  reads.expr(expr, card);
  return reads.take();
}

}  // namespace kpi
