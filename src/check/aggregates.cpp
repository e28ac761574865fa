#include <algorithm>

#include "ast/parts.hpp"
#include "base/text.hpp"
#include "check/expressions.hpp"
#include "check/history.hpp"
#include "check/splits.hpp"
#include "check/units.hpp"
#include "check/words.hpp"
#include "program/links.hpp"

/// `sum(orders.amount where …)`: rows of one fact table lifted to one value per subject and period.
namespace kpi::check {
namespace {

std::optional<AggregateKind> kind_of(const std::string& word, const ast::Call& call) {
  if (word == "sum") return AggregateKind::Sum;
  if (word == "count") return call.distinct ? AggregateKind::CountDistinct : AggregateKind::Count;
  if (word == "avg") return AggregateKind::Avg;
  if (word == "only") return AggregateKind::Only;
  if (word == "median" || word == "percentile") return AggregateKind::Percentile;
  if (word == "stddev") return AggregateKind::Stddev;
  if (word == "stddev_all") return AggregateKind::StddevAll;
  if (word == "corr") return AggregateKind::Corr;
  if (call.arguments.size() > 1) return std::nullopt;  // min and max of several values
  if (word == "min") return AggregateKind::Min;
  if (word == "max") return AggregateKind::Max;
  return std::nullopt;
}

/// The first table named anywhere in the expression.
std::optional<TableId> table_named(const Checker& checker, const ast::Ast& file, ast::ExprId id) {
  if (!id) return std::nullopt;
  if (const auto* path = std::get_if<ast::PathExpr>(&file.exprs[id].node)) {
    return checker.find_as<TableId>(path->path.parts[0].text);
  }
  for (const ast::ExprId part : ast::parts_of(file.exprs[id])) {
    if (const auto found = table_named(checker, file, part)) return found;
  }
  return std::nullopt;
}

std::optional<TableId> table_of_call(const Checker& checker, const Env& env,
                                     const ast::Call& call) {
  for (const ast::ExprId argument : call.arguments) {
    if (const auto table = table_named(checker, *env.ast, argument)) return table;
  }
  if (const auto groups = group_table_of(checker, call)) {
    if (!call.context.group_where) return groups;
    const auto read = table_named(checker, *env.ast, *call.context.group_where);
    return read ? read : groups;
  }
  for (const ast::Per& per : call.context.per) {
    if (per.kind != ast::PerKind::Path) continue;
    if (const auto table = checker.find_as<TableId>(per.path.parts[0].text)) return table;
  }
  return std::nullopt;
}

/// The name in a table's place that nothing declares: `ordres` in `sum(ordres.amount)`.
const ast::Name* misspelt_table(const Checker& checker, const Env& env, const ast::Call& call) {
  for (const ast::ExprId argument : call.arguments) {
    const auto* path = std::get_if<ast::PathExpr>(&env.ast->exprs[argument].node);
    if (path == nullptr) continue;
    const ast::Name& name = path->path.parts[0];
    const bool only_a_table_fits = path->path.parts.size() > 1;
    const bool close = !is_column(checker, name.text) &&
                       nearest(name.text, names_of_kind(checker, Text::word_table)).has_value();
    if (checker.find(name.text) == nullptr && (only_a_table_fits || close)) return &name;
  }
  return nullptr;
}

/// `count(per orders.customer)` where the declaration of `orders` did not parse.
bool groups_by_unread(const Checker& checker, const ast::Call& call) {
  const auto& per = call.context.per;
  return std::any_of(per.begin(), per.end(), [&](const ast::Per& key) {
    return !key.path.parts.empty() && checker.unread.count(key.path.parts[0].text) != 0;
  });
}

/// Columns a condition proves present: `x is present` among the parts of its conjunction.
void collect_guards(const Checker& checker, ProgramExprId id, std::vector<ColumnPath>& guards) {
  const Expr& expr = checker.expr(id);
  if (expr.op == Op::And) {
    for (const ProgramExprId arg : expr.args)
      collect_guards(checker, arg, guards);
  }
  if (expr.op == Op::IsPresent && checker.expr(expr.args[0]).op == Op::Column) {
    guards.push_back(checker.expr(expr.args[0]).path);
  }
}

/// `count(orders)`: the argument is the table itself.
bool is_table_itself(const Checker& checker, const Env& env, ast::ExprId id) {
  const auto* path = std::get_if<ast::PathExpr>(&env.ast->exprs[id].node);
  return path != nullptr && path->path.parts.size() == 1 &&
         checker.find_as<TableId>(path->path.parts[0]).has_value();
}

struct Build {
  Aggregate aggregate;
  std::string word;     // sum, count, …
  std::string written;  // the same in the author's language
  Span span;
  bool ok = true;
};

/// The date column: the call's `dated`, else the table's.
void set_date(Checker& checker, const ast::Call& call, Build& build) {
  const TableSchema& table = checker.table(build.aggregate.table);
  build.aggregate.dated = table.dated;
  if (!call.context.dated) return;
  const auto path =
      resolve_column_path(checker, build.aggregate.table, call.context.dated->parts, false);
  if (!path) {
    build.ok = false;
    return;
  }
  const Column* column =
      path->links.empty() ? &checker.table(build.aggregate.table).columns[path->column] : nullptr;
  const Kind kind = column == nullptr ? Kind::Error : column->type.kind;
  if (kind != Kind::Date && kind != Kind::DateTime && kind != Kind::Period) {
    checker.diagnostics.report(Code::not_a_date_column, call.context.dated->span,
                               {{"name", call.context.dated->parts.back().text}});
    build.ok = false;
    return;
  }
  build.aggregate.dated = path->column;
}

/// Whose the rows are: the call's `credited`, else the table's.
void set_owner(Checker& checker, const ast::Call& call, Build& build) {
  build.aggregate.owner = checker.table(build.aggregate.table).credited;
  if (call.context.credited) {
    build.aggregate.owner =
        resolve_column_path(checker, build.aggregate.table, call.context.credited->parts, true);
    build.ok = build.ok && build.aggregate.owner.has_value();
  }
  const auto& split = checker.table(build.aggregate.table).split;
  if (split && !call.context.credited) {
    build.aggregate.owner_table = table_after(checker.program, split->table, split->owner.links);
  }
  if (!build.aggregate.owner) return;
  TableId owner = build.aggregate.table;
  for (const ColumnId link : build.aggregate.owner->links) {
    owner = checker.table(owner).columns[link].type.link;
  }
  build.aggregate.owner_table = owner;
}

/// Rows without their date are in no period: what is still open would silently be left out.
void reject_own_date_none(Checker& checker, Build& build) {
  const Aggregate& aggregate = build.aggregate;
  if (!build.ok || !aggregate.dated || !aggregate.where) return;
  if (!asks_none_of(checker, aggregate.where, aggregate.dated)) return;
  const std::string& name = checker.table(aggregate.table).columns[aggregate.dated].name;
  checker.diagnostics
      .report(Code::own_date_is_none, checker.expr(aggregate.where).span, {{"name", name}})
      .hint(Text::choose_other_date);
  build.ok = false;
}

Env row_env(const Env& env, TableId table) {
  Env row;
  row.ast = env.ast;
  row.grain = Grain::Row;
  row.row_table = table;
  return row;
}

/// The day whose rate counts, where that may be missing.
const Column* optional_day(const Checker& checker, const Expr& value) {
  if (value.op != Op::Convert) return nullptr;
  const Expr* day = &checker.expr(value.args[2]);
  if (day->op == Op::DayOf) day = &checker.expr(day->args[0]);
  const bool own = day->op == Op::Column && day->path.links.empty() && day->type.optional;
  return own ? &checker.table(day->type.table).columns[day->path.column] : nullptr;
}

void report_optional(Checker& checker, const Build& build, const Expr& value) {
  Diagnostic& report = checker.diagnostics.report(Code::optional_aggregated, value.span,
                                                  {{"function", build.written}});
  if (const Column* day = optional_day(checker, value)) {
    report.hint(Text::skip_supply_or_choose, {{"column", day->name}});
  } else {
    report.hint(Text::skip_or_supply, {{"function", build.written}});
  }
}

bool kind_fits(AggregateKind kind, Kind value) {
  switch (kind) {
    case AggregateKind::Sum:
    case AggregateKind::Percentile:
    case AggregateKind::Stddev:
    case AggregateKind::StddevAll:
    case AggregateKind::Corr:
    case AggregateKind::Avg: return value == Kind::Number;
    case AggregateKind::Min:
    case AggregateKind::Max:
      return value == Kind::Number || value == Kind::Date || value == Kind::DateTime;
    case AggregateKind::Count:
    case AggregateKind::CountDistinct:
    case AggregateKind::Only: return true;
  }
  return true;
}

/// A column as `orders.amount`; of anything that is computed, that it is the amount.
std::string amount_text(const Checker& checker, TableId table, const Expr& value) {
  if (value.op != Op::Column) return "amount";
  std::string text = checker.table(table).name + ".";
  for (const ColumnId link : value.path.links) {
    text += checker.table(table).columns[link].name + ".";
    table = checker.table(table).columns[link].type.link;
  }
  return text + checker.table(table).columns[value.path.column].name;
}

/// A value that each row gives.
void check_value(Checker& checker, Build& build, ProgramExprId id) {
  if (checker.failed(id)) {
    build.ok = false;
    return;
  }
  const Expr& value = checker.expr(id);
  if (build.aggregate.kind == AggregateKind::Count) {
    checker.diagnostics.report(Code::count_of_values, value.span)
        .hint(Text::count_rows_or_distinct);
    build.ok = false;
  } else if (!kind_fits(build.aggregate.kind, value.type.kind) ||
             (build.aggregate.top > 0 && value.type.kind != Kind::Number)) {
    checker.diagnostics.report(
        Code::wrong_kind, value.span,
        {{"actual", word_for(value.type.kind)}, {"expected", Text::word_number}});
    build.ok = false;
  } else if (is_varying(value.type.unit) && build.aggregate.kind != AggregateKind::CountDistinct) {
    report_varying(checker, value.span, amount_text(checker, build.aggregate.table, value));
    build.ok = false;
  } else if (value.type.optional && !build.aggregate.skipping_none &&
             build.aggregate.kind != AggregateKind::Only) {
    if (build.ok) report_optional(checker, build, value);  // else nobody knows what is guarded
    build.ok = false;
  }
}

/// Value and filter, row by row.
void check_rows(Checker& checker, const Env& env, const ast::Call& call, Build& build) {
  Env row = row_env(env, build.aggregate.table);
  row.other_date = call.context.dated.has_value();
  if (call.context.where) {
    build.aggregate.where = check_condition(checker, row, *call.context.where);
    build.ok = build.ok && !checker.failed(build.aggregate.where);
    if (build.ok) collect_guards(checker, build.aggregate.where, row.guarded);
  }
  if (call.context.dated && build.ok) row.guarded.push_back({{}, build.aggregate.dated});
  if (!call.context.per.empty() || call.arguments.empty()) return;
  if (is_table_itself(checker, env, call.arguments[0])) {
    if (build.aggregate.kind == AggregateKind::Count) return;
    checker.diagnostics.report(Code::wrong_kind, env.ast->exprs[call.arguments[0]].span,
                               {{"actual", Text::word_table}, {"expected", Text::word_column}});
    build.ok = false;
    return;
  }
  build.aggregate.value = check_expr(checker, row, call.arguments[0]);
  if (build.aggregate.kind == AggregateKind::Corr) {
    build.aggregate.other = check_expr(checker, row, call.arguments[1]);
    check_value(checker, build, build.aggregate.other);
  }
  check_value(checker, build, build.aggregate.value);
}

/// Groups: one value, or two, over the aggregates of the group.
void check_group_value(Checker& checker, Build& build, ProgramExprId id) {
  if (checker.failed(id)) {
    build.ok = false;
  } else if (checker.type(id).kind != Kind::Number) {
    checker.diagnostics.report(
        Code::wrong_kind, checker.expr(id).span,
        {{"actual", word_for(checker.type(id).kind)}, {"expected", Text::word_number}});
    build.ok = false;
  }
}

/// `per orders.customer, orders.line`: columns of the rows, all of which a group agrees in.
void set_group_keys(Checker& checker, const ast::Call& call, Build& build) {
  for (const ast::Per& per : call.context.per) {
    if (per.kind != ast::PerKind::Path) {
      checker.diagnostics.report(Code::word_out_of_place, per.span, {{"word", "per"}});
      build.ok = false;
      return;
    }
    const auto path = resolve_column_path(checker, build.aggregate.table, per.path.parts, false);
    if (!path) {
      build.ok = false;
    } else if (!build.aggregate.per) {
      build.aggregate.per = *path;
    } else {
      build.aggregate.per_also.push_back(*path);
    }
  }
}

/// `per K`: groups inside (subject, period); value and condition read aggregates over the group.
void check_groups(Checker& checker, const Env& env, const ast::Call& call, Build& build) {
  const ast::Per& per = call.context.per[0];
  const auto group_table = group_table_of(checker, call);
  if (group_table) {
    build.ok = set_group_table(checker, *group_table, per.span, build.aggregate) && build.ok;
  } else {
    set_group_keys(checker, call, build);
  }
  if (!build.ok) return;
  Env group = env;
  group.group_aggregates = &build.aggregate.group_aggregates;
  group.group_windows = &build.aggregate.group_windows;
  group.group_subjects = &build.aggregate.group_subjects;
  group.group_table = build.aggregate.table;
  group.grouped_by = group_table.value_or(TableId());
  if (call.context.group_where) {
    build.aggregate.group_where = check_condition(checker, group, *call.context.group_where);
    build.ok = build.ok && !checker.failed(build.aggregate.group_where);
  }
  if (call.arguments.empty()) {
    if (build.aggregate.kind == AggregateKind::Count) return;
    checker.diagnostics.report(Code::wrong_argument_count, build.span,
                               {{"name", build.written}, {"expected", 1}, {"count", 0}});
    build.ok = false;
    return;
  }
  build.aggregate.group_value = check_expr(checker, group, call.arguments[0]);
  check_group_value(checker, build, build.aggregate.group_value);
  if (build.aggregate.kind != AggregateKind::Corr) return;
  build.aggregate.group_other = check_expr(checker, group, call.arguments[1]);
  check_group_value(checker, build, build.aggregate.group_other);
}

Type result_type(const Checker& checker, const Aggregate& aggregate) {
  Type type;
  type.grain = Grain::Subject;
  type.kind = Kind::Number;
  const ProgramExprId value = aggregate.per ? aggregate.group_value : aggregate.value;
  const bool counts =
      aggregate.kind == AggregateKind::Count || aggregate.kind == AggregateKind::CountDistinct;
  if (counts || !value) {
    type.unit = unit_of(Quantity::Count);
  } else if (aggregate.kind != AggregateKind::Corr) {
    type.kind = checker.type(value).kind;
    type.period_unit = checker.type(value).period_unit;
    type.unit = checker.type(value).unit;
  }
  const bool total = counts || aggregate.kind == AggregateKind::Sum;
  const bool group_optional = aggregate.per && value && checker.type(value).optional;
  type.optional = !total || aggregate.skipping_none || group_optional;
  return type;
}

/// Inside a group the aggregate is one of the group's own values.
ProgramExprId group_reference(Checker& checker, const Env& env, const ast::Call& call,
                              const Build& build, Type type) {
  if (build.aggregate.table != env.group_table && !env.grouped_by) {
    checker.diagnostics.report(Code::foreign_table, build.span,
                               {{"table", checker.table(env.group_table).name},
                                {"name", checker.table(build.aggregate.table).name}});
    return checker.error(build.span);
  }
  Context context;
  if (!check_context(checker, env, call.context, context) ||
      reject_history_subject(checker, context.subject, build.span, Text::name_the_group)) {
    return checker.error(build.span);
  }
  if (build.aggregate.per) {
    checker.diagnostics.report(Code::word_out_of_place, build.span, {{"word", "per"}});
    return checker.error(build.span);
  }
  const AggregateId id = checker.program.aggregates.push(build.aggregate);
  env.group_aggregates->push_back(id);
  env.group_windows->push_back(context.window);
  env.group_subjects->push_back(context.subject);
  const ProgramExprId expr = make_op(checker, Op::GroupValue, build.span, type, {});
  checker.program.exprs[expr].index = env.group_aggregates->size() - 1;
  checker.program.exprs[expr].aggregate = id;
  return expr;
}

bool reject_unsupported(Checker& checker, const ast::Call& call, Span span) {
  if (call.context.weight || call.context.step) {
    checker.diagnostics.report(Code::word_out_of_place, span,
                               {{"word", call.context.weight ? "weight" : "step"}});
    return true;
  }
  if (!call.context.among && !call.context.across) return false;
  checker.diagnostics.report(Code::word_out_of_place, span,
                             {{"word", call.context.among ? "among" : "across"}});
  return true;
}

}  // namespace

static void note_period(const Checker& checker, Aggregate& aggregate) {
  const auto& inner = aggregate.group_aggregates;
  aggregate.reads_period =
      reads_period(checker, aggregate.value) || reads_period(checker, aggregate.other) ||
      reads_period(checker, aggregate.where) ||
      std::any_of(inner.begin(), inner.end(),
                  [&](AggregateId id) { return checker.program.aggregates[id].reads_period; });
}

/// `sum(top -1 of …)`, which reads as a name and what is subtracted from it.
static std::optional<Span> top_below_one(const Env& env, const ast::Call& call) {
  if (call.arguments.empty()) return std::nullopt;
  const ast::Expr& argument = env.ast->exprs[call.arguments[0]];
  const auto* difference = std::get_if<ast::Binary>(&argument.node);
  if (difference == nullptr || difference->op != ast::BinaryOp::Subtract) return std::nullopt;
  const auto* name = std::get_if<ast::PathExpr>(&env.ast->exprs[difference->left].node);
  const bool top = name != nullptr && name->path.parts.size() == 1 &&
                   canonical_word(name->path.parts[0]) == "top" && call.context.of;
  return top ? std::optional<Span>(argument.span) : std::nullopt;
}

static ProgramExprId aggregate_of_rows(Checker& checker, const Env& env, Span span,
                                       const ast::Call& call);

bool is_aggregate_call(const Checker&, const Env&, const ast::Call& call) {
  return kind_of(canonical_word(call.callee.parts[0]), call).has_value();
}

ProgramExprId check_aggregate(Checker& checker, const Env& env, Span span, const ast::Call& call) {
  const std::string word = canonical_word(call.callee.parts[0]);
  if (env.grain == Grain::Row) {
    checker.diagnostics.report(Code::aggregate_in_row, span, {{"name", word}});
    return checker.error(span);
  }
  const AggregateKind kind = *kind_of(word, call);
  if (is_over_units(call)) return check_over_units(checker, env, span, call, kind);
  if (is_over_people(checker, env, call)) return check_over_people(checker, env, span, call, kind);
  return aggregate_of_rows(checker, env, span, call);
}

static ProgramExprId aggregate_of_rows(Checker& checker, const Env& env, Span span,
                                       const ast::Call& call) {
  Build build;
  build.word = canonical_word(call.callee.parts[0]);
  build.written = call.callee.parts[0].text;
  build.span = span;
  if (reject_unsupported(checker, call, span)) return checker.error(span);
  if (const auto top = top_below_one(env, call)) {
    checker.diagnostics.report(Code::top_not_whole, *top);
    return checker.error(span);
  }
  const auto table = table_of_call(checker, env, call);
  if (!table) {
    if (const ast::Name* name = misspelt_table(checker, env, call)) {
      report_unknown(checker, Text::word_table, *name, names_of_kind(checker, Text::word_table));
    } else if (!groups_by_unread(checker, call)) {
      checker.diagnostics.report(Code::table_not_named, span, {{"name", build.written}})
          .hint(Text::write_instead, {{"text", with_table(checker, env, call, build.word)}});
    }
    return checker.error(span);
  }
  build.aggregate.kind = *kind_of(build.word, call);
  build.aggregate.table = *table;
  build.aggregate.span = span;
  build.aggregate.skipping_none = call.context.skipping_none;
  if (!check_reduction(checker, env, span, call, build.aggregate)) return checker.error(span);
  set_date(checker, call, build);
  set_owner(checker, call, build);
  build.ok = check_snapshot(checker, env, call, build.word, build.aggregate) && build.ok;
  check_rows(checker, env, call, build);
  reject_own_date_none(checker, build);
  if (!call.context.per.empty()) {
    check_groups(checker, env, call, build);
    build.ok = build.ok && check_group_snapshots(checker, call, build.word, build.aggregate);
    build.ok = build.ok && find_ways_to_groups(checker, build.aggregate);
  }
  Context context;
  build.ok = check_context(checker, env, call.context, context) && build.ok;
  if (!build.ok || reject_other_day(checker, build.aggregate)) return checker.error(span);
  for (const ProgramExprId part :
       {build.aggregate.where, build.aggregate.value, build.aggregate.other})
    reject_row_division(checker, part);
  note_period(checker, build.aggregate);
  if (reject_period_of_two(checker, build.aggregate,
                           reads_period(checker, build.aggregate.where))) {
    return checker.error(span);
  }
  count_rows_in_force(checker, build.aggregate);
  const bool split = build.aggregate.owner_table && !build.aggregate.owner;
  if (split && !add_by_credit(checker, build.aggregate)) return checker.error(span);
  Type type = result_type(checker, build.aggregate);
  type.optional = type.optional || may_be_absent(checker, context);
  if (env.group_aggregates != nullptr) return group_reference(checker, env, call, build, type);
  const ProgramExprId id = make_op(checker, Op::Aggregate, span, type, {});
  checker.program.exprs[id].aggregate = checker.program.aggregates.push(build.aggregate);
  if (reject_history_group(checker, context, id, span)) return checker.error(span);
  checker.program.exprs[id].context = context;
  return id;
}

}  // namespace kpi::check
