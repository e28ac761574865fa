#include "score/card.hpp"

#include <algorithm>

namespace kpi::score {
namespace {

/// A policy named for the reason, or one for any reason that need not be named.
bool matches(const Policy& policy, NoneReason reason) {
  return policy.reason ? *policy.reason == reason : !absorbed_only_by_name(reason);
}

const Policy* find_policy(const std::vector<Policy>& policies, NoneReason reason) {
  const auto named = std::find_if(policies.begin(), policies.end(),
                                  [&](const Policy& p) { return p.reason && *p.reason == reason; });
  if (named != policies.end()) return &*named;
  const auto any = std::find_if(policies.begin(), policies.end(),
                                [&](const Policy& p) { return matches(p, reason); });
  return any == policies.end() ? nullptr : &*any;
}

/// What the line counts as: its points, what a policy makes of none, or none.
WeighedLine decide(const Scorecard& card, const Line& line, const Value& points,
                   Rational& at_least) {
  WeighedLine decided;
  decided.points = points;
  if (!points.is_none()) return decided;
  const Policy* policy = find_policy(line.policies, points.reason());
  if (policy == nullptr) policy = find_policy(card.policies, points.reason());
  if (policy == nullptr) return decided;
  decided.policy = policy->kind;
  if (policy->kind == PolicyKind::Zero) decided.points = Rational(0);
  if (policy->kind == PolicyKind::Full) decided.points = Rational(100);
  if (policy->kind == PolicyKind::Fail) decided.points = NoneReason::Failed;
  if (policy->kind == PolicyKind::Redistribute) at_least = std::max(at_least, policy->at_least);
  return decided;
}

bool left_out(const WeighedLine& line) {
  return line.policy == PolicyKind::Redistribute;
}

}  // namespace

Weighing weigh(const Scorecard& card, const std::vector<Value>& points) {
  Weighing result;
  Rational present;
  Rational at_least;
  std::optional<NoneReason> absent;
  for (std::size_t i = 0; i < card.lines.size(); ++i) {
    const Line& line = card.lines[i];
    result.lines.push_back(line.scored ? decide(card, line, points[i], at_least) : WeighedLine());
    const WeighedLine& decided = result.lines.back();
    if (!line.scored || line.weight.is_zero() || left_out(decided)) continue;
    if (decided.points.is_none()) {
      const NoneReason reason = decided.points.reason();
      absent = absent ? stronger(*absent, reason) : reason;
    }
    present += line.weight;
  }
  if (absent) {
    result.base = *absent;
    return result;
  }
  if (present.is_zero() || present < at_least) {
    result.base = NoneReason::InsufficientWeight;
    return result;
  }
  Rational total;
  for (std::size_t i = 0; i < card.lines.size(); ++i) {
    WeighedLine& decided = result.lines[i];
    if (!card.lines[i].scored || card.lines[i].weight.is_zero() || left_out(decided)) continue;
    decided.effective_weight = card.lines[i].weight / present;
    total += decided.effective_weight * decided.points.number();
  }
  result.base = total;
  return result;
}

namespace {

Value changed(const Adjust& adjust, const Rational& before, const Value* argument) {
  if (adjust.kind == AdjustKind::Round) {
    return round_to_step(before, adjust.round->step, adjust.round->mode);
  }
  if (argument->is_none()) return *argument;
  const Rational& amount = argument->number();
  switch (adjust.kind) {
    case AdjustKind::Add: return before + amount;
    case AdjustKind::Deduct: return before - amount;
    case AdjustKind::Cap: return std::min(before, amount);
    case AdjustKind::Floor: return std::max(before, amount);
    case AdjustKind::Round: break;
  }
  return before;
}

AdjustResult::State state_of(const Value* when) {
  if (when == nullptr) return AdjustResult::State::Applied;
  if (when->is_none()) return AdjustResult::State::Undecided;
  return when->truth() ? AdjustResult::State::Applied : AdjustResult::State::NotApplied;
}

}  // namespace

Adjusted adjust(const std::vector<Adjust>& adjustments, Value base,
                const std::vector<const Value*>& arguments) {
  Adjusted result;
  result.value = std::move(base);
  for (std::size_t i = 0; 2 * i + 1 < arguments.size(); ++i) {
    const Value* when = arguments[2 * i + 1];
    AdjustResult step;
    step.adjustment = i;
    step.before = result.value;
    step.state = state_of(when);
    // a condition that nobody could decide for want of data leaves the result open as well
    const bool no_data =
        when != nullptr && when->is_none() && absorbed_only_by_name(when->reason());
    if (no_data && !result.value.is_none()) {
      result.value = when->reason();
    } else if (step.state == AdjustResult::State::Applied && result.value.is_number()) {
      result.value = changed(adjustments[i], result.value.number(), arguments[2 * i]);
    }
    step.after = result.value;
    result.steps.push_back(std::move(step));
  }
  return result;
}

Settled settle(const std::vector<Policy>& policies, const Value& amount,
               const std::vector<const Value*>& supplied) {
  if (!amount.is_none()) return {amount, std::nullopt};
  const Policy* policy = find_policy(policies, amount.reason());
  if (policy == nullptr) return {amount, std::nullopt};
  const auto index = static_cast<std::size_t>(policy - policies.data());
  if (policy->kind == PolicyKind::Value && supplied[index] != nullptr) {
    return {*supplied[index], policy->kind};
  }
  return {amount, policy->kind};
}

}  // namespace kpi::score
