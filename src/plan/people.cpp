#include "plan/lowering.hpp"
#include "program/versions.hpp"

/// Who is in force and in which role.
namespace kpi::plan {
namespace {

/// What the role means on the day that decides; nothing where no version of it holds.
std::optional<ProgramExprId> meaning_of(const Role& role, Date day) {
  if (role.versions.empty()) return role.condition;
  for (const RoleVersion& version : role.versions) {
    if (version.days.contains(day)) return version.condition;
  }
  return std::nullopt;
}

}  // namespace

StepId Lowering::on_card(ScorecardId id, const At& at) {
  const Scorecard& card = program_.scorecards[id];
  if (card.split_by_days) {
    const std::string key = "any day " + std::to_string(id.value) + " " + key_of(at);
    if (const auto found = shared_.find(key); found != shared_.end()) return found->second;
    const StepId any = add(step_of(StepKind::AnyOf, at, days_on_card(id, at), card.span));
    shared_.emplace(key, any);
    return any;
  }
  At decided = at;
  if (card.as_of_start) decided.when = at_start_of(at.when);
  return member_of(card.roles, card.table, decided);
}

std::vector<StepId> Lowering::days_on_card(ScorecardId id, const At& at) {
  return days_in(program_.scorecards[id].roles, at);
}

std::vector<StepId> Lowering::days_in(const std::vector<RoleId>& roles, const At& at) {
  const DateRange& days = at.when.days.empty() ? at.when.whole : at.when.days;
  std::vector<StepId> steps;
  for (Date day = days.first; day <= days.last; ++day.days) {
    const Period alone = period_containing(day, PeriodUnit::Day, false, program_.calendar);
    steps.push_back(member_of(roles, at.where.subjects, {at_period(alone), at.where}));
  }
  return steps;
}

StepId Lowering::day_share(ScorecardId id, const At& at, Span span) {
  const std::string key = "day share " + std::to_string(id.value) + " " + key_of(at);
  if (const auto found = shared_.find(key); found != shared_.end()) return found->second;
  return shared_[key] = add(step_of(StepKind::DayShare, at, days_on_card(id, at), span));
}

StepId Lowering::paid_by(PayoutId id, const At& at) {
  const Payout& payout = program_.payouts[id];
  return payout.scorecard ? on_card(payout.scorecard, at)
                          : member_of(payout.roles, payout.table, at);
}

StepId Lowering::in_scope(TableId table, const At& at) {
  const std::string key = "scope " + std::to_string(table.value) + " " + key_of(at);
  if (const auto found = shared_.find(key); found != shared_.end()) return found->second;
  Step step;
  step.kind = StepKind::InScope;
  step.space = at.where.space;
  // days written out are the period themselves, for want of another
  const bool fixed = at.when.shape.kind == WindowKind::Fixed || at.when.at_start;
  step.days = fixed ? at.when.whole : days_of(at.when.anchor, program_.calendar);
  const StepId id = add(std::move(step));
  shared_.emplace(key, id);
  return id;
}

StepId Lowering::member_of(const std::vector<RoleId>& roles, TableId table, const At& at) {
  std::string key = "member " + key_of(at);
  for (const RoleId role : roles)
    key += " " + std::to_string(role.value);
  if (const auto found = shared_.find(key); found != shared_.end()) return found->second;
  const StepId scope = in_scope(table, at);
  std::vector<StepId> any;
  Span span;
  for (const RoleId id : roles) {
    const Role& role = program_.roles[id];
    span = role.span;
    const auto meaning = meaning_of(role, at.when.whole.last);
    if (!meaning) continue;
    if (!*meaning) {
      shared_.emplace(key, scope);
      return scope;
    }
    any.push_back(lower(*meaning, at, {}));
  }
  for (const RoleId id : roles) {
    for (const RoleVersion& version : program_.roles[id].versions)
      plan_.other_versions.push_back(version.condition);
  }
  StepId member = scope;
  if (any.empty() && !roles.empty()) {
    member = constant(at.where, Value::boolean(false), span);  // no version of any of them holds
  } else if (!any.empty()) {
    const StepId role = any.size() == 1 ? any[0] : add(step_of(StepKind::AnyOf, at, any, span));
    member = add(step_of(StepKind::AllOf, at, {scope, role}, span));
  }
  shared_.emplace(key, member);
  return member;
}

}  // namespace kpi::plan
