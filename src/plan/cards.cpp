#include <algorithm>

#include "plan/lowering.hpp"
#include "program/versions.hpp"

/// Scorecards and payouts as steps, in the order the language fixes: line values, points, weighted
/// sum, adjustments as written, publish, grade; then amount, adjustments, policy.
namespace kpi::plan {
Step Lowering::bounded(const At& at, StepId value, const Rational& bound, bool upper) {
  Step step = step_of(upper ? StepKind::AtMost : StepKind::AtLeast, at, {value}, {});
  step.constant = bound;
  return step;
}

std::optional<CardScope> Lowering::in_force(const CardScope& scope, const At& at) const {
  const DateRange days = days_of(at.when.anchor, program_.calendar);
  const auto version = version_of(program_.scorecards, scope.card, days);
  if (!version) return std::nullopt;
  CardScope held{*version, scope.line};
  if (*version == scope.card || !scope.line) return held;
  const std::string& name = program_.scorecards[scope.card].lines[*scope.line].name;
  const std::vector<Line>& lines = program_.scorecards[*version].lines;
  const auto line =
      std::find_if(lines.begin(), lines.end(), [&](const Line& l) { return l.name == name; });
  if (line == lines.end()) return std::nullopt;
  held.line = static_cast<std::size_t>(line - lines.begin());
  return held;
}

StepId Lowering::line_word(Op op, const At& at, const CardScope& asked, Span span) {
  if (!asked.card) return any_score(op, at, span);
  const auto held = in_force(asked, at);
  if (!held) return constant(at.where, NoneReason::OutOfScope, span);
  const CardScope scope = *held;
  if (op == Op::Score) return card(scope.card, at).score;
  if (op == Op::Grade) {
    const StepId grade = card(scope.card, at).grade;
    return grade ? grade : constant(at.where, NoneReason::Failed, span);
  }
  KPI_CHECK(scope.line.has_value());
  const Line& line = program_.scorecards[scope.card].lines[*scope.line];
  if (op == Op::LineValue) return lower(line.measure, at, {});
  const Expr& measure = program_.exprs[line.measure];
  const auto when = shifted(at.when, measure.context.window, span);
  if (op != Op::Attainment) {
    if (op == Op::Target && line.target) {
      return publish(lower(line.target, at, {}), program_.metrics[line.metric].publish,
                     "target(" + line.name + ")");
    }
    return when ? target(line.metric, op, {*when, at.where}, span)
                : constant(at.where, NoneReason::NoTarget, span);
  }
  const StepId value = line_word(Op::LineValue, at, scope, span);
  StepId attained;
  if (line.target || !when) {
    Step step =
        step_of(StepKind::Attain, at, {value, line_word(Op::Target, at, scope, span)}, span);
    step.better = line.better;
    attained = add(std::move(step));
  } else {
    const auto own = line.own_better ? std::optional<Better>(line.better) : std::nullopt;
    attained = attainment(line.metric, value, own, {*when, at.where}, span);
  }
  return publish(attained, program_.precision.ratio, "attainment(" + line.name + ")");
}

LineOutput Lowering::line(ScorecardId card_id, std::size_t index, const At& at) {
  const std::string key = std::to_string(card_id.value) + "." + std::to_string(index) + key_of(at);
  if (const auto found = lines_.find(key); found != lines_.end()) return found->second;
  const Scorecard& card = program_.scorecards[card_id];
  const Line& line = card.lines[index];
  const CardScope scope{card_id, index};
  LineOutput output;
  output.value = line_word(Op::LineValue, at, scope, line.span);
  output.target = line_word(Op::Target, at, scope, line.span);
  output.attainment = line_word(Op::Attainment, at, scope, line.span);
  output.own_target = static_cast<bool>(line.target);
  if (line.scored) {
    StepId points = lower(line.scored, at, scope);
    if (line.cap) points = add(bounded(at, points, *line.cap, true));
    if (line.floor) points = add(bounded(at, points, *line.floor, false));
    output.points = publish(points, line.publish, card.name + "." + line.name);
  }
  lines_.emplace(key, output);
  return output;
}

std::vector<StepId> Lowering::adjustment_steps(const std::vector<Adjust>& adjustments, const At& at,
                                               const CardScope& scope) {
  std::vector<StepId> steps;
  for (const Adjust& adjust : adjustments) {
    steps.push_back(adjust.value ? lower(adjust.value, at, scope) : StepId());
    steps.push_back(adjust.when ? lower(adjust.when, at, scope) : StepId());
  }
  return steps;
}

StepId Lowering::grade(ScorecardId id, StepId score, const At& at) {
  const TiersId declared = program_.scorecards[id].grade;
  const auto held = version_of(program_.tiers, declared, at.when.whole);
  if (!held) return constant(at.where, NoneReason::NoVersion, program_.tiers[declared].span);
  const Tiers& tiers = program_.tiers[*held];
  const bool ranked = tiers.kind == TierKind::Ranked;
  Step grade = step_of(ranked ? StepKind::Ranked : StepKind::Grade, at, {score}, tiers.span);
  if (ranked) {
    grade.args.push_back(compared(tiers.peers, at, id));
    grade.args.push_back(alike(tiers.peers, at, tiers.span));
  }
  grade.tiers = *held;
  grade.card = id;
  return add(std::move(grade));
}

CardOutput Lowering::card(ScorecardId id, const At& at) {
  const std::string key = std::to_string(id.value) + key_of(at);
  if (const auto found = cards_.find(key); found != cards_.end()) return found->second;
  const Scorecard& card = program_.scorecards[id];
  CardOutput output;
  output.card = id;
  output.period = at.when.anchor;
  output.member = on_card(id, at);
  if (card.split_by_days) output.days = days_on_card(id, at);
  std::vector<StepId> points;
  for (std::size_t i = 0; i < card.lines.size(); ++i) {
    output.lines.push_back(line(id, i, at));
    points.push_back(output.lines.back().points);
  }
  Step weigh = step_of(StepKind::Weigh, at, points, card.span);
  weigh.card = id;
  output.base = add(std::move(weigh));
  output.adjust_args = adjustment_steps(card.adjustments, at, {});
  std::vector<StepId> args{output.base};
  args.insert(args.end(), output.adjust_args.begin(), output.adjust_args.end());
  Step adjust = step_of(StepKind::Adjust, at, args, card.span);
  adjust.card = id;
  output.adjusted = add(std::move(adjust));
  output.score = publish(output.adjusted, card.publish, card.name);
  if (card.grade) output.grade = grade(id, output.score, at);
  cards_.emplace(key, output);
  return output;
}

StepId Lowering::chosen(StepId member, StepId value, StepId otherwise, Span span) {
  Step step;
  step.kind = StepKind::Choose;
  step.space = plan_.steps[value].space;
  step.span = span;
  step.args = {member, value, otherwise};
  return add(std::move(step));
}

/// A pool is divided among everybody of all cards, even where one person is asked for.
StepId Lowering::pooled(PayoutId id, const At& at, StepId amount, StepId member) {
  const Payout& payout = program_.payouts[id];
  for (const PayoutId other :
       all_held(program_.payouts, id, days_of(at.when.anchor, program_.calendar))) {
    if (other == id) continue;
    const PayoutOutput paid = before_pool(other, at);
    amount = chosen(paid.member, paid.adjusted, amount, payout.span);
    member = chosen(paid.member, paid.member, member, payout.span);
  }
  Step pool = step_of(StepKind::Pool, at,
                      {amount, member, lower(payout.pool, at, {payout.scorecard, std::nullopt})},
                      program_.exprs[payout.pool].span);
  pool.payout = id;
  pool.round = payout.pool_step;
  return add(std::move(pool));
}

/// The amount and its adjustments but for the pool, which reads those of everybody.
PayoutOutput Lowering::before_pool(PayoutId id, const At& at) {
  const std::string key = std::to_string(id.value) + key_of(at);
  if (const auto found = unpooled_.find(key); found != unpooled_.end()) return found->second;
  const Payout& payout = program_.payouts[id];
  const CardScope scope{payout.scorecard, std::nullopt};
  PayoutOutput output;
  output.payout = id;
  output.period = at.when.anchor;
  output.member = paid_by(id, at);
  if (!payout.carries.empty()) carried(id, at);
  output.amount = lower(payout.amount, at, scope);
  std::vector<Adjust> own = payout.adjustments;
  if (payout.pool) own.pop_back();  // the pool's
  output.adjust_args = adjustment_steps(own, at, scope);
  std::vector<StepId> args{output.amount};
  args.insert(args.end(), output.adjust_args.begin(), output.adjust_args.end());
  Step adjust = step_of(StepKind::Adjust, at, args, payout.span);
  adjust.payout = id;
  output.adjusted = add(std::move(adjust));
  unpooled_.emplace(key, output);
  return output;
}

PayoutOutput Lowering::payout(PayoutId id, const At& asked) {
  At at = asked;
  if (program_.payouts[id].pool) at.where.key.clear();
  const std::string key = std::to_string(id.value) + key_of(at);
  if (const auto found = payouts_.find(key); found != payouts_.end()) return found->second;
  const Payout& payout = program_.payouts[id];
  const CardScope scope{payout.scorecard, std::nullopt};
  PayoutOutput output = before_pool(id, at);
  if (payout.pool) {
    output.adjusted = pooled(id, at, output.adjusted, output.member);
    output.adjust_args.push_back(output.adjusted);
    output.adjust_args.emplace_back();
  }
  std::vector<StepId> settle_args{output.adjusted};
  for (const Policy& policy : payout.policies) {
    settle_args.push_back(policy.value ? lower(policy.value, at, scope) : StepId());
  }
  Step settle = step_of(StepKind::Settle, at, settle_args, payout.span);
  settle.payout = id;
  settle.name = payout.name;
  output.settled = add(std::move(settle));
  payouts_.emplace(key, output);
  return output;
}

RuleOutput Lowering::rule(RuleId id, const At& at) {
  const Rule& rule = program_.rules[id];
  const CardScope scope{rule.scorecard, std::nullopt};
  RuleOutput output;
  output.rule = id;
  output.period = at.when.anchor;
  output.member =
      rule.scorecard ? on_card(rule.scorecard, at) : member_of(rule.roles, rule.table, at);
  output.when = lower(rule.when, at, scope);
  for (const MessagePart& part : rule.message) {
    output.values.push_back(part.value ? lower(part.value, at, scope) : StepId());
  }
  return output;
}

}  // namespace kpi::plan
