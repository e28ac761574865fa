#include <algorithm>

#include "check/adjustments.hpp"
#include "check/people.hpp"
#include "check/units.hpp"
#include "check/value_types.hpp"

/// Payouts: an amount with a unit, a declared step, and a policy for absent values.
namespace kpi::check {
namespace {

bool set_people(Checker& checker, const ast::Payout& declared, Payout& payout) {
  if (declared.roles.empty()) {
    checker.diagnostics
        .report(Code::people_missing, declared.head.name.span, {{"name", declared.head.name.text}})
        .hint(Text::write_instead, {{"text", "for scorecard"}});
    return false;
  }
  if (const auto card = checker.find_as<ScorecardId>(declared.roles[0].text)) {
    if (declared.roles.size() > 1) {
      report_not_yet(checker, declared.head.name.span, "a payout for several scorecards");
      return false;
    }
    payout.scorecard = *card;
    payout.table = checker.program.scorecards[*card].table;
    payout.roles = checker.program.scorecards[*card].roles;
    payout.every = checker.program.scorecards[*card].every;
    return static_cast<bool>(payout.table);
  }
  const auto people = resolve_roles(checker, declared.roles);
  if (!people || !people->table) return false;
  payout.table = people->table;
  payout.roles = people->roles;
  if (!declared.every) {
    checker.diagnostics.report(Code::cycle_missing, declared.head.name.span,
                               {{"name", declared.head.name.text}});
    return false;
  }
  payout.every = *declared.every;
  return true;
}

/// Money must end in a declared step: the payout's own `round`, or the precision of its unit.
void check_step(Checker& checker, Payout& payout) {
  const bool rounds = std::any_of(payout.adjustments.begin(), payout.adjustments.end(),
                                  [](const Adjust& a) { return a.kind == AdjustKind::Round; });
  const auto published = checker.program.precision.of(payout.type.unit);
  if (rounds && payout.adjustments.back().kind != AdjustKind::Round) {
    checker.diagnostics.report(Code::round_not_last, payout.adjustments.back().span,
                               {{"payout", payout.name}});
  }
  if (!rounds && published) {
    Adjust round;
    round.kind = AdjustKind::Round;
    round.round = *published;
    round.span = payout.span;
    payout.adjustments.push_back(round);
  } else if (!rounds && is_plain(payout.type.unit, Quantity::Money)) {
    checker.diagnostics.report(Code::payout_step_missing, payout.span, {{"payout", payout.name}})
        .hint(Text::write_instead,
              {{"text", "round 0.01 " + std::string(payout.type.unit.currency.text())}});
  }
}

/// A supplied value is paid too, so it is rounded like the amount.
ProgramExprId rounded(Checker& checker, const Payout& payout, ProgramExprId value) {
  for (const Adjust& adjust : payout.adjustments) {
    if (!adjust.round) continue;
    const Expr& expr = checker.expr(value);
    const ProgramExprId id = make_op(checker, Op::Round, expr.span, expr.type, {value});
    checker.program.exprs[id].round = adjust.round;
    return id;
  }
  return value;
}

/// A constant cap or floor that is no multiple of the step could never be paid.
void check_bounds(Checker& checker, const Payout& payout) {
  const auto step = std::find_if(payout.adjustments.begin(), payout.adjustments.end(),
                                 [](const Adjust& a) { return a.kind == AdjustKind::Round; });
  if (step == payout.adjustments.end()) return;
  for (const Adjust& adjust : payout.adjustments) {
    if (adjust.kind != AdjustKind::Cap && adjust.kind != AdjustKind::Floor) continue;
    const auto bound = fold(checker.program, adjust.value);
    if (!bound || !bound->is_number()) continue;
    if ((bound->number() / step->round->step).is_integer()) continue;
    const Unit& unit = payout.type.unit;
    checker.diagnostics.report(Code::cap_not_on_step, adjust.span,
                               {{"word", adjust.kind == AdjustKind::Cap ? "cap" : "floor"},
                                {"value", constant_text(bound->number(), unit)},
                                {"name", payout.name},
                                {"step", constant_text(step->round->step, unit)}});
  }
}

void check_amount(Checker& checker, const ast::Payout& declared, const Env& env, Payout& payout) {
  if (!declared.amount) {
    checker.diagnostics.report(Code::payout_amount_missing, payout.span, {{"payout", payout.name}});
    return;
  }
  ProgramExprId amount = check_expr(checker, env, *declared.amount);
  if (checker.failed(amount)) return;
  if (checker.type(amount).kind != Kind::Number) {
    checker.diagnostics.report(
        Code::wrong_kind, checker.expr(amount).span,
        {{"actual", word_for(checker.type(amount).kind)}, {"expected", Text::word_number}});
    return;
  }
  payout.amount = amount;
  payout.type = checker.type(amount);
  payout.type.grain = Grain::Subject;
  payout.type.optional = true;
}

void check_payout(Checker& checker, const ast::Ast& file, const ast::Payout& declared,
                  PayoutId id) {
  Payout payout = checker.program.payouts[id];
  if (!set_people(checker, declared, payout)) return;
  if (declared.head.effective) report_not_yet(checker, payout.span, "`effective`");
  if (!declared.carries.empty()) {
    report_not_yet(checker, declared.carries[0].span, "`carry`");
    return;
  }
  Env env;
  env.ast = &file;
  env.grain = Grain::Subject;
  env.subject_table = payout.table;
  env.words.reads_score = static_cast<bool>(payout.scorecard);
  env.words.payout = &payout;
  check_amount(checker, declared, env, payout);
  if (!payout.amount) return;
  payout.adjustments =
      check_adjustments(checker, {env, payout.type.unit, payout.name, true}, declared.adjustments);
  check_step(checker, payout);
  check_bounds(checker, payout);
  for (const ast::Policy& policy : declared.policies) {
    const auto checked = check_policy(checker, env, policy, &payout.type.unit);
    if (!checked) continue;
    payout.policies.push_back(*checked);
    if (checked->value) {
      payout.policies.back().value = rounded(checker, payout, checked->value);
    }
  }
  if (declared.policies.empty()) {
    checker.diagnostics.report(Code::payout_policy_missing, payout.span, {{"payout", payout.name}})
        .hint(Text::payout_policies);
  }
  checker.program.payouts[id] = std::move(payout);
}

}  // namespace

void ensure_payout(Checker& checker, PayoutId id) {
  const auto found = checker.payouts.find(id);
  if (found == checker.payouts.end()) return;
  PayoutState& state = found->second;
  if (state.progress == Progress::Done) return;
  if (state.progress == Progress::Running) {
    const Payout& payout = checker.program.payouts[id];
    checker.diagnostics.report(
        Code::definition_cycle, payout.span,
        {{"name", payout.name}, {"path", payout.name + " -> … -> " + payout.name}});
    return;
  }
  state.progress = Progress::Running;
  check_payout(checker, *state.ast, *state.declared, id);
  checker.payouts[id].progress = Progress::Done;
}

void check_payouts(Checker& checker, const std::vector<const ast::Ast*>& files) {
  each<ast::Payout>(files, [&](const ast::Ast& file, const ast::Payout& payout) {
    const auto id = checker.find_as<PayoutId>(payout.head.name.text);
    if (id && checker.program.payouts[*id].span == payout.head.name.span) {
      checker.payouts[*id] = {&payout, &file, Progress::Waiting};
    }
  });
  for (std::size_t i = 0; i < checker.program.payouts.size(); ++i) {
    ensure_payout(checker, PayoutId(i));
  }
}

}  // namespace kpi::check
