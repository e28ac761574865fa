#include <algorithm>
#include <set>

#include "plan/lowering.hpp"
#include "program/links.hpp"

/// Expressions at a place: context words change the place, everything else becomes steps.
namespace kpi::plan {
namespace {

bool is_own(const Context& context) {
  return context.subject.kind == SubjectKind::Own && context.window.kind == WindowKind::Own;
}

/// Now against then: an unfinished period is compared with as much of the earlier one.
bool is_comparison(Op op) {
  return op == Op::Growth || op == Op::Change;
}

/// `of region`, `of manager`, `of team`: something about the single person asked for.
bool begins_with_people(SubjectKind kind) {
  return kind == SubjectKind::Column || kind == SubjectKind::Row || kind == SubjectKind::Tree ||
         kind == SubjectKind::HeldRow || kind == SubjectKind::HeldTree;
}

/// The people the rows of an aggregate or metric belong to; absent if nothing says so. A metric's
/// facts stand in the order its formula reads them; one that was looked at has none.
TableId owner_of(const Program& program, const Expr& expr, std::set<MetricId>& looked_at) {
  if (expr.aggregate) return program.aggregates[expr.aggregate].owner_table;
  if (expr.metric) {
    if (!looked_at.insert(expr.metric).second) return {};
    return owner_of(program, program.exprs[program.metrics[expr.metric].formula], looked_at);
  }
  for (const ProgramExprId arg : expr.args) {
    if (const TableId owner = owner_of(program, program.exprs[arg], looked_at)) return owner;
  }
  return {};
}

/// Whom everything belongs to that belongs to anybody: whose value of a metric without rows is
/// meant, such as the days somebody was there. Absent where the tables belong to different people.
TableId everybodys_table(const Program& program) {
  TableId people;
  for (std::size_t i = 0; i < program.tables.size(); ++i) {
    const TableSchema& table = program.tables[TableId(i)];
    if (!table.credited) continue;
    const TableId owner = table_after(program, TableId(i), table.credited->links);
    if (people && owner != people) return {};
    people = owner;
  }
  return people;
}

TableId owner_of(const Program& program, const Expr& expr) {
  std::set<MetricId> looked_at;
  const TableId owner = owner_of(program, expr, looked_at);
  const bool without_rows = expr.metric && program.metrics[expr.metric].facts.empty();
  return owner || !without_rows ? owner : everybodys_table(program);
}

/// The first fact table an aggregate or metric reads.
TableId fact_of(const Program& program, const Expr& expr) {
  return expr.aggregate ? program.aggregates[expr.aggregate].table
                        : program.metrics[expr.metric].facts.front();
}

}  // namespace

Lowering::Lowering(const Program& program, Date as_of, DataStart start, Diagnostics& diagnostics)
    : program_(program), as_of_(as_of), start_(std::move(start)), diagnostics_(diagnostics) {
  plan_.aggregation.as_of = as_of;
}

Plan Lowering::take() {
  for (CellsRequest& request : plan_.aggregation.cells) {
    std::sort(request.intervals.begin(), request.intervals.end());
  }
  return std::move(plan_);
}

IntervalId Lowering::interval(DateRange days) {
  const auto key = std::make_pair(days.first.days, days.last.days);
  const auto found = intervals_.find(key);
  if (found != intervals_.end()) return found->second;
  const IntervalId id = plan_.aggregation.intervals.push(days);
  intervals_.emplace(key, id);
  return id;
}

StepId Lowering::constant(const Where& where, Value value, Span span) {
  Step step;
  step.kind = StepKind::Constant;
  step.space = where.space;
  step.constant = std::move(value);
  step.span = span;
  return add(std::move(step));
}

StepId Lowering::publish(StepId value, const std::optional<RoundSpec>& round, std::string name) {
  if (!round) {
    if (plan_.steps[value].name.empty()) plan_.steps[value].name = std::move(name);
    return value;
  }
  Step step;
  step.kind = StepKind::Publish;
  step.space = plan_.steps[value].space;
  step.span = plan_.steps[value].span;
  step.days = plan_.steps[value].days;
  step.type = plan_.steps[value].type;
  step.args = {value};
  step.round = round;
  step.name = std::move(name);
  return add(std::move(step));
}

/// A quota of the running quarter stands already; the run's as-of day cuts the rows of days.
IntervalId Lowering::interval_of(const Aggregate& aggregate, const When& when) {
  const bool by_day =
      aggregate.dated &&
      program_.tables[aggregate.table].columns[aggregate.dated].storage != Storage::Period;
  return interval(by_day && when.as_of != as_of_ ? when.days : when.whole);
}

/// The aggregate's cells for this space and these days; equal requests share one.
StepId Lowering::cells(const Expr& expr, const At& at) {
  const Aggregate& aggregate = program_.aggregates[expr.aggregate];
  if (aggregate.of_subject && at.where.subjects != aggregate.table) return not_of_subject(expr, at);
  const auto times = group_times(aggregate, at.when);
  const auto places = times ? group_places(aggregate, at) : std::nullopt;
  if (!places) {
    plan_.ok = false;
    return constant(at.where, NoneReason::Failed, expr.span);
  }
  const bool due = at.when.due && std::all_of(times->begin(), times->end(),
                                              [](const When& time) { return time.due; });
  if (!due) {
    plan_.aggregates_not_due.push_back(expr.aggregate);
    return constant(at.where, NoneReason::NotDue, expr.span);
  }
  if (aggregate.group_windows.empty() && holds_no_row(aggregate, at.when)) {
    plan_.aggregates_not_due.push_back(expr.aggregate);
    return constant(at.where, NoneReason::NoRow, expr.span);
  }
  if (at.where.members || at.where.alike) return total(expr, at);
  if (aggregate.by_credit && asks_for_parts(aggregate, at.where.space)) {
    Expr credited = expr;
    credited.aggregate = aggregate.by_credit;
    return cells(credited, at);
  }
  const auto asked = request_for(expr.aggregate, at, *times, *places);
  if (!asked) {
    plan_.ok = false;
    return constant(at.where, NoneReason::Failed, expr.span);
  }
  CellsRequest& request = plan_.aggregation.cells[*asked];
  Step step;
  step.kind = StepKind::Cells;
  step.type = expr.type;
  step.space = at.where.space;
  step.span = expr.span;
  step.days = at.when.days;
  step.cells = *asked;
  step.interval = interval_of(aggregate, at.when);
  for (std::size_t i = 0; i < times->size(); ++i) {
    const When& time = (*times)[i];
    step.also.push_back({time.days, time.look_back, aggregate.group_aggregates[i]});
  }
  step.look_back = at.when.look_back;
  const AskedOf asked_of{step.interval, at.where.key};
  if (std::find(request.asked.begin(), request.asked.end(), asked_of) == request.asked.end())
    request.asked.push_back(asked_of);
  bool listed = false;
  for (const IntervalId id : request.intervals)
    listed = listed || id == step.interval;
  if (!listed) request.intervals.push_back(step.interval);
  return add(std::move(step));
}

/// A column of single people where something else stands.
StepId Lowering::not_of_subject(const Expr& expr, const At& at) {
  const Aggregate& aggregate = program_.aggregates[expr.aggregate];
  const Argument subject =
      at.where.subjects ? Argument("subject", '`' + program_.tables[at.where.subjects].name + '`')
                        : Argument("subject", Text::words_other_subjects);
  diagnostics_.report(
      Code::subject_column_here, expr.span,
      {{"name", expr.text}, {"table", program_.tables[aggregate.table].name}, subject});
  plan_.ok = false;
  return constant(at.where, NoneReason::Failed, expr.span);
}

StepId Lowering::column(const Expr& expr, const At& at) {
  if (at.where.subjects != expr.type.table) {
    const TableSchema& table = program_.tables[expr.type.table];
    const ColumnId first = expr.path.links.empty() ? expr.path.column : expr.path.links.front();
    const Argument subject =
        at.where.subjects ? Argument("subject", '`' + program_.tables[at.where.subjects].name + '`')
                          : Argument("subject", Text::words_other_subjects);
    diagnostics_.report(Code::subject_column_here, expr.span,
                        {{"name", table.columns[first].name}, {"table", table.name}, subject});
    plan_.ok = false;
    return constant(at.where, NoneReason::Failed, expr.span);
  }
  Step step;
  step.kind = StepKind::Column;
  step.space = at.where.space;
  step.span = expr.span;
  step.path = expr.path;
  return add(std::move(step));
}

namespace {

const char* word_of(TreePart part) {
  switch (part) {
    case TreePart::Team: return "team";
    case TreePart::Below: return "below";
    case TreePart::Reports: return "reports";
  }
  return "team";
}

}  // namespace

/// `of all` of rows that belong to nobody; `of region` where no single person stands.
void Lowering::report_no_people(const Expr& expr, bool homeless) {
  const Subject& subject = expr.context.subject;
  if (homeless && !expr.aggregate && program_.metrics[expr.metric].facts.empty()) {
    diagnostics_.report(Code::word_out_of_place, expr.span, {{"word", "of"}});
    return;
  }
  if (homeless) {
    diagnostics_.report(Code::subject_is_owner_only, expr.span,
                        {{"subject", subject.kind == SubjectKind::All ? "of all" : "of"},
                         {"table", program_.tables[fact_of(program_, expr)].name}});
    return;
  }
  const TableSchema& table = program_.tables[subject.table];
  ColumnId first = subject.column.column;
  if (!subject.column.links.empty()) first = subject.column.links.front();
  const std::string word = subject.held ? program_.tables[program_.exprs[subject.held].history].name
                           : first      ? table.columns[first].name
                                        : word_of(subject.part);
  diagnostics_
      .report(Code::subject_needs_person, expr.span,
              {{"word", word}, {"subject", Text::words_other_subjects}})
      .hint(Text::ask_by_people, {{"table", table.name}});
}

/// Whose rows `of S` means; nothing when reported. `people`: whose the rows are, where no single
/// person stands.
std::optional<Where> Lowering::place_of(const Expr& expr, const Where& where, TableId owner) {
  const Subject& subject = expr.context.subject;
  const bool names_people = subject.kind == SubjectKind::All || subject.kind == SubjectKind::Key;
  const TableId people = where.subjects ? where.subjects : owner;
  const bool homeless = names_people && !people;
  const bool elsewhere = begins_with_people(subject.kind) && where.subjects != subject.table;
  if (homeless || elsewhere) {
    report_no_people(expr, homeless);
    return std::nullopt;
  }
  const TableId linked = table_after(program_, subject.table, subject.column.links);
  switch (subject.kind) {
    case SubjectKind::Company: return company();
    case SubjectKind::All: return owned(people);
    case SubjectKind::Column: return by_column(where.subjects, subject.column);
    case SubjectKind::Row: return linked_to(linked);
    case SubjectKind::HeldRow: return linked_to(subject.table);
    case SubjectKind::HeldTree: return tree(subject.table, subject);
    case SubjectKind::Tree: return tree(linked, subject);
    case SubjectKind::Key: {
      Where one = subjects(people);
      one.key = subject.key;
      return one;
    }
    case SubjectKind::Own:
    case SubjectKind::Role:
    case SubjectKind::Held: break;
  }
  return where;
}

/// The same expression without its context, computed where the context says, and brought back.
StepId Lowering::lower_in_context(const Expr& expr, const At& at) {
  const auto when = shifted(at.when, expr.context.window, expr.span);
  const auto where = when ? place_of(expr, at.where, owner_of(program_, expr)) : std::nullopt;
  if (!where) {
    plan_.ok = false;
    return constant(at.where, NoneReason::Failed, expr.span);
  }
  const At there{*when, *where};
  Expr bare = expr;
  bare.context = {};
  StepId value;
  if (expr.op == Op::Aggregate) {
    value = cells(bare, there);
  } else if (expr.op == Op::Metric) {
    value = metric(expr.metric, there);
  } else {
    value = lower_target(bare, there);
  }
  return bring_back(value, expr, at, when->days);
}

/// The value computed for whom `of` names, as what it is for the member who reads it.
StepId Lowering::bring_back(StepId value, const Expr& expr, const At& at, DateRange days) {
  const Subject& subject = expr.context.subject;
  if (subject.kind == SubjectKind::Own) return value;
  Step step;
  step.space = at.where.space;
  step.span = expr.span;
  step.days = days;
  step.args = {value};
  step.kind = StepKind::Broadcast;
  if (subject.kind == SubjectKind::Column) {
    step.kind = StepKind::Gather;
    step.path = subject.column;
  } else if (subject.kind == SubjectKind::Row || subject.kind == SubjectKind::Tree) {
    step.kind = StepKind::Follow;
    step.path = subject.column;
  } else if (subject.kind == SubjectKind::HeldRow || subject.kind == SubjectKind::HeldTree) {
    step.kind = StepKind::FollowHeld;
    step.args.push_back(lower(subject.held, of_everybody(at), {}));
  } else if (subject.kind == SubjectKind::Key) {
    step.kind = StepKind::Pick;
    step.text = subject.key;
  }
  return add(std::move(step));
}

StepId Lowering::metric(MetricId id, const At& at) {
  const std::string key = "metric " + std::to_string(id.value) + " " + key_of(at);
  if (const auto found = shared_.find(key); found != shared_.end()) return found->second;
  const Metric& metric = program_.metrics[id];
  const StepId value = lower(metric.formula, at, {});
  const StepId published = publish(value, metric.publish, metric.name);
  shared_.emplace(key, published);
  return published;
}

StepId Lowering::lower_target(const Expr& expr, const At& at) {
  if (expr.op != Op::Attainment && expr.scorecard) return target_on_card(expr, at);
  if (expr.op != Op::Attainment) return target(expr.metric, expr.op, at, expr.span);
  const Metric& subject = program_.metrics[expr.metric];
  const StepId attained =
      attainment(expr.metric, metric(expr.metric, at), std::nullopt, at, expr.span);
  return publish(attained, program_.precision.ratio, "attainment(" + subject.name + ")");
}

StepId Lowering::lower(ProgramExprId id, const At& at, const CardScope& scope) {
  const StepId step = lower_untyped(id, at, scope);
  Type& type = plan_.steps[step].type;
  if (type.kind == Kind::Error) type = program_.exprs[id].type;
  return step;
}

StepId Lowering::lower_untyped(ProgramExprId id, const At& at, const CardScope& scope) {
  const Expr& expr = program_.exprs[id];
  const bool level = expr.op == Op::Target || expr.op == Op::Baseline || expr.op == Op::Stretch ||
                     expr.op == Op::Attainment;
  const bool card_word = expr.op == Op::LineValue || expr.op == Op::Score || expr.op == Op::Grade;
  if (expr.op == Op::Constant) return constant(at.where, expr.constant, expr.span);
  if (expr.op == Op::PeriodStart) return constant(at.where, at.when.days.first, expr.span);
  if (expr.op == Op::PeriodEnd) return constant(at.where, at.when.days.last, expr.span);
  if (expr.op == Op::PeriodShare) return day_share(expr.scorecard, at, expr.span);
  if (expr.op == Op::Column) return column(expr, at);
  if (expr.op == Op::Held) return held(id, at, scope);
  if (expr.op == Op::Versions) return version(id, at, scope);
  if (is_result(expr, scope)) return result(expr, at);
  if (expr.op == Op::Points) {
    const auto held = in_force({expr.scorecard, expr.index}, at);
    if (!held) return constant(at.where, NoneReason::OutOfScope, expr.span);
    return publish(line(held->card, *held->line, at).points, {}, "points");
  }
  if (card_word || (level && !expr.metric)) {
    const CardScope line{expr.scorecard, expr.index};
    return line_word(expr.op, at, expr.scorecard ? line : scope, expr.span);
  }
  if (expr.op == Op::Rank || expr.op == Op::Ranked) return lower_ranked(id, at, scope);
  if (expr.op == Op::Allocate) return lower_allocate(id, at, scope);
  if (expr.op == Op::Share) return lower_share(id, at, scope);
  if (expr.op == Op::Streak) return lower_streak(id, at, scope);
  if (expr.op == Op::Carried) return carried(expr.payout, at)[expr.index];
  if (expr.op == Op::Paid) return payout(expr.payout, at).settled;
  const bool computed = level || expr.op == Op::Aggregate || expr.op == Op::Metric;
  if (expr.context.subject.kind == SubjectKind::Role) return role_total(expr, at);
  if (expr.context.subject.kind == SubjectKind::Held) return group_total(expr, at);
  if (expr.op == Op::OverUnits) return over_units(id, at);
  if (expr.op == Op::OverPeople) return over_people(id, at);
  if (computed && !is_own(expr.context)) return lower_in_context(expr, at);
  if (expr.op == Op::Aggregate) return cells(expr, at);
  if (expr.op == Op::Metric) return metric(expr.metric, at);
  if (level) return lower_target(expr, at);
  return lower_operation(id, at, scope);
}

Step Lowering::step_of(StepKind kind, const At& at, std::vector<StepId> args, Span span) {
  Step step;
  step.kind = kind;
  step.space = at.where.space;
  step.days = at.when.days;
  step.args = std::move(args);
  step.span = span;
  return step;
}

Step Lowering::step_at(StepKind kind, const Expr& expr, const At& at) {
  return step_of(kind, at, {}, expr.span);
}

/// Everything else reads only its arguments.
StepId Lowering::lower_operation(ProgramExprId id, const At& at, const CardScope& scope) {
  const Expr& expr = program_.exprs[id];
  if (is_comparison(expr.op) && compares_versions(expr, at)) {
    return constant(at.where, NoneReason::Failed, expr.span);
  }
  if (expr.op == Op::Workdays && program_.holidays) plan_.asks_workdays = true;
  Step step = step_at(StepKind::Apply, expr, at);
  step.expr = id;
  for (const ProgramExprId arg : expr.args) {
    At there = at;
    there.when.compared = is_comparison(expr.op) && arg == expr.args.back();
    step.args.push_back(lower(arg, there, scope));
  }
  return add(std::move(step));
}

}  // namespace kpi::plan
