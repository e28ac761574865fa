#include <algorithm>

#include "base/text.hpp"
#include "check/expressions.hpp"
#include "check/history.hpp"
#include "check/library.hpp"
#include "check/peers.hpp"
#include "check/words.hpp"

/// What a name means where it stands.
namespace kpi::check {
namespace {

using Names = std::vector<ast::Name>;

bool has_column(const Checker& checker, TableId table, const std::string& name) {
  return checker.columns[table.index()].count(name) != 0 ||
         checker.lets[table.index()].count(name) != 0;
}

/// Column read through links: optional as soon as one step is.
ProgramExprId column_expr(Checker& checker, TableId table, ColumnPath path, bool optional,
                          Grain grain, Span span) {
  TableId last = table;
  for (const ColumnId link : path.links)
    last = checker.table(last).columns[link].type.link;
  Expr expr;
  expr.op = Op::Column;
  expr.span = span;
  expr.type = checker.table(last).columns[path.column].type;
  expr.type.grain = grain == Grain::Row ? Grain::Row : Grain::Subject;
  expr.type.table = table;
  expr.type.optional = optional;
  if (const ColumnId currency = checker.table(last).columns[path.column].currency) {
    if (grain != Grain::Row) {
      report_varying(checker, span, checker.table(last).columns[path.column].name);
      return checker.error(span);
    }
    expr.type.unit.currency = varying_currency(checker, table, {path.links, currency});
  }
  expr.path = std::move(path);
  return checker.add(std::move(expr));
}

struct Walk {
  ColumnPath path;         // links followed so far
  TableId table;           // where the last name is looked up
  bool optional = false;   // some link on the way may lead nowhere
  bool unmatched = false;  // one may lead to a row that is not there, or a history to none
};

/// Follows all names but the last; nothing when reported.
std::optional<Walk> walk_links(Checker& checker, TableId table, const Names& names) {
  Walk walk;
  walk.table = table;
  for (std::size_t i = 0; i + 1 < names.size(); ++i) {
    const auto& columns = checker.columns[walk.table.index()];
    const auto found = columns.find(names[i].text);
    const auto history =
        found == columns.end() ? history_named(checker, names[i]) : std::optional<TableId>();
    if (history) {
      const auto link =
          history_link(checker, table, walk.path.links, walk.table, *history, names[i].span);
      if (!link) return std::nullopt;
      walk.path.links = {*link};
      walk.optional = walk.unmatched = true;
      walk.table = *history;
      continue;
    }
    if (found == columns.end()) {
      report_unknown_column(checker, walk.table, names[i]);
      return std::nullopt;
    }
    const Column& column = checker.table(walk.table).columns[found->second];
    checker.note(names[i], column.span);
    if (column.type.kind != Kind::Link) {
      report_not_a_link(checker, walk.table, names[i], names[i + 1]);
      return std::nullopt;
    }
    walk.path.links.push_back(found->second);
    walk.optional = walk.optional || column.optional || column.or_unmatched;
    walk.unmatched = walk.unmatched || column.or_unmatched;
    walk.table = column.type.link;
  }
  return walk;
}

/// What is there when `customer.first_order` is: that column, and the link on the way to it.
bool is_guarded(const Env& env, const ColumnPath& path) {
  std::vector<ColumnId> through = path.links;
  through.push_back(path.column);
  for (const ColumnPath& guard : env.guarded) {
    if (guard == path) return true;
    const bool on_the_way = guard.links.size() >= through.size() &&
                            std::equal(through.begin(), through.end(), guard.links.begin());
    if (on_the_way) return true;
  }
  return false;
}

Names without_table(const Checker& checker, TableId table, const Names& names) {
  const bool qualified = names.size() > 1 && names[0].text == checker.table(table).name &&
                         !has_column(checker, table, names[0].text);
  if (qualified) checker.note(names[0], checker.table(table).span);
  return qualified ? Names(names.begin() + 1, names.end()) : names;
}

ProgramExprId check_in_row(Checker& checker, const Env& env, const ast::Path& path) {
  const Names& names = path.parts;
  const TableId table = env.row_table;
  if (names.size() == 1 && report_two_meanings(checker, env, names[0])) {
    return checker.error(path.span);
  }
  const bool own =
      has_column(checker, table, names[0].text) || names[0].text == checker.table(table).name;
  if (own) return check_row_path(checker, env, table, names, path.span);
  if (names.size() == 1) {
    if (const auto param = checker.find_as<ParamId>(names[0])) {
      return param_value(checker, env, *param, path.span);
    }
  }
  if (checker.find_as<TableId>(names[0].text)) {
    checker.diagnostics.report(
        Code::foreign_table, path.span,
        {{"table", checker.table(table).name}, {"name", std::string(names[0].text)}});
  } else if (checker.find_as<MetricId>(names[0].text)) {
    checker.diagnostics.report(Code::aggregate_in_row, path.span, {{"name", names[0].text}});
  } else {
    report_unknown_column(checker, table, names[0]);
  }
  return checker.error(path.span);
}

/// A constant target other than 0 is always there and never makes an attainment absent.
bool has_sure_target(const Checker& checker, const Line& line) {
  if (!line.target) return false;
  const auto target = fold(checker.program, line.target);
  return target && target->is_number() && target->number().sign() > 0;
}

ProgramExprId line_word(Checker& checker, const Env& env, Op op, Span span) {
  const Line& line = *env.words.line;
  Expr expr;
  expr.op = op;
  expr.span = span;
  expr.type = checker.type(line.measure);
  if (expr.type.kind == Kind::Error) return checker.error(span);
  const bool sure = has_sure_target(checker, line) ||
                    (op == Op::Attainment && line.better.direction == Direction::Within);
  if (op == Op::Attainment) expr.type.unit = unit_of(Quantity::Ratio);
  if (op == Op::Attainment) expr.type.optional = expr.type.optional || !sure;
  if (op == Op::Target) expr.type.optional = !sure;
  if (op == Op::Baseline || op == Op::Stretch) expr.type.optional = true;
  return checker.add(std::move(expr));
}

ProgramExprId score_word(Checker& checker, Op op, Span span) {
  Expr expr;
  expr.op = op;
  expr.span = span;
  expr.type.grain = Grain::Subject;
  expr.type.optional = true;
  expr.type.kind = op == Op::Score ? Kind::Number : Kind::Text;
  if (op == Op::Score) expr.type.unit = unit_of(Quantity::Points);
  return checker.add(std::move(expr));
}

/// What the payout paid in the period, in what it carries on.
ProgramExprId paid_value(Checker& checker, const Env& env, Span span) {
  Expr expr;
  expr.op = Op::Paid;
  expr.span = span;
  expr.type = env.words.carrying->type;
  expr.type.optional = false;  // a period without an amount hands on what it was given
  expr.payout = env.words.payout_id;
  return checker.add(std::move(expr));
}

/// A word of the scorecard (value, attainment, score, …) where it has a meaning.
std::optional<ProgramExprId> card_word(Checker& checker, const Env& env, const ast::Name& name) {
  if (name.quoted) return std::nullopt;
  if (env.words.each_line) {
    if (const auto word = word_of_each_line(checker, env, name)) return word;
  }
  const std::string word = canonical_word(name);
  static const std::map<std::string, Op> kLine = {{"value", Op::LineValue},
                                                  {"target", Op::Target},
                                                  {"baseline", Op::Baseline},
                                                  {"stretch", Op::Stretch},
                                                  {"attainment", Op::Attainment}};
  if (const auto found = kLine.find(word); found != kLine.end() && env.words.reads_line) {
    return line_word(checker, env, found->second, name.span);
  }
  if (env.words.adjusts_score && (word == "score" || word == "grade")) {
    checker.diagnostics.report(Code::adjustment_reads_score, name.span, {{"word", name.text}});
    return checker.error(name.span);
  }
  if (env.words.reads_paid && word == "amount") return paid_value(checker, env, name.span);
  if (env.words.reads_score && (word == "score" || word == "grade")) {
    return score_word(checker, word == "score" ? Op::Score : Op::Grade, name.span);
  }
  return std::nullopt;
}

ProgramExprId metric_value(Checker& checker, MetricId id, Span span) {
  ensure_metric(checker, id);
  if (report_unbound(checker, id, span)) return checker.error(span);
  const Metric& metric = checker.program.metrics[id];
  if (metric.type.kind == Kind::Error) return checker.error(span);
  Expr expr;
  expr.op = Op::Metric;
  expr.span = span;
  expr.metric = id;
  expr.type = metric.type;
  expr.type.grain = Grain::Subject;
  return checker.add(std::move(expr));
}

/// A fact's column used where one value per subject is needed.
void report_row_value(Checker& checker, const Env& env, const ast::Path& path, TableId table) {
  Env row = env;
  row.grain = Grain::Row;
  row.row_table = table;
  row.group_aggregates = nullptr;
  const Type type = checker.type(check_in_row(checker, row, path));
  if (type.kind == Kind::Error) return;  // there is no such column
  report_needs_aggregate(checker, path, table, type);
}

/// Inside a group only params and aggregates over the group have one value.
ProgramExprId check_in_group(Checker& checker, const Env& env, const ast::Path& path) {
  const ast::Name& first = path.parts[0];
  if (path.parts.size() == 1) {
    if (report_two_meanings(checker, env, first)) return checker.error(path.span);
    if (const auto id = checker.find_as<ParamId>(first)) {
      return param_value(checker, env, *id, path.span);
    }
  }
  const bool of_table = first.text == checker.table(env.group_table).name ||
                        has_column(checker, env.group_table, first.text);
  if (of_table) {
    report_row_value(checker, env, path, env.group_table);
  } else if (const Symbol* symbol = checker.find(first.text)) {
    checker.diagnostics.report(
        Code::wrong_declaration, first.span,
        {{"name", first.text}, {"actual", word_for(*symbol)}, {"expected", Text::word_column}});
  } else {
    report_unknown(checker, Text::word_name, first, names_of_kind(checker, Text::word_param));
  }
  return checker.error(path.span);
}

/// A metric, a payout, a table, where only what is known before any data can stand.
bool report_no_constant(Checker& checker, const ast::Name& name) {
  if (!checker.find_as<MetricId>(name.text) && !checker.find_as<PayoutId>(name.text) &&
      !checker.find_as<TableId>(name.text)) {
    return false;
  }
  checker.diagnostics.report(Code::constant_needed, name.span);
  return true;
}

/// A single name that stands for one value per subject, if it is one.
std::optional<ProgramExprId> named_value(Checker& checker, const Env& env, const ast::Name& name,
                                         Span span) {
  if (const auto word = card_word(checker, env, name)) {
    if (report_column_too(checker, env, name, Text::word_keyword, {})) return checker.error(span);
    return *word;
  }
  if (const auto state = carried_value(checker, env, name)) return *state;
  if (report_two_meanings(checker, env, name)) return checker.error(span);
  if (const auto id = checker.find_as<ParamId>(name)) return param_value(checker, env, *id, span);
  if (env.grain == Grain::Constant) return std::nullopt;
  if (const auto id = checker.find_as<MetricId>(name)) return metric_value(checker, *id, span);
  const auto payout = checker.find_as<PayoutId>(name);
  if (payout && env.words.reader) return payout_value(checker, env, *payout, span);
  if (payout && env.words.reads_results) {
    static const ast::Call kPlain{};
    return check_payout_use(checker, env, {kPlain, name.text, span}, *payout);
  }
  return std::nullopt;
}

/// Nothing is called so: what was meant?
ProgramExprId report_unknown_value(Checker& checker, const Env& env, const ast::Path& path) {
  const ast::Name& first = path.parts[0];
  if (is_card_word(canonical_word(first))) {
    checker.diagnostics.report(Code::word_out_of_place, first.span, {{"word", first.text}});
    return checker.error(path.span);
  }
  std::vector<std::string> candidates = names_of_kind(checker, Text::word_name);
  if (env.subject_table) {
    for (std::string& name : column_names(checker, env.subject_table))
      candidates.push_back(name);
  }
  Diagnostic& report = report_unknown(checker, Text::word_name, first, candidates);
  if (first.text == "完成率" && env.words.reads_line) {  // the head of that column in reports
    report.hint(Text::did_you_mean, {{"name", "达成率"}}).fix(first.span, "达成率", false);
  }
  return checker.error(path.span);
}

ProgramExprId check_in_subject(Checker& checker, const Env& env, const ast::Path& path) {
  const ast::Name& first = path.parts[0];
  if (path.parts.size() == 1) {
    if (const auto value = named_value(checker, env, first, path.span)) return *value;
  }
  const std::size_t errors = checker.diagnostics.error_count();
  if (env.grain == Grain::Constant && report_no_constant(checker, first)) {
    return checker.error(path.span);
  }
  if (const auto table = subject_table_of(checker, env, first)) {
    if (env.inferred_subject_table != nullptr) *env.inferred_subject_table = *table;
    Env row = env;
    row.grain = Grain::Subject;
    return check_row_path(checker, row, *table, path.parts, path.span);
  }
  if (checker.diagnostics.error_count() > errors) return checker.error(path.span);
  if (const auto table = checker.find_as<TableId>(first.text); table && path.parts.size() > 1) {
    const auto history =
        path.parts.size() > 2 ? history_named(checker, path.parts[1]) : std::optional<TableId>();
    if (history && checker.table(*table).key) return check_held(checker, env, *history, path);
    if (*table == env.subject_table) {
      return check_row_path(checker, env, *table, path.parts, path.span);
    }
    const bool people = checker.table(*table).key && !checker.table(*table).dated;
    if (people && env.inferred_subject_table != nullptr) {
      *env.inferred_subject_table = *table;
      return check_row_path(checker, env, *table, path.parts, path.span);
    }
    if (checker.table(*table).valid && !checker.table(*table).key) {
      return check_held(checker, env, *table, path);
    }
    report_row_value(checker, env, path, *table);
    return checker.error(path.span);
  }
  if (const Symbol* symbol = checker.find(first.text)) {
    Diagnostic& report = checker.diagnostics.report(
        Code::wrong_declaration, first.span,
        {{"name", first.text}, {"actual", word_for(*symbol)}, {"expected", Text::word_metric}});
    if (std::holds_alternative<TiersId>(symbol->target)) {
      const std::string argument = env.words.reads_line ? "(attainment)" : "(…)";
      report.hint(Text::write_instead, {{"text", first.text + argument}});
    }
    return checker.error(path.span);
  }
  const bool of_subject =
      env.subject_table && (is_choice_of(checker, env.subject_table, first.text) ||
                            column_headed(checker, env.subject_table, first.text));
  if (of_subject) {
    report_unknown_column(checker, env.subject_table, first);
    return checker.error(path.span);
  }
  return report_unknown_value(checker, env, path);
}

/// The argument of the table of tiers whose cell this is.
std::optional<ProgramExprId> argument_of_tiers(Checker& checker, const Env& env,
                                               const ast::Path& path) {
  for (std::size_t i = 0; i < env.arguments.size(); ++i) {
    if (path.parts.size() != 1 || path.parts[0].text != env.arguments[i].name.text) continue;
    checker.note(path.parts[0], env.arguments[i].name.span);
    const ProgramExprId id = make_op(checker, Op::GroupValue, path.span, env.arguments[i].type, {});
    checker.program.exprs[id].index = i;
    return id;
  }
  return std::nullopt;
}

}  // namespace

ProgramExprId row_column(Checker& checker, TableId table, ColumnId column, Span span) {
  Expr expr;
  expr.op = Op::Column;
  expr.span = span;
  expr.type = checker.table(table).columns[column].type;
  expr.type.grain = Grain::Row;
  expr.type.table = table;
  expr.path.column = column;
  return checker.add(std::move(expr));
}

std::optional<TableId> subject_table_of(Checker& checker, const Env& env, const ast::Name& name) {
  if (env.subject_table) {
    return has_column(checker, env.subject_table, name.text)
               ? std::optional<TableId>(env.subject_table)
               : std::nullopt;
  }
  std::vector<TableId> tables;
  std::string listed;
  for (std::size_t i = 0; i < checker.program.tables.size(); ++i) {
    const TableId id(i);
    const TableSchema& table = checker.table(id);
    const bool people = table.key && !table.dated;
    // `region` is the column of the people, not the key of the table made of it
    const bool own_key = table.derived_from && table.columns[table.key].name == name.text;
    if (!people || own_key || !has_column(checker, id, name.text)) continue;
    tables.push_back(id);
    listed += (listed.empty() ? "`" : ", `") + checker.table(id).name + "`";
  }
  if (tables.size() > 1) {
    checker.diagnostics.report(Code::ambiguous_column, name.span,
                               {{"name", name.text}, {"tables", listed}});
  }
  if (tables.size() != 1) return std::nullopt;
  return tables[0];
}

std::optional<ColumnPath> resolve_column_path(Checker& checker, TableId table,
                                              const std::vector<ast::Name>& names,
                                              bool must_be_row) {
  const Names own = without_table(checker, table, names);
  auto walk = walk_links(checker, table, own);
  if (!walk) return std::nullopt;
  const auto& columns = checker.columns[walk->table.index()];
  const auto found = columns.find(own.back().text);
  if (found == columns.end()) {
    report_unknown_column(checker, walk->table, own.back());
    return std::nullopt;
  }
  ensure_computed(checker, walk->table, found->second);
  const Column& column = checker.table(walk->table).columns[found->second];
  checker.note(own.back(), column.span);
  if (!must_be_row) {
    walk->path.column = found->second;
    return walk->path;
  }
  if (column.type.kind == Kind::Error) return std::nullopt;
  if (column.type.kind != Kind::Link) {
    checker.diagnostics.report(
        Code::wrong_kind, own.back().span,
        {{"actual", word_for(column.type.kind)}, {"expected", Text::word_link}});
    return std::nullopt;
  }
  walk->path.links.push_back(found->second);
  return walk->path;
}

/// Whether a condition proves every link on the way present: `rep.base` where `rep is present`.
static bool are_links_present(const Checker& checker, const Env& env, TableId table,
                              const Walk& walk) {
  ColumnPath way;
  for (const ColumnId link : walk.path.links) {
    const Column& column = checker.table(table).columns[link];
    way.column = link;
    const bool present =
        std::find(env.guarded.begin(), env.guarded.end(), way) != env.guarded.end();
    if (column.optional && !present && !is_guarded(env, way)) return false;
    way.links.push_back(link);
    table = column.type.link;
  }
  return true;
}

ProgramExprId check_row_path(Checker& checker, const Env& env, TableId table,
                             const std::vector<ast::Name>& written, Span span) {
  const Names names = without_table(checker, table, written);
  auto walk = walk_links(checker, table, names);
  if (!walk) return checker.error(span);
  const std::string& last = names.back().text;
  const auto& columns = checker.columns[walk->table.index()];
  if (const auto found = columns.find(last); found != columns.end()) {
    walk->path.column = found->second;
    checker.note(names.back(), checker.table(walk->table).columns[found->second].span);
    ensure_computed(checker, walk->table, found->second);
    const bool reached =
        !walk->optional || (!walk->unmatched && are_links_present(checker, env, table, *walk));
    const bool optional = !is_guarded(env, walk->path) &&
                          (!reached || checker.table(walk->table).columns[found->second].optional);
    if (checker.table(walk->table).columns[found->second].type.kind == Kind::Error) {
      return checker.error(span);
    }
    return column_expr(checker, table, walk->path, optional, env.grain, span);
  }
  const auto& lets = checker.lets[walk->table.index()];
  if (const auto found = lets.find(last); found != lets.end()) {
    checker.note(names.back(), checker.table(walk->table).lets[found->second].span);
    const ProgramExprId value = ensure_let(checker, walk->table, found->second);
    if (!value || checker.failed(value)) return checker.error(span);
    if (env.grain == Grain::Subject) {
      return let_of_subject(checker, {table, walk->path.links, walk->table, walk->optional}, value,
                            names.back());
    }
    return reroot(checker, value, walk->path.links, table, walk->optional);
  }
  report_unknown_column(checker, walk->table, names.back());
  return checker.error(span);
}

ProgramExprId check_path(Checker& checker, const Env& env, const ast::Path& path) {
  if (path.parts.empty()) return checker.error(path.span);
  if (is_period_word(path)) return period_word(checker, env, path);
  if (const auto argument = argument_of_tiers(checker, env, path)) return *argument;
  if (env.grain == Grain::Row) return check_in_row(checker, env, path);
  return env.group_aggregates != nullptr ? check_in_group(checker, env, path)
                                         : check_in_subject(checker, env, path);
}

}  // namespace kpi::check
