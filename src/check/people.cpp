#include <algorithm>

#include "check/expressions.hpp"
#include "check/library.hpp"
#include "check/multiples.hpp"
#include "check/people.hpp"
#include "check/value_types.hpp"
#include "check/versions.hpp"
#include "diag/period_words.hpp"

/// Roles: who is measured. Targets: what is expected of them.
namespace kpi::check {
namespace {

bool is_earlier(const Window& window) {
  return window.kind == WindowKind::Prior || window.kind == WindowKind::YearAgo ||
         window.kind == WindowKind::Fixed;
}

/// What in the condition is a value of the period it decides, if anything is.
std::optional<ProgramExprId> value_of_own_period(const Checker& checker, ProgramExprId id) {
  const Expr& expr = checker.expr(id);
  if (is_earlier(expr.context.window)) return std::nullopt;
  const bool event = expr.aggregate && checker.program.aggregates[expr.aggregate].dated;
  const bool own_word = expr.op == Op::Target || expr.op == Op::Baseline ||
                        expr.op == Op::Stretch || expr.op == Op::Attainment;
  if (event || own_word) return id;
  const ProgramExprId formula =
      expr.op == Op::Metric ? checker.program.metrics[expr.metric].formula : ProgramExprId();
  if (formula && value_of_own_period(checker, formula)) return id;
  for (const ProgramExprId arg : expr.args) {
    if (const auto found = value_of_own_period(checker, arg)) return found;
  }
  return std::nullopt;
}

/// Enters what the role means, or what this version of it does.
void set_condition(Checker& checker, RoleId id, const ast::Head& head, ProgramExprId condition) {
  Role& role = checker.program.roles[id];
  const auto days = effective_days(checker, head);
  if (days || !role.versions.empty()) {
    role.versions.push_back({days.value_or(all_days()), condition});
  } else {
    role.condition = condition;
  }
}

void check_role(Checker& checker, const ast::Ast& file, const ast::Role& declared) {
  const auto id = checker.find_as<RoleId>(declared.head.name.text);
  if (!id) return;
  const auto table = resolve<TableId>(checker, Text::word_table, declared.table);
  if (!table) return;
  Role& role = checker.program.roles[*id];
  if (role.table && role.table != *table) {
    report_difference(checker, role.name, declared.head.name.span, role.span,
                      Text::words_version_people);
    return;
  }
  role.table = *table;
  if (!checker.table(*table).key) report_no_key(checker, *table, declared.table.span);
  if (!declared.condition) return set_condition(checker, *id, declared.head, {});
  Env env;
  env.ast = &file;
  env.grain = Grain::Subject;
  env.subject_table = *table;
  const ProgramExprId condition = check_condition(checker, env, *declared.condition);
  if (checker.failed(condition)) return;
  if (checker.type(condition).optional) {
    checker.diagnostics.report(Code::condition_may_be_absent, checker.expr(condition).span)
        .hint(Text::supply_in_condition);
    return;
  }
  if (const auto value = value_of_own_period(checker, condition)) {
    const std::string word = checker.expr(*value).metric
                                 ? checker.program.metrics[checker.expr(*value).metric].name
                                 : "metric";
    checker.diagnostics
        .report(Code::role_reads_own_period, checker.expr(*value).span,
                {{"role", declared.head.name.text}})
        .hint(Text::of_earlier_periods, {{"text", word + "(during prior)"}});
    return;
  }
  set_condition(checker, *id, declared.head, condition);
}

void set_level(Checker& checker, const Env& env, const ast::TargetLevel& level, const Unit& unit,
               TargetId id) {
  const ProgramExprId value = check_number(checker, env, level.value, unit);
  Target& target = checker.program.targets[id];
  if (checker.failed(value)) {  // perhaps of a metric that did not parse
    checker.faulty_targets.insert(checker.program.metrics[target.metric].name);
    return;
  }
  warn_of_multiples(checker, value, Paid::Target);
  switch (level.level) {
    case ast::Level::Target: target.target = value; break;
    case ast::Level::Baseline: target.baseline = value; break;
    case ast::Level::Stretch: target.stretch = value; break;
  }
}

void report_duplicate(Checker& checker, const ast::Target& declared, const Target& added) {
  for (const Target& other : checker.program.targets) {
    if (other.metric != added.metric || other.every != added.every) continue;
    if (!share_role(checker.program, other.roles, added.roles)) continue;
    const DateRange before = other.effective.value_or(all_days());
    const DateRange now = added.effective.value_or(all_days());
    if (before.last < now.first || now.last < before.first) continue;
    checker.diagnostics
        .report(Code::duplicate_target, declared.head.name.span,
                {{"metric", declared.head.name.text}, {"unit", word_of(added.every)}})
        .label(other.span, Text::first_here, {{"name", declared.head.name.text}});
    return;
  }
}

/// Whether the value of two people, or of two periods, is the sum of theirs.
bool is_sum(const Program& program, ProgramExprId id) {
  const Expr& expr = program.exprs[id];
  const bool own =
      expr.context.subject.kind == SubjectKind::Own && expr.context.window.kind == WindowKind::Own;
  if (expr.op == Op::Aggregate) {
    const Aggregate& aggregate = program.aggregates[expr.aggregate];
    const bool sums =
        aggregate.kind == AggregateKind::Sum || aggregate.kind == AggregateKind::Count;
    return own && sums && aggregate.dated && aggregate.top == 0 && !aggregate.per;
  }
  if (expr.op == Op::Metric) return own && is_sum(program, program.metrics[expr.metric].formula);
  if (expr.op == Op::Add || expr.op == Op::Subtract || expr.op == Op::Negate) {
    return std::all_of(expr.args.begin(), expr.args.end(),
                       [&](ProgramExprId arg) { return is_sum(program, arg); });
  }
  const auto constant = [&](std::size_t i) {
    return program.exprs[expr.args[i]].type.grain == Grain::Constant;
  };
  if (expr.op == Op::Multiply && constant(0)) return is_sum(program, expr.args[1]);
  const bool scaled = expr.op == Op::Multiply || expr.op == Op::Divide;
  return scaled && constant(1) && is_sum(program, expr.args[0]);
}

bool can_add_up(Checker& checker, const ast::Target& declared, MetricId metric) {
  if (declared.roles.empty()) {
    checker.diagnostics.report(Code::people_missing, declared.head.name.span,
                               {{"name", declared.head.name.text}});
    return false;
  }
  const Metric& of = checker.program.metrics[metric];
  if (!of.formula || is_sum(checker.program, of.formula)) return true;
  checker.diagnostics.report(Code::adds_up_ratio, declared.head.name.span, {{"metric", of.name}});
  return false;
}

/// `baseline 900; target 1000; stretch 800`: the levels go the way that is better.
void report_order(Checker& checker, const Target& target) {
  const Metric& metric = checker.program.metrics[target.metric];
  const Better& better = target.better ? *target.better : metric.better;
  if (better.direction == Direction::Within) return;
  const bool higher = better.direction == Direction::Higher;
  const auto report = [&](Text level, ProgramExprId one, Text other_level, ProgramExprId other) {
    const auto value = one ? fold(checker.program, one) : std::nullopt;
    const auto limit = other ? fold(checker.program, other) : std::nullopt;
    if (!value || !limit || !value->is_number() || !limit->is_number()) return;
    if (higher ? value->number() > limit->number() : value->number() < limit->number()) return;
    checker.diagnostics.report(Code::levels_reversed, checker.expr(one).span,
                               {{"metric", metric.name},
                                {"level", level},
                                {"value", constant_text(value->number(), metric.type.unit)},
                                {"relation", higher ? Text::word_above : Text::word_below},
                                {"other", other_level},
                                {"limit", constant_text(limit->number(), metric.type.unit)}});
  };
  report(Text::word_stretch, target.stretch, Text::word_target, target.target);
  report(Text::word_target, target.target, Text::word_baseline, target.baseline);
}

/// How attainment of this target is computed, where that is not what the metric says.
bool set_method(Checker& checker, Env env, const ast::Target& declared, const Type& type,
                Target& target) {
  if (!declared.better) return true;
  env.grain = Grain::Constant;
  const std::size_t errors = checker.diagnostics.error_count();
  target.better = check_better(checker, env, *declared.better, type);
  const bool unsaid =
      target.better->direction == Direction::Lower && target.better->method == LowerMethod::Unsaid;
  if (unsaid) {
    checker.diagnostics
        .report(Code::method_missing, declared.better->span, {{"metric", declared.head.name.text}})
        .hint(Text::lower_methods);
  }
  return checker.diagnostics.error_count() == errors;
}

void check_target(Checker& checker, const ast::Ast& file, const ast::Target& declared) {
  const auto metric = resolve<MetricId>(checker, Text::word_metric, declared.head.name);
  Target target;
  target.span = declared.head.name.span;
  const auto people = resolve_roles(checker, declared.roles);
  if (!metric || !people) return;
  target.metric = *metric;
  target.roles = people->roles;
  target.effective = effective_days(checker, declared.head);
  if (!declared.every) {
    checker.diagnostics.report(Code::cycle_missing, declared.head.name.span,
                               {{"name", declared.head.name.text}});
    return;
  }
  target.every = *declared.every;
  target.adds_up = declared.adds_up;
  if (declared.adds_up && !can_add_up(checker, declared, *metric)) return;
  report_duplicate(checker, declared, target);
  if (report_unbound(checker, *metric, declared.head.name.span)) return;
  const Type type = checker.program.metrics[*metric].type;
  if (type.kind == Kind::Error) return;
  Env env;
  env.ast = &file;
  env.grain = Grain::Subject;
  env.subject_table = people->table;
  if (!set_method(checker, env, declared, type, target)) return;
  target.publish = checker.program.metrics[*metric].publish;
  if (declared.round) target.publish = check_round(checker, env, *declared.round, type.unit);
  const TargetId id = checker.program.targets.push(std::move(target));
  for (const ast::TargetLevel& level : declared.levels) {
    set_level(checker, env, level, type.unit, id);
  }
  report_order(checker, checker.program.targets[id]);
}

}  // namespace

bool share_role(const Program& program, const std::vector<RoleId>& a,
                const std::vector<RoleId>& b) {
  if (a.empty() || b.empty()) return true;
  const auto is_everybody = [&](RoleId id) {
    return !program.roles[id].condition && program.roles[id].versions.empty();
  };
  const auto meet = [&](RoleId one, RoleId other) {
    if (one == other) return true;
    const bool same_table = program.roles[one].table == program.roles[other].table;
    return same_table && (is_everybody(one) || is_everybody(other));
  };
  return std::any_of(a.begin(), a.end(), [&](RoleId one) {
    return std::any_of(b.begin(), b.end(), [&](RoleId other) { return meet(one, other); });
  });
}

/// `for reps`: everybody of the table, as a role of its own.
static std::optional<RoleId> everybody_of(Checker& checker, TableId table, Span span) {
  const TableSchema& schema = checker.table(table);
  if (!schema.key) {
    report_no_key(checker, table, span);
    return std::nullopt;
  }
  IdVector<RoleId, Role>& roles = checker.program.roles;
  for (std::size_t i = 0; i < roles.size(); ++i) {
    const Role& role = roles[RoleId(i)];
    if (role.table == table && role.name == schema.name) return RoleId(i);
  }
  Role everybody;
  everybody.name = schema.name;
  everybody.label = schema.label;
  everybody.span = schema.span;
  everybody.table = table;
  return roles.push(std::move(everybody));
}

std::optional<People> resolve_roles(Checker& checker, const std::vector<ast::Name>& names) {
  People people;
  for (const ast::Name& name : names) {
    const auto whole = checker.find_as<TableId>(name);
    const auto role = whole ? everybody_of(checker, *whole, name.span)
                            : resolve<RoleId>(checker, Text::word_role, name);
    if (!role) return std::nullopt;
    const TableId table = checker.program.roles[*role].table;
    if (!table) return std::nullopt;
    if (people.table && people.table != table) {
      checker.diagnostics.report(Code::role_not_of_table, name.span,
                                 {{"name", name.text},
                                  {"actual", checker.table(table).name},
                                  {"expected", checker.table(people.table).name}});
      return std::nullopt;
    }
    people.table = table;
    people.roles.push_back(*role);
  }
  return people;
}

/// One payout or rule has one people's table and one cycle, whichever card it looks at.
static bool are_cards_alike(Checker& checker, const ast::Name& name,
                            const std::vector<ast::Name>& cards) {
  std::vector<ScorecardId> known;
  for (const ast::Name& card : cards) {
    const auto id = resolve<ScorecardId>(checker, Text::word_scorecard, card);
    if (!id) return false;
    if (std::find(known.begin(), known.end(), *id) != known.end()) {
      checker.diagnostics.report(Code::said_twice, card.span, {{"word", card.text}});
      return false;
    }
    known.push_back(*id);
    const Scorecard& first = checker.program.scorecards[known.front()];
    const Scorecard& other = checker.program.scorecards[*id];
    if (!first.table || !other.table) return false;  // reported with the card
    if (first.table == other.table && first.every == other.every) continue;
    checker.diagnostics
        .report(Code::cards_apart, card.span,
                {{"name", name.text},
                 {"first", first.name},
                 {"first_people", checker.table(first.table).name},
                 {"first_unit", word_of(first.every)},
                 {"other", other.name},
                 {"other_people", checker.table(other.table).name},
                 {"other_unit", word_of(other.every)}})
        .label(first.span, Text::defined_here, {{"name", first.name}})
        .label(other.span, Text::defined_here, {{"name", other.name}});
    return false;
  }
  return true;
}

std::vector<ScorecardId> cards_named(const Checker& checker, const std::vector<ast::Name>& roles) {
  std::vector<ScorecardId> cards;
  for (const ast::Name& name : roles) {
    if (const auto card = checker.find_as<ScorecardId>(name.text)) cards.push_back(*card);
  }
  return cards;
}

std::optional<Cycle> resolve_cycle(Checker& checker, const ast::Name& name,
                                   const std::vector<ast::Name>& roles,
                                   const std::optional<PeriodUnit>& every, ScorecardId card) {
  Cycle cycle;
  if (roles.empty()) {
    checker.diagnostics.report(Code::people_missing, name.span, {{"name", name.text}})
        .hint(Text::write_instead, {{"text", form_beside(checker, name.span, "for scorecard")}});
    return std::nullopt;
  }
  if (checker.find_as<ScorecardId>(roles[0])) {
    if (!are_cards_alike(checker, name, roles)) return std::nullopt;
    const Scorecard& scorecard = checker.program.scorecards[card];
    if (every && *every != scorecard.every) {
      checker.diagnostics
          .report(Code::cycle_of_card, name.span,
                  {{"name", name.text}, {"unit", word_of(scorecard.every)}})
          .hint(Text::leave_cycle_out);
      return std::nullopt;
    }
    cycle = {scorecard.table, card, scorecard.roles, scorecard.every};
    return scorecard.table ? std::optional<Cycle>(cycle) : std::nullopt;
  }
  const auto people = resolve_roles(checker, roles);
  if (!people || !people->table) return std::nullopt;
  if (!every) {
    checker.diagnostics.report(Code::cycle_missing, name.span, {{"name", name.text}});
    return std::nullopt;
  }
  cycle = {people->table, {}, people->roles, *every};
  return cycle;
}

std::vector<CardVersion> card_versions(const Checker& checker, const std::vector<ast::Name>& roles,
                                       const std::optional<DateRange>& effective) {
  const std::vector<ScorecardId> named = cards_named(checker, roles);
  if (named.empty()) return {{{}, effective}};
  const auto& cards = checker.program.scorecards;
  std::vector<CardVersion> found;
  for (const ScorecardId card : named) {
    for (const ScorecardId version : versions_of(cards, card)) {
      const DateRange own = effective.value_or(all_days());
      const DateRange days = cards[version].effective.value_or(all_days());
      const DateRange both{std::max(own.first, days.first), std::min(own.last, days.last)};
      if (both.empty()) continue;
      const bool said = effective || cards[version].effective;
      found.push_back({version, said ? std::optional<DateRange>(both) : std::nullopt});
    }
  }
  if (found.empty()) found.push_back({named[0], DateRange{Date{1}, Date{0}}});  // never
  return found;
}

void check_roles(Checker& checker, const std::vector<const ast::Ast*>& files) {
  each<ast::Role>(
      files, [&](const ast::Ast& file, const ast::Role& role) { check_role(checker, file, role); });
}

void check_targets(Checker& checker, const std::vector<const ast::Ast*>& files) {
  each<ast::Target>(files, [&](const ast::Ast& file, const ast::Target& target) {
    check_target(checker, file, target);
    if (has_reported_inside(checker, target.head.span)) {
      checker.faulty_targets.insert(target.head.name.text);
    }
  });
}

}  // namespace kpi::check
