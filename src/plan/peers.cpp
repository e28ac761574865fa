#include "diag/period_words.hpp"
#include "plan/lowering.hpp"

/// People compared with each other: a step that reads what all of them have.
namespace kpi::plan {
namespace {

Step peer_step(StepKind kind, const At& at, Span span) {
  Step step;
  step.kind = kind;
  step.space = at.where.space;
  step.days = at.when.days;
  step.span = span;
  return step;
}

}  // namespace

At of_everybody(const At& at) {
  At all = at;
  all.where.key.clear();
  return all;
}

bool Lowering::has_people(const char* name, const Peers& peers, const At& at, Span span) {
  const TableId people = at.where.subjects;
  const bool named = peers.kind == PeerKind::Column || peers.kind == PeerKind::Held;
  const TableId wanted = named                          ? peers.table
                         : peers.kind == PeerKind::Role ? program_.roles[peers.role].table
                                                        : people;
  if (people && people == wanted) return true;
  const Argument subject = people ? Argument("subject", '`' + program_.tables[people].name + '`')
                                  : Argument("subject", Text::words_other_subjects);
  diagnostics_.report(Code::peers_elsewhere, span, {{"name", name}, subject});
  plan_.ok = false;
  return false;
}

/// Who is compared: people in force, of the role, and on the card whose words are compared.
StepId Lowering::compared(const Peers& peers, const At& at, ScorecardId card) {
  const TableId people = at.where.subjects;
  const StepId member =
      peers.kind == PeerKind::Role ? member_of({peers.role}, people, at) : in_scope(people, at);
  if (!card) return member;
  Step both = peer_step(StepKind::AllOf, at, {});
  both.args = {member, on_card(card, at)};
  return add(std::move(both));
}

/// What peers have in common; an absent id where everybody is one group.
StepId Lowering::alike(const Peers& peers, const At& at, Span span) {
  if (peers.kind == PeerKind::Held) return lower(peers.held, at, {});
  if (peers.kind != PeerKind::Column) return {};
  Step step = peer_step(StepKind::Column, at, span);
  step.path = peers.column;
  return add(std::move(step));
}

StepId Lowering::lower_ranked(ProgramExprId id, const At& at, const CardScope& scope) {
  const Expr& expr = program_.exprs[id];
  const bool ranked = expr.op == Op::Ranked;
  const Peers& peers = ranked ? program_.tiers[expr.tiers].peers : expr.peers;
  const std::string name = ranked ? program_.tiers[expr.tiers].name : "rank";
  if (!has_people(name.c_str(), peers, at, expr.span)) {
    return constant(at.where, NoneReason::Failed, expr.span);
  }
  const At all = of_everybody(at);
  const Expr& value = program_.exprs[expr.args[0]];
  const bool of_line = value.op == Op::Points || (value.op == Op::Attainment && !value.metric);
  const ScorecardId card = value.scorecard                    ? value.scorecard
                           : value.op == Op::Score || of_line ? scope.card
                                                              : ScorecardId();
  Step step = peer_step(ranked ? StepKind::Ranked : StepKind::Rank, at, expr.span);
  step.args = {lower(expr.args[0], all, scope), compared(peers, all, card),
               alike(peers, all, expr.span)};
  step.direction = expr.direction;
  step.dense = expr.dense;
  step.tiers = expr.tiers;
  return add(std::move(step));
}

/// Rows that belong to nobody have no part in what people have.
StepId Lowering::lower_share(ProgramExprId id, const At& at, const CardScope& scope) {
  const Expr& expr = program_.exprs[id];
  if (program_.exprs[expr.args[1]].context.subject.kind != SubjectKind::All) {
    return lower_operation(id, at, scope);
  }
  Peers everybody;
  everybody.kind = PeerKind::All;
  if (!has_people("share", everybody, at, expr.span)) {
    return constant(at.where, NoneReason::Failed, expr.span);
  }
  Step somebody = peer_step(StepKind::InScope, at, expr.span);
  somebody.days = {kFirstDay, kLastDay};
  Step step = peer_step(StepKind::Choose, at, expr.span);
  step.args = {add(std::move(somebody)), lower_operation(id, at, scope),
               constant(at.where, NoneReason::OutOfScope, expr.span)};
  return add(std::move(step));
}

StepId Lowering::lower_allocate(ProgramExprId id, const At& at, const CardScope& scope) {
  const Expr& expr = program_.exprs[id];
  if (expr.across) return split(id, at, scope);
  if (!has_people("allocate", expr.peers, at, expr.span)) {
    return constant(at.where, NoneReason::Failed, expr.span);
  }
  const At all = of_everybody(at);
  Step step = peer_step(StepKind::Allot, at, expr.span);
  step.args = {lower(expr.args[0], all, scope), lower(expr.args[1], all, scope),
               compared(expr.peers, all, {}), alike(expr.peers, all, expr.span)};
  step.round = expr.round;
  step.else_even = expr.else_even;
  return add(std::move(step));
}

/// This period's part of a longer one's total, by the weights of all periods in it.
StepId Lowering::split(ProgramExprId id, const At& at, const CardScope& scope) {
  const Expr& expr = program_.exprs[id];
  const Period own = at.when.anchor;
  if (own.unit != *expr.across || at.when.shape.kind != WindowKind::Own) {
    if (!report_range(at.when, "allocate across", expr.span)) {
      diagnostics_.report(Code::window_not_whole, expr.span,
                          {{"window", "allocate across"}, {"unit", word_of(own.unit)}});
    }
    plan_.ok = false;
    return constant(at.where, NoneReason::Failed, expr.span);
  }
  const Calendar& calendar = program_.calendar;
  const PeriodUnit unit = expr.context.window.unit;
  const bool fiscal = calendar.fiscal_start_month != 1;
  const bool fiscal_parts = own.unit >= PeriodUnit::Quarter && fiscal;
  const Period whole = period_around(own, unit, calendar);
  Step step = peer_step(StepKind::Split, at, expr.span);
  step.args.push_back(lower(expr.args[0], {at_period(whole), at.where}, scope));
  for (const Period part :
       periods_inside(days_of(whole, calendar), own.unit, fiscal_parts, calendar)) {
    if (part == own) step.index = step.args.size();
    step.args.push_back(expr.args.size() > 1
                            ? lower(expr.args[1], {at_period(part), at.where}, scope)
                            : constant(at.where, Rational(1), expr.span));
  }
  step.round = expr.round;
  step.else_even = expr.else_even;
  return add(std::move(step));
}

/// Rows of a role's members, or of those who are alike: what each of them has, added up.
StepId Lowering::total(const Expr& expr, const At& at) {
  At each = at;
  each.where = subjects(at.where.people);
  Step step = peer_step(at.where.alike ? StepKind::GroupTotal : StepKind::Total, at, expr.span);
  step.type = expr.type;
  step.args = {cells(expr, each), at.where.alike ? at.where.alike : at.where.members};
  return add(std::move(step));
}

/// What everybody has together of whom a history says the same on the place's last day as of the
/// person.
StepId Lowering::group_total(const Expr& expr, const At& at) {
  const Subject& subject = expr.context.subject;
  const auto when = shifted(at.when, expr.context.window, expr.span);
  if (!when || at.where.subjects != subject.table) {
    if (when) report_no_people(expr, false);
    plan_.ok = false;
    return constant(at.where, NoneReason::Failed, expr.span);
  }
  At there{*when, subjects(subject.table)};
  there.where.people = subject.table;
  there.where.alike = lower(subject.held, of_everybody(at), {});
  Expr bare = expr;
  bare.context = {};
  const StepId value = expr.op == Op::Aggregate ? cells(bare, there) : metric(expr.metric, there);
  Step step = peer_step(StepKind::Choose, at, expr.span);
  step.args = {lower(subject.is_held, at, {}), value,
               constant(at.where, NoneReason::OutOfScope, expr.span)};
  return add(std::move(step));
}

/// A metric over the rows of a role's members, which only they have a part in.
StepId Lowering::role_total(const Expr& expr, const At& at) {
  Peers peers;
  peers.kind = PeerKind::Role;
  peers.role = expr.context.subject.role;
  const auto when = shifted(at.when, expr.context.window, expr.span);
  if (!when || !has_people("share", peers, at, expr.span)) {
    plan_.ok = false;
    return constant(at.where, NoneReason::Failed, expr.span);
  }
  At there{*when, company()};
  there.where.people = at.where.subjects;
  there.where.members = member_of({peers.role}, at.where.subjects, of_everybody(at));
  Step everywhere = peer_step(StepKind::Broadcast, at, expr.span);
  everywhere.args = {metric(expr.metric, there)};
  const StepId value = add(std::move(everywhere));
  Step step = peer_step(StepKind::Choose, at, expr.span);
  step.args = {member_of({peers.role}, at.where.subjects, at), value,
               constant(at.where, NoneReason::OutOfScope, expr.span)};
  return add(std::move(step));
}

}  // namespace kpi::plan
