#include <algorithm>

#include "plan/lowering.hpp"
#include "program/versions.hpp"

/// What is expected: declared for people and periods, and added up over more of them.
namespace kpi::plan {
namespace {

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

/// The whole periods that make up the days; none where they do not.
std::vector<Period> tiles(DateRange days, PeriodUnit unit, const Calendar& calendar) {
  std::vector<Period> periods =
      periods_inside(days, unit, has_fiscal_form(unit, calendar), calendar);
  const bool whole = !periods.empty() && days_of(periods.front(), calendar).first == days.first &&
                     days_of(periods.back(), calendar).last == days.last;
  return whole ? periods : std::vector<Period>();
}

/// A target that adds up says for whom; those people's table.
TableId people_of(const Program& program, const Target& target) {
  return program.roles[target.roles[0]].table;
}

}  // namespace

StepId Lowering::target(MetricId metric, Op level, const At& at, Span span) {
  const std::string key = "target " + std::to_string(metric.value) + " " +
                          std::to_string(static_cast<int>(level)) + " " + key_of(at);
  if (const auto found = shared_.find(key); found != shared_.end()) return found->second;
  StepId otherwise = added_up(metric, level, at, span);
  const std::vector<TargetId> targets = targets_at(metric, level, at);
  if (!otherwise && targets.empty()) warn_of_groups(metric, at, span);
  if (!otherwise) otherwise = no_target(at, span);
  const auto value_of = [&](TargetId id) { return declared_level(id, level, at); };
  StepId result = that_applies(targets, value_of, otherwise, at);
  const bool everybody = std::any_of(targets.begin(), targets.end(), [&](TargetId id) {
    return program_.targets[id].roles.empty();
  });
  if (everybody) result = of_somebody(result, at, span);
  shared_.emplace(key, result);
  return result;
}

/// Nothing is expected of nobody, whose rows a query lists beside those of the people.
StepId Lowering::of_somebody(StepId value, const At& at, Span span) {
  if (asked_.empty() || !at.where.subjects || !at.where.key.empty()) return value;
  Step somebody = step_of(StepKind::InScope, at, {}, span);
  somebody.days = {kFirstDay, kLastDay};
  const StepId is_somebody = add(std::move(somebody));
  return add(step_of(StepKind::Choose, at, {is_somebody, value, no_target(at, span)}, span));
}

/// What a query asks for groups that no people make up: targets of people are none of theirs.
void Lowering::warn_of_groups(MetricId metric, const At& at, Span span) {
  const std::vector<Axis>& axes = plan_.aggregation.spaces[at.where.space].axes;
  if (asked_.empty() || axes.size() != asked_.size()) return;
  for (const Target& target : program_.targets) {
    if (target.metric != metric || target.roles.empty()) continue;
    const TableId people = people_of(program_, target);
    if (each_alone(at.where) == people || way_of_people(at.where, people)) return;
    std::string groups;
    for (const Axis& axis : axes)
      groups += (groups.empty() ? "`" : ", `") + axis.name + "`";
    if (!warned_.insert(metric).second) return;
    diagnostics_.report(Code::no_target_of_groups, span,
                        {{"groups", groups},
                         {"metric", program_.metrics[metric].name},
                         {"people", program_.tables[people].name}});
    return;
  }
}

/// Of declarations, the last first, the value of the one whose roles fit: nobody may have two.
StepId Lowering::that_applies(const std::vector<TargetId>& targets,
                              const std::function<StepId(TargetId)>& value_of, StepId otherwise,
                              const At& at) {
  StepId result = otherwise;
  std::vector<std::pair<StepId, Span>> later;
  for (const TargetId id : targets) {
    const Target& declared = program_.targets[id];
    const StepId known = value_of(id);
    if (declared.roles.empty()) {
      result = known;
      continue;
    }
    const StepId member = member_of(declared.roles, at.where.subjects, at);
    Step chosen = step_of(StepKind::Choose, at, {member, known, result}, declared.span);
    for (const auto& [other, span] : later)
      chosen.rivals.push_back({other, declared.span, span});
    later.emplace_back(member, declared.span);
    result = add(std::move(chosen));
  }
  return result;
}

/// Who was not there had no target either, and is left out of sums over months.
StepId Lowering::no_target(const At& at, Span span) {
  const StepId none = constant(at.where, NoneReason::NoTarget, span);
  const TableId people = each_alone(at.where);
  if (!people || !program_.tables[people].valid) return none;
  const StepId absent = constant(at.where, NoneReason::OutOfScope, span);
  return add(step_of(StepKind::Choose, at, {in_scope(people, at), none, absent}, span));
}

/// The declarations that may apply, the last first, so that it stands innermost and the first whose
/// roles fit decides.
std::vector<TargetId> Lowering::targets_at(MetricId metric, Op level, const At& at) {
  std::vector<TargetId> found;
  const auto unit = target_unit(at.when);
  for (std::size_t i = program_.targets.size(); unit && i-- > 0;) {
    const Target& declared = program_.targets[TargetId(i)];
    const ProgramExprId value = level_of(declared, level);
    if (declared.metric != metric || declared.every != *unit || !value) continue;
    if (!is_in_force(declared, level, at)) continue;
    const bool for_roles = !declared.roles.empty();
    const TableId people = for_roles ? program_.roles[declared.roles[0]].table : TableId();
    if (!for_roles || each_alone(at.where) == people) found.push_back(TargetId(i));
  }
  return found;
}

/// Whether this version holds for the days; what others read is loaded too.
bool Lowering::is_in_force(const Target& declared, Op level, const At& at) {
  if (holds(declared.effective, at.when.whole)) return true;
  plan_.other_versions.push_back(level_of(declared, level));
  return false;
}

/// What a target reads makes nobody a row of a query: rows of nobody are nobody's target.
StepId Lowering::declared_level(TargetId id, Op level, const At& at, const CardScope& scope) {
  const Target& declared = program_.targets[id];
  const TableId people = at.where.subjects;
  if (!asked_.empty() && people && at.where.space == subjects(people).space) {
    At of_people = at;
    of_people.where.space = linked_to(people).space;
    const StepId known = declared_level(id, level, of_people);
    Step same = step_of(StepKind::Follow, at, {known}, declared.span);
    same.days = at.when.days;
    return add(std::move(same));
  }
  const StepId own = publish(lower(level_of(declared, level), at, scope), declared.publish,
                             "target(" + program_.metrics[declared.metric].name + ")");
  return add(step_of(StepKind::Level, at, {own}, declared.span));
}

/// On a card that is split by days: of the targets for its roles, the first for whose role somebody
/// is on it.
StepId Lowering::target_on_card(const Expr& expr, const At& at) {
  const std::vector<RoleId>& on_card = program_.scorecards[expr.scorecard].roles;
  StepId result = added_up(expr.metric, expr.op, at, expr.span);
  if (!result) result = constant(at.where, NoneReason::NoTarget, expr.span);
  for (const TargetId id : targets_at(expr.metric, expr.op, at)) {
    const Target& declared = program_.targets[id];
    std::vector<RoleId> shared;
    for (const RoleId role : declared.roles) {
      const bool both = std::find(on_card.begin(), on_card.end(), role) != on_card.end();
      if (both) shared.push_back(role);
    }
    if (shared.empty() && !declared.roles.empty()) continue;
    const StepId known = declared_level(id, expr.op, at, {expr.scorecard, {}});
    if (shared.empty()) {
      result = known;
      continue;
    }
    const StepId member = add(step_of(StepKind::AnyOf, at, days_in(shared, at), declared.span));
    result = add(step_of(StepKind::Choose, at, {member, known, result}, declared.span));
  }
  return result;
}

StepId Lowering::attainment(MetricId metric, StepId actual, const std::optional<Better>& own,
                            const At& at, Span span) {
  const Better& of_metric = program_.metrics[metric].better;
  const auto attained = [&](StepId against, const Better& better) {
    Step step = step_of(StepKind::Attain, at, {actual, against}, span);
    step.days = at.when.days;
    step.better = better;
    const StepId found = add(std::move(step));
    const bool without_target = better.direction == Direction::Within;
    return without_target ? of_somebody(found, at, span) : found;
  };
  const bool one_method =
      own ||
      std::none_of(program_.targets.begin(), program_.targets.end(), [&](const Target& other) {
        return other.metric == metric && other.better.has_value();
      });
  if (one_method) {
    return attained(target(metric, Op::Target, at, span), own ? *own : of_metric);
  }
  const StepId sum = added_up(metric, Op::Target, at, span);
  const StepId otherwise = attained(sum ? sum : no_target(at, span), method_of_sum(metric));
  const auto value_of = [&](TargetId id) {
    return attained(declared_level(id, Op::Target, at), program_.targets[id].method(of_metric));
  };
  return that_applies(targets_at(metric, Op::Target, at), value_of, otherwise, at);
}

/// Attainment of a sum of targets: by what the targets say, else the metric.
const Better& Lowering::method_of_sum(MetricId metric) const {
  const Better& of_metric = program_.metrics[metric].better;
  for (const Target& target : program_.targets) {
    if (target.metric == metric && target.adds_up) return target.method(of_metric);
  }
  return of_metric;
}

/// The declarations that add up, of one cycle.
std::vector<TargetId> Lowering::adding_up(MetricId metric, Op level, PeriodUnit every) const {
  std::vector<TargetId> found;
  for (std::size_t i = program_.targets.size(); i-- > 0;) {
    const Target& target = program_.targets[TargetId(i)];
    const bool same = target.metric == metric && target.every == every && target.adds_up;
    if (same && level_of(target, level)) found.push_back(TargetId(i));
  }
  return found;
}

/// The targets of the periods in the days, or of the people that the space puts together, added up;
/// an absent id where nothing declared adds up to that.
StepId Lowering::added_up(MetricId metric, Op level, const At& at, Span span) {
  constexpr PeriodUnit kUnits[] = {PeriodUnit::Year,  PeriodUnit::Half, PeriodUnit::Quarter,
                                   PeriodUnit::Month, PeriodUnit::Week, PeriodUnit::Day};
  if (at.when.shape.kind == WindowKind::AllTime) return {};
  for (const PeriodUnit every : kUnits) {
    const std::vector<TargetId> targets = adding_up(metric, level, every);
    if (targets.empty()) continue;
    const std::vector<Period> parts = tiles(at.when.whole, every, program_.calendar);
    const TableId people = people_of(program_, program_.targets[targets[0]]);
    const bool alone = each_alone(at.where) == people;
    const bool declared_here = alone && target_unit(at.when) == every;  // targets_at knows it
    const bool adds = alone || way_of_people(at.where, people);
    if (parts.empty() || declared_here || !adds) continue;
    std::vector<StepId> sums;
    for (const Period part : parts)
      sums.push_back(part_of_sum(targets, level, {at_period(part), at.where}, span));
    Step sum = step_of(StepKind::SumOf, at, sums, span);
    sum.constant = NoneReason::NoTarget;
    return add(std::move(sum));
  }
  return {};
}

/// The people themselves; nobody where rows of theirs stand for others (`by manager`).
TableId Lowering::each_alone(const Where& where) const {
  const std::vector<Axis>& axes = plan_.aggregation.spaces[where.space].axes;
  return !axes.empty() && axes[0].from ? TableId() : where.subjects;
}

/// What the targets come to in one period: none(out_of_scope) for whom none of them is declared.
StepId Lowering::part_of_sum(const std::vector<TargetId>& targets, Op level, const At& at,
                             Span span) {
  const TableId people = people_of(program_, program_.targets[targets[0]]);
  if (each_alone(at.where) != people) {
    const At each{at.when, subjects(people)};
    Step sum = step_of(StepKind::RollUp, at, {part_of_sum(targets, level, each, span)}, span);
    sum.path.links = *way_of_people(at.where, people);
    return add(std::move(sum));
  }
  std::vector<TargetId> in_force;
  for (const TargetId id : targets) {
    if (is_in_force(program_.targets[id], level, at)) in_force.push_back(id);
  }
  const auto value_of = [&](TargetId id) { return declared_level(id, level, at); };
  return that_applies(in_force, value_of, constant(at.where, NoneReason::OutOfScope, span), at);
}

}  // namespace kpi::plan
