#include "prove/fixed_params.hpp"

#include <algorithm>

#include "program/versions.hpp"
#include "prove/places.hpp"

/// Which params are not varied.
namespace kpi::prove {
namespace {

bool lies_in(const Span& inner, const Span& outer) {
  return outer.file && inner.file == outer.file && outer.begin <= inner.begin &&
         inner.end <= outer.end;
}

}  // namespace

FixedParams::FixedParams(const Program& program) : program_(program) {
  if (program.params.empty()) return;
  for (std::size_t i = 0; i < program.exprs.size(); ++i) {
    const ProgramExprId id(i);
    if (program.exprs[id].param) reads_.push_back(id);
    if (program.exprs[id].op == Op::Tiers) calls_.push_back(id);
  }
}

void FixedParams::begin() {
  found_.clear();
  seen_.clear();
  metrics_.clear();
  aggregates_.clear();
  tiers_.clear();
  cards_.clear();
  payouts_.clear();
  tables_.clear();
}

Phrase FixedParams::told() const {
  if (found_.empty()) return {};
  Phrase names;
  for (const ParamId id : found_) {
    if (!names.empty()) names += Text::list_separator;
    names += "`" + program_.params[id].name + "`";
  }
  return Text::proof_with + names + Text::proof_as_set;
}

Phrase FixedParams::of(const std::vector<ProgramExprId>& exprs, const Site& site) {
  begin();
  for (const ProgramExprId expr : exprs) {
    if (!reads_.empty()) root(expr, site);
  }
  return told();
}

Phrase FixedParams::of(TiersId id) {
  begin();
  if (!reads_.empty()) tiers(id);
  return told();
}

Phrase FixedParams::of(TiersId id, const Arguments& arguments,
                       const std::vector<ScorecardId>& graded) {
  begin();
  if (reads_.empty()) return {};
  tiers(id);
  for (const auto& [argument, site] : arguments)
    root(argument, site);
  for (const ScorecardId each : graded)
    card(each);
  return told();
}

Phrase FixedParams::of(const Span& span) {
  begin();
  written(span);
  return told();
}

Phrase FixedParams::of(ScorecardId id) {
  begin();
  if (!reads_.empty()) card(id);
  return told();
}

Phrase FixedParams::of(PayoutId id) {
  begin();
  if (!reads_.empty()) payout(id);
  return told();
}

/// What stands in the text and is no part of the expressions went into a number.
void FixedParams::written(const Span& span) {
  for (const ProgramExprId id : reads_) {
    const Expr& expr = program_.exprs[id];
    if (seen_.count(id) == 0 && lies_in(expr.span, span)) found_.insert(expr.param);
  }
  for (const ProgramExprId id : calls_) {
    const Expr& expr = program_.exprs[id];
    if (seen_.count(id) == 0 && lies_in(expr.span, span)) tiers(expr.tiers);
  }
}

void FixedParams::root(ProgramExprId id, const Site& site) {
  if (!id) return;
  visit(id, site);
  written(program_.exprs[id].span);
}

void FixedParams::visit(ProgramExprId id, const Site& site) {
  if (!id || !seen_.insert(id).second) return;
  const Expr& expr = program_.exprs[id];
  if (expr.param) {
    const Param& param = program_.params[expr.param];
    if (!param.least || !param.most) found_.insert(expr.param);
  }
  read(expr, site);
  for (const ProgramExprId arg : expr.args)
    visit(arg, site);
}

void FixedParams::read(const Expr& expr, const Site& site) {
  const ScorecardId card = expr.scorecard ? expr.scorecard : site.card;
  const bool of_card = expr.op == Op::Score || expr.op == Op::Grade || expr.op == Op::Points;
  if (expr.op == Op::Column) column(expr);
  if (site.line != nullptr && !expr.metric) {
    visit(site.line->measure, {});
    visit(site.line->target, {});
  }
  if (expr.metric) metric(expr.metric);
  if (expr.aggregate) aggregate(expr.aggregate);
  if (expr.reduction) aggregate(expr.reduction);
  if (expr.op == Op::Tiers || expr.op == Op::Ranked) tiers(expr.tiers);
  if (of_card && card) this->card(card);
  if (expr.op == Op::Payout) {
    for (const PayoutId each : versions_of(program_.payouts, expr.payout))
      payout(each);
  }
}

/// Checks of its table bound it.
void FixedParams::column(const Expr& expr) {
  const TableId table = table_of(program_, expr.type.table, expr.path);
  if (!table || !tables_.insert(table).second) return;
  for (const RowCheck& check : program_.tables[table].checks)
    root(check.condition, {});
}

void FixedParams::metric(MetricId id) {
  if (!metrics_.insert(id).second) return;
  root(program_.metrics[id].formula, {});
  for (const Target& target : program_.targets) {
    if (target.metric != id) continue;
    for (const ProgramExprId value : {target.target, target.baseline, target.stretch})
      root(value, {});
  }
}

void FixedParams::aggregate(AggregateId id) {
  if (!aggregates_.insert(id).second) return;
  const Aggregate& aggregate = program_.aggregates[id];
  for (const ProgramExprId part : {aggregate.value, aggregate.other, aggregate.where,
                                   aggregate.group_value, aggregate.group_where}) {
    root(part, {});
  }
  for (const AggregateId part : aggregate.group_aggregates)
    this->aggregate(part);
}

void FixedParams::tiers(TiersId id) {
  if (!tiers_.insert(id).second) return;
  for (const TierRow& row : program_.tiers[id].rows)
    written(row.span);
}

void FixedParams::card(ScorecardId id) {
  if (!cards_.insert(id).second) return;
  const Scorecard& card = program_.scorecards[id];
  for (const Line& each : card.lines)
    line(each, id);
  adjust(card.adjustments, {nullptr, id});
  if (card.grade) tiers(card.grade);
}

void FixedParams::line(const Line& line, ScorecardId card) {
  visit(line.measure, {});
  visit(line.target, {});
  visit(line.scored, {&line, card});
  for (const Policy& policy : line.policies)
    visit(policy.value, {&line, card});
  written(line.span);
}

void FixedParams::payout(PayoutId id) {
  if (!payouts_.insert(id).second) return;
  const Payout& payout = program_.payouts[id];
  const Site site{nullptr, payout.scorecard};
  root(payout.amount, site);
  adjust(payout.adjustments, site);
  for (const Policy& policy : payout.policies)
    root(policy.value, site);
}

void FixedParams::adjust(const std::vector<Adjust>& adjustments, const Site& site) {
  for (const Adjust& adjust : adjustments) {
    visit(adjust.value, site);
    visit(adjust.when, site);
    written(adjust.span);
  }
}

}  // namespace kpi::prove
