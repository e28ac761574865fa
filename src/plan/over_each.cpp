#include "plan/lowering.hpp"
#include "program/links.hpp"

/// `agg(e per month where c)`, `agg(e per team where c)`: what stands inside is computed for each
/// unit of the calendar, or each person, by itself.
namespace kpi::plan {

/// Of days that have not begun, and of a whole period that is not over, nothing is computed.
std::optional<NoneReason> Lowering::not_yet(const Aggregate& how, const When& when) {
  const bool to_come = when.days.empty();  // no unit has begun, which is not the same as none
  if (when.due && !to_come) return std::nullopt;
  not_computed(how);
  return when.due ? NoneReason::NoData : NoneReason::NotDue;
}

void Lowering::not_computed(const Aggregate& how) {
  for (const ProgramExprId part : {how.group_where, how.group_value, how.group_other})
    plan_.exprs_not_due.push_back(part);
}

StepId Lowering::over_units(ProgramExprId id, const At& at) {
  const Expr& expr = program_.exprs[id];
  const Aggregate& how = program_.aggregates[expr.reduction];
  const auto when = shifted(at.when, expr.context.window, expr.span);
  const auto units = when ? units_of(*when, how) : std::nullopt;
  if (!units) {
    plan_.ok = false;
    return constant(at.where, NoneReason::Failed, expr.span);
  }
  if (const auto reason = not_yet(how, *when)) return constant(at.where, *reason, expr.span);
  Step step = step_of(StepKind::OverUnits, {*when, at.where}, {}, expr.span);
  step.expr = id;
  if (how.per_workday && program_.holidays) {  // which days are worked only the data say
    plan_.asks_workdays = true;
    not_computed(how);
    if (!knows_workdays(when->days, program_.calendar))
      return constant(at.where, NoneReason::NoData, expr.span);
  }
  const bool only_counted = !how.group_value && !how.group_where;
  for (const When& unit : *units) {
    const At there{unit, at.where};
    const bool by_scope = only_counted && at.where.subjects;
    step.args.push_back(how.group_where ? lower(how.group_where, there, {})
                        : by_scope      ? in_scope(at.where.subjects, there)
                                        : StepId());
    step.args.push_back(how.group_value ? lower(how.group_value, there, {}) : StepId());
    step.args.push_back(how.group_other ? lower(how.group_other, there, {}) : StepId());
  }
  return add(std::move(step));
}

/// The links from a person to the member the person counts for; nothing where people are no part
/// of what the space is about, or are what it is about.
std::optional<std::vector<ColumnId>> Lowering::way_of_people(const Where& where,
                                                             TableId people) const {
  const std::vector<Axis>& axes = plan_.aggregation.spaces[where.space].axes;
  if (where.members || where.alike || axes.size() > 1) return std::nullopt;
  if (axes.empty()) return std::vector<ColumnId>();
  if (axes[0].kind != AxisKind::Row) {
    return axes[0].table == people ? std::optional(std::vector<ColumnId>()) : std::nullopt;
  }
  if (axes[0].from) return axes[0].from == people ? std::optional(axes[0].links) : std::nullopt;
  if (axes[0].table == people) return std::nullopt;
  const auto chains = link_chains(program_, people, axes[0].table);
  return chains.size() == 1 ? std::optional(chains[0]) : std::nullopt;
}

StepId Lowering::over_people(ProgramExprId id, const At& at) {
  const Expr& expr = program_.exprs[id];
  const Aggregate& how = program_.aggregates[expr.reduction];
  const auto when = shifted(at.when, expr.context.window, expr.span);
  const auto where = when ? place_of(expr, at.where, how.per_people) : std::nullopt;
  const auto way = where ? way_of_people(*where, how.per_people) : std::nullopt;
  if (!way) {
    plan_.ok = false;
    if (where) report_no_people_in(expr, *where);
    return constant(at.where, NoneReason::Failed, expr.span);
  }
  if (const auto reason = not_yet(how, *when)) return constant(at.where, *reason, expr.span);
  const At each{*when, linked_to(how.per_people)};
  Step step =
      step_of(StepKind::OverPeople, {*when, *where}, {in_scope(how.per_people, each)}, expr.span);
  for (const ProgramExprId part : {how.group_where, how.group_value, how.group_other})
    step.args.push_back(part ? lower(part, each, {}) : StepId());
  step.expr = id;
  step.path.links = *way;
  step.type = expr.type;
  return bring_back(add(std::move(step)), expr, at, when->days);
}

/// `per reps` for one of the reps, or for what no link of theirs leads to.
void Lowering::report_no_people_in(const Expr& expr, const Where& where) {
  const TableId people = program_.aggregates[expr.reduction].per_people;
  const std::string& name = program_.tables[people].name;
  if (each_alone(where) == people) {
    diagnostics_.report(Code::person_alone, expr.span, {{"table", name}})
        .hint(Text::per_team_instead);
    return;
  }
  const Argument subject =
      where.subjects ? Argument("subject", '`' + program_.tables[where.subjects].name + '`')
                     : Argument("subject", Text::words_other_subjects);
  diagnostics_.report(Code::people_apart, expr.span, {{"table", name}, subject});
}

}  // namespace kpi::plan
