#include "check/adjustments.hpp"

#include <algorithm>

#include "check/value_types.hpp"

/// What may change a score or an amount after it is computed, in the order written; and what
/// counts when there is none.
namespace kpi::check {
namespace {

const char* word_of(ast::AdjustKind kind) {
  switch (kind) {
    case ast::AdjustKind::Add: return "add";
    case ast::AdjustKind::Deduct: return "deduct";
    case ast::AdjustKind::Cap: return "cap";
    case ast::AdjustKind::Floor: return "floor";
    case ast::AdjustKind::Round: return "round";
  }
  return "round";
}

AdjustKind kind_of(ast::AdjustKind kind) {
  switch (kind) {
    case ast::AdjustKind::Add: return AdjustKind::Add;
    case ast::AdjustKind::Deduct: return AdjustKind::Deduct;
    case ast::AdjustKind::Cap: return AdjustKind::Cap;
    case ast::AdjustKind::Floor: return AdjustKind::Floor;
    case ast::AdjustKind::Round: return AdjustKind::Round;
  }
  return AdjustKind::Round;
}

/// A condition that may be undecided is skipped by add and deduct of a score; a cap, a floor and
/// anything about pay needs a decision.
bool check_when(Checker& checker, const AdjustSite& site, const ast::Adjust& declared,
                Adjust& adjust) {
  if (!declared.when) return true;
  adjust.when = check_condition(checker, site.env, *declared.when);
  if (checker.failed(adjust.when)) return false;
  const bool bounds =
      declared.kind == ast::AdjustKind::Cap || declared.kind == ast::AdjustKind::Floor;
  if (!checker.type(adjust.when).optional || (!bounds && !site.pays)) return true;
  checker.diagnostics.report(Code::condition_may_be_absent, checker.expr(adjust.when).span)
      .hint(Text::supply_in_condition);
  return false;
}

/// Of a floor that is written not above the cap nothing passes it; what is computed may.
bool may_pass(const Checker& checker, const Adjust& cap, const Adjust& later) {
  if (later.kind != AdjustKind::Floor) return later.kind == AdjustKind::Add;
  const Expr& most = checker.expr(cap.value);
  const Expr& least = checker.expr(later.value);
  const bool written = most.op == Op::Constant && least.op == Op::Constant &&
                       most.constant.is_number() && least.constant.is_number();
  return !written || most.constant.number() < least.constant.number();
}

void lint_order(Checker& checker, const ast::Adjust& declared, const Adjust& adjust,
                const std::vector<Adjust>& before) {
  const bool passes = std::any_of(before.begin(), before.end(), [&](const Adjust& earlier) {
    return earlier.kind == AdjustKind::Cap && may_pass(checker, earlier, adjust);
  });
  if (!passes) return;
  checker.diagnostics.report(Code::add_below_cap, declared.span,
                             {{"word", word_of(declared.kind)}});
}

std::optional<Adjust> check_adjust(Checker& checker, const AdjustSite& site,
                                   const ast::Adjust& declared) {
  Adjust adjust;
  adjust.kind = kind_of(declared.kind);
  adjust.message = declared.message.text;
  adjust.span = declared.span;
  if (declared.kind == ast::AdjustKind::Round) {
    Env env = site.env;
    env.grain = Grain::Constant;
    if (declared.round) adjust.round = check_round(checker, env, *declared.round, site.unit);
    return adjust.round ? std::optional<Adjust>(adjust) : std::nullopt;
  }
  if (!declared.value) return std::nullopt;
  adjust.value = check_number(checker, site.env, *declared.value, site.unit);
  if (checker.failed(adjust.value)) return std::nullopt;
  if (checker.type(adjust.value).optional && !site.pays) {
    checker.diagnostics
        .report(Code::adjustment_may_be_absent, checker.expr(adjust.value).span,
                {{"word", word_of(declared.kind)}})
        .hint(Text::supply_in_condition);
    return std::nullopt;
  }
  if (!check_when(checker, site, declared, adjust)) return std::nullopt;
  return adjust;
}

}  // namespace

std::vector<Adjust> check_adjustments(Checker& checker, const AdjustSite& site,
                                      const std::vector<ast::Adjust>& declared) {
  std::vector<Adjust> adjustments;
  for (const ast::Adjust& item : declared) {
    const auto adjust = check_adjust(checker, site, item);
    if (!adjust) continue;
    lint_order(checker, item, *adjust, adjustments);
    adjustments.push_back(*adjust);
  }
  return adjustments;
}

std::optional<Policy> check_policy(Checker& checker, const Env& env, const ast::Policy& policy,
                                   const Unit* unit) {
  Policy result;
  result.span = policy.span;
  const bool pays = unit != nullptr;
  Text word = Text::word_policy_value;
  switch (policy.kind) {
    case ast::PolicyKind::Zero:
      result.kind = PolicyKind::Zero, word = Text::word_policy_zero;
      break;
    case ast::PolicyKind::Full:
      result.kind = PolicyKind::Full, word = Text::word_policy_full;
      break;
    case ast::PolicyKind::Redistribute:
      result.kind = PolicyKind::Redistribute, word = Text::word_policy_redistribute;
      break;
    case ast::PolicyKind::Fail:
      result.kind = PolicyKind::Fail, word = Text::word_policy_fail;
      break;
    case ast::PolicyKind::Hold:
      result.kind = PolicyKind::Hold, word = Text::word_policy_hold;
      break;
    case ast::PolicyKind::Value: result.kind = PolicyKind::Value; break;
  }
  const bool payout_word =
      policy.kind == ast::PolicyKind::Hold || policy.kind == ast::PolicyKind::Value;
  if (pays != payout_word) {
    checker.diagnostics.report(Code::word_out_of_place, policy.span, {{"word", word}})
        .hint(pays ? Text::payout_policies : Text::line_policies);
    return std::nullopt;
  }
  if (policy.reason) {
    NoneReason reason;
    if (!find_none_reason(policy.reason->text, reason)) {
      checker.diagnostics.report(Code::unknown_none_reason, policy.reason->span,
                                 {{"name", policy.reason->text}});
      return std::nullopt;
    }
    result.reason = reason;
  }
  Env constants = env;
  constants.grain = Grain::Constant;
  if (policy.at_least) {
    Unit ratio = unit_of(Quantity::Ratio);
    const auto share = check_constant(checker, constants, *policy.at_least, ratio);
    if (!share) return std::nullopt;
    result.at_least = *share;
  }
  if (policy.value && pays) {
    result.value = check_number(checker, env, *policy.value, *unit);
    if (checker.failed(result.value)) return std::nullopt;
  }
  return result;
}

}  // namespace kpi::check
