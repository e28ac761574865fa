#include <algorithm>

#include "check/adjustments.hpp"
#include "check/day_parts.hpp"
#include "check/multiples.hpp"
#include "check/peers.hpp"
#include "check/people.hpp"
#include "check/units.hpp"
#include "check/value_types.hpp"
#include "check/versions.hpp"
#include "diag/period_words.hpp"

/// Payouts: an amount with a unit, a declared step, and a policy for absent values.
namespace kpi::check {
namespace {

bool set_people(Checker& checker, const ast::Payout& declared, ScorecardId card, Payout& payout) {
  const auto cycle =
      resolve_cycle(checker, declared.head.name, declared.roles, declared.every, card);
  if (!cycle) return false;
  payout.table = cycle->table;
  payout.scorecard = card;
  payout.roles = cycle->roles;
  payout.every = cycle->every;
  return true;
}

/// `every year` holds whole periods of the payout; a week may belong to two of anything longer.
bool is_whole(const Carry& carry, PeriodUnit cycle) {
  if (!carry.every || *carry.every == cycle) return true;
  return cycle != PeriodUnit::Week && *carry.every != PeriodUnit::Week && *carry.every > cycle;
}

/// The value of a running state, which must always be there.
bool set_state(Checker& checker, const Env& env, const ast::Carry& declared, ast::ExprId value,
               const Type& type, ProgramExprId& out) {
  out = check_number(checker, env, value, type.unit);
  if (checker.failed(out)) return false;
  if (!checker.type(out).optional) return true;
  checker.diagnostics
      .report(Code::carry_may_be_absent, checker.expr(out).span, {{"name", declared.name.text}})
      .hint(Text::supply_in_condition);
  return false;
}

/// The states by name and initial value, so that the amount can read them.
bool add_carries(Checker& checker, const Env& env, const ast::Payout& declared, Payout& payout) {
  bool ok = true;
  for (const ast::Carry& item : declared.carries) {
    Carry carry;
    carry.name = item.name.text;
    carry.span = item.span;
    carry.type = value_type(checker, item.type);
    carry.type.grain = Grain::Subject;
    carry.every = item.every;
    const Symbol* other = checker.find(carry.name);
    const bool twice = std::any_of(payout.carries.begin(), payout.carries.end(),
                                   [&](const Carry& c) { return c.name == carry.name; });
    const bool column = checker.columns[payout.table.index()].count(carry.name) != 0;
    if (other != nullptr || twice || column) {
      checker.diagnostics.report(Code::duplicate_name, item.name.span, {{"name", carry.name}});
      ok = false;
    }
    if (!is_whole(carry, payout.every)) {
      checker.diagnostics.report(Code::carry_cycle, item.span,
                                 {{"name", carry.name},
                                  {"every", word_of(*carry.every)},
                                  {"cycle", word_of(payout.every)}});
      ok = false;
    }
    const bool typed = carry.type.kind == Kind::Number;
    ok = typed && set_state(checker, env, item, item.initial, carry.type, carry.initial) && ok;
    payout.carries.push_back(std::move(carry));
  }
  return ok;
}

/// What each period hands on, which reads what it paid.
void check_next(Checker& checker, Env env, const ast::Payout& declared, Payout& payout) {
  env.words.reads_paid = true;
  for (std::size_t i = 0; i < payout.carries.size(); ++i) {
    const Type type = payout.carries[i].type;
    ProgramExprId next;
    set_state(checker, env, declared.carries[i], declared.carries[i].next, type, next);
    payout.carries[i].next = next;
  }
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

/// The number in a product that was meant to be money: `4000` in `4000 * (score / 100 points)`.
std::optional<ProgramExprId> bare_factor(const Checker& checker, ProgramExprId id) {
  const Expr& expr = checker.expr(id);
  if (is_bare_number(checker, id)) return id;
  const bool sum = expr.op == Op::Add || expr.op == Op::Subtract;
  if (expr.op != Op::Multiply && !sum) return std::nullopt;
  for (const ProgramExprId arg : expr.args) {
    if (const auto found = bare_factor(checker, arg)) return found;
  }
  return std::nullopt;
}

/// What is paid is money: a number, a ratio or points are not, however the statement prints them.
ProgramExprId money_amount(Checker& checker, ProgramExprId amount) {
  Unit money = unit_of(Quantity::Money);
  money.currency = checker.program.currency;
  if (money.currency.present()) amount = adopt(checker, amount, money);
  const Expr& expr = checker.expr(amount);
  const bool is_money = !expr.type.unit.per && expr.type.unit.quantity == Quantity::Money;
  if (is_money || checker.failed(amount)) return amount;
  Diagnostic& report = checker.diagnostics.report(
      Code::wrong_unit, expr.span,
      {unit_argument("actual", expr.type.unit), unit_argument("expected", money)});
  if (const auto bare = bare_factor(checker, amount)) {
    const Expr& number = checker.expr(*bare);
    const auto text = exact_decimal_string(number.constant.number());
    if (text && money.currency.present()) {
      const std::string written = *text + ' ' + std::string(money.currency.text());
      report.fix(number.span, written, false);
    }
  }
  return checker.error(expr.span);
}

void check_amount(Checker& checker, const ast::Payout& declared, const Env& env, Payout& payout) {
  if (!declared.amount) {
    if (has_reported_inside(checker, declared.head.span)) return;  // it may be what did not parse
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
  amount = money_amount(checker, amount);
  if (checker.failed(amount)) return;
  payout.amount = amount;
  payout.type = checker.type(amount);
  payout.type.grain = Grain::Subject;
  payout.type.optional = true;
  warn_of_multiples(checker, amount, Paid::Amount);
}

bool reads_share(const Checker& checker, const Scorecard& card, ProgramExprId id) {
  if (!id) return false;
  const Expr& expr = checker.expr(id);
  return expr.op == Op::PeriodShare || expr.op == Op::Metric || expr.op == Op::Aggregate ||
         (expr.op == Op::Score && !expr.scorecard && scores_rows(checker, card)) ||
         std::any_of(expr.args.begin(), expr.args.end(),
                     [&](ProgramExprId arg) { return reads_share(checker, card, arg); });
}

/// What the payout of a card that is split by days reads counts rows of its days too, and so does
/// a score that is a multiple of sums of rows; an amount that knows nothing of the days is paid
/// whole for every part.
void pay_for_days(Checker& checker, const Scorecard& card, Payout& payout) {
  const bool known =
      reads_share(checker, card, payout.amount) ||
      std::any_of(payout.adjustments.begin(), payout.adjustments.end(),
                  [&](const Adjust& a) { return reads_share(checker, card, a.value); });
  if (!known) {
    checker.diagnostics
        .report(Code::whole_pay_for_part, checker.expr(payout.amount).span,
                {{"payout", payout.name}, {"card", card.name}})
        .hint(Text::write_instead,
              {{"text", form_beside(checker, payout.span, "… * period.share")}});
  }
  payout.amount = in_days_of_card(checker, payout.scorecard, card, payout.amount);
  adjust_in_days_of_card(checker, payout.scorecard, card, payout.adjustments);
  for (Policy& policy : payout.policies)
    policy.value = in_days_of_card(checker, payout.scorecard, card, policy.value);
  for (Carry& carry : payout.carries) {
    carry.initial = in_days_of_card(checker, payout.scorecard, card, carry.initial);
    carry.next = in_days_of_card(checker, payout.scorecard, card, carry.next);
  }
}

/// Of a payout for several cards, one of them split by days, somebody may have a part by each: then
/// there is no one amount that a pool divides, and no one state to carry on.
bool can_share(Checker& checker, const CardWords& words, const ast::Payout& declared,
               const Payout& payout) {
  if (words.cards.size() < 2 || !words.split_card) return true;
  if (!declared.pool && declared.carries.empty()) return true;
  checker.diagnostics
      .report(Code::split_card_shared, declared.head.name.span,
              {{"payout", payout.name},
               {"card", words.card->name},
               {"what", declared.pool ? Text::words_a_pool : Text::words_carried_states}})
      .hint(Text::payout_for_each);
  return false;
}

void check_payout(Checker& checker, const PayoutState& state, PayoutId id) {
  const ast::Payout& declared = *state.declared;
  Payout payout = checker.program.payouts[id];
  if (!set_people(checker, declared, state.card, payout)) return;
  Env env;
  env.ast = state.ast;
  env.grain = Grain::Subject;
  env.subject_table = payout.table;
  env.words.reads_score = static_cast<bool>(payout.scorecard);
  env.words.reads_results = true;
  env.words.reader = Reader{payout.name, payout.every, payout.table};
  if (payout.scorecard) env.words.card = &checker.program.scorecards[payout.scorecard];
  env.words.card_id = payout.scorecard;
  if (payout.scorecard && env.words.card->split_by_days) env.words.split_card = payout.scorecard;
  env.words.cards = cards_named(checker, declared.roles);
  if (!can_share(checker, env.words, declared, payout)) return;
  if (!add_carries(checker, env, declared, payout)) return;
  env.words.carrying = &payout;
  env.words.payout_id = id;
  check_amount(checker, declared, env, payout);
  if (!payout.amount) return;
  payout.adjustments =
      check_adjustments(checker, {env, payout.type.unit, payout.name, true}, declared.adjustments);
  for (const Adjust& adjust : payout.adjustments) {
    const bool bounds = adjust.kind == AdjustKind::Cap || adjust.kind == AdjustKind::Floor;
    warn_of_multiples(checker, adjust.value, bounds ? Paid::Bound : Paid::Amount);
  }
  check_next(checker, env, declared, payout);
  const bool is_whole = !has_reported_inside(checker, declared.head.span);
  if (is_whole) check_step(checker, payout);
  check_bounds(checker, payout);
  if (declared.pool) check_pool(checker, env, *declared.pool, payout);
  for (const ast::Policy& policy : declared.policies) {
    const auto checked = check_policy(checker, env, policy, &payout.type.unit);
    if (!checked) continue;
    payout.policies.push_back(*checked);
    if (checked->value) {
      const auto constant = fold(checker.program, checked->value);
      const bool nothing = constant && constant->is_number() && constant->number().is_zero();
      if (payout.pool && !nothing) {
        checker.diagnostics.report(Code::paid_beyond_pool, checker.expr(checked->value).span)
            .hint(Text::none_in_amount);
      }
      payout.policies.back().value = rounded(checker, payout, checked->value);
    }
  }
  if (declared.policies.empty() && is_whole) {
    checker.diagnostics.report(Code::payout_policy_missing, payout.span, {{"payout", payout.name}})
        .hint(Text::payout_policies);
  }
  if (env.words.split_card) pay_for_days(checker, *env.words.card, payout);
  checker.program.payouts[id] = std::move(payout);
}

}  // namespace

void ensure_payout(Checker& checker, PayoutId id) {
  const auto found = checker.payouts.find(id);
  if (found == checker.payouts.end()) return;
  PayoutState& state = found->second;
  if (state.progress == Progress::Done) return;
  if (state.progress == Progress::Running) {
    report_cycle(checker, checker.payout_stack, checker.program.payouts, id);
    return;
  }
  state.progress = Progress::Running;
  checker.payout_stack.push_back(id);
  check_payout(checker, PayoutState(state), id);
  checker.payout_stack.pop_back();
  checker.payouts[id].progress = Progress::Done;
}

void check_payouts(Checker& checker, const std::vector<const ast::Ast*>& files) {
  each<ast::Payout>(files, [&](const ast::Ast& file, const ast::Payout& payout) {
    const auto id = declared_at<PayoutId>(checker.program.payouts, payout.head.name.span);
    if (!id) return;
    each_card_version(checker, payout, checker.program.payouts, *id,
                      [&](const CardVersion& card, PayoutId version) {
                        checker.program.payouts[version].effective = card.days;
                        checker.payouts[version] = {&payout, &file, card.card, Progress::Waiting};
                      });
  });
  for (std::size_t i = 0; i < checker.program.payouts.size(); ++i) {
    ensure_payout(checker, PayoutId(i));
  }
  compare_payouts(checker);
}

}  // namespace kpi::check
