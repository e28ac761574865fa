#include "plan/lowering.hpp"
#include "program/versions.hpp"

/// Who is in force and in which role, and what is expected of them.
namespace kpi::plan {
namespace {

Step combine(StepKind kind, const At& at, std::vector<StepId> args, Span span) {
  Step step;
  step.kind = kind;
  step.space = at.where.space;
  step.args = std::move(args);
  step.span = span;
  return step;
}

/// The period targets are looked up for: the anchor's own, or the whole coarser one.
std::optional<PeriodUnit> target_unit(const When& when) {
  if (when.shape.kind == WindowKind::Own) return when.anchor.unit;
  if (when.shape.kind == WindowKind::Whole) return when.shape.unit;
  return std::nullopt;
}

ProgramExprId level_of(const Target& target, Op level) {
  if (level == Op::Baseline) return target.baseline;
  if (level == Op::Stretch) return target.stretch;
  return target.target;
}

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
  At decided = at;
  if (card.as_of_start) decided.when = at_start_of(at.when);
  return member_of(card.roles, card.table, decided);
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
    const StepId role = any.size() == 1 ? any[0] : add(combine(StepKind::AnyOf, at, any, span));
    member = add(combine(StepKind::AllOf, at, {scope, role}, span));
  }
  shared_.emplace(key, member);
  return member;
}

StepId Lowering::target(MetricId metric, Op level, const At& at, Span span) {
  const std::string key = "target " + std::to_string(metric.value) + " " +
                          std::to_string(static_cast<int>(level)) + " " + key_of(at);
  if (const auto found = shared_.find(key); found != shared_.end()) return found->second;
  StepId result = constant(at.where, NoneReason::NoTarget, span);
  const auto unit = target_unit(at.when);
  // the last declaration stands innermost, so that the first whose roles fit decides
  for (std::size_t i = program_.targets.size(); unit && i-- > 0;) {
    const Target& declared = program_.targets[TargetId(i)];
    const ProgramExprId value = level_of(declared, level);
    if (declared.metric != metric || declared.every != *unit || !value) continue;
    if (!holds(declared.effective, at.when.whole)) {
      plan_.other_versions.push_back(value);
      continue;
    }
    const bool for_roles = !declared.roles.empty();
    const TableId people = for_roles ? program_.roles[declared.roles[0]].table : TableId();
    if (for_roles && at.where.subjects != people) continue;
    const StepId own = publish(lower(value, at, {}), declared.publish,
                               "target(" + program_.metrics[metric].name + ")");
    const StepId known = add(combine(StepKind::Level, at, {own}, declared.span));
    if (!for_roles) {
      result = known;
      continue;
    }
    const StepId member = member_of(declared.roles, people, at);
    result = add(combine(StepKind::Choose, at, {member, known, result}, declared.span));
  }
  shared_.emplace(key, result);
  return result;
}

}  // namespace kpi::plan
