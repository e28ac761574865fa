#include "check/expressions.hpp"
#include "check/history.hpp"
#include "check/ranges.hpp"
#include "check/words.hpp"
#include "diag/period_words.hpp"
#include "program/links.hpp"

/// `of …` and `during …`: on what something is computed.
namespace kpi::check {
namespace {

std::string bound_text(const ast::Expr& expr) {
  if (const auto* path = std::get_if<ast::PathExpr>(&expr.node)) return path->path.parts[0].text;
  if (const auto* period = std::get_if<ast::PeriodLiteral>(&expr.node)) return period->text;
  if (const auto* number = std::get_if<ast::NumberLiteral>(&expr.node)) {
    return exact_decimal_string(number->value).value_or("");
  }
  return {};
}

std::optional<DateRange> days_of_bound(Checker& checker, const ast::Ast& file, ast::ExprId id) {
  const ast::Expr& expr = file.exprs[id];
  if (const auto* date = std::get_if<ast::DateLiteral>(&expr.node)) {
    return DateRange{date->date, date->date};
  }
  if (std::holds_alternative<ast::ErrorExpr>(expr.node)) return std::nullopt;
  const std::string text = bound_text(expr);
  if (const auto period = parse_period(text, checker.program.calendar)) {
    return days_of(*period, checker.program.calendar);
  }
  report_no_period(checker.diagnostics, expr.span, text);
  return std::nullopt;
}

/// `during 2025-Q1`: the period, as the project's own calendar counts it where the days are the
/// same. Two ends, and a day, are only days.
std::optional<Period> one_period(const Checker& checker, const ast::Ast& file,
                                 const ast::Window& window) {
  if (!window.from || !window.to || *window.from != *window.to || window.until) return std::nullopt;
  const Calendar& calendar = checker.program.calendar;
  const auto period = parse_period(bound_text(file.exprs[*window.from]), calendar);
  return period ? std::optional(as_counted(*period, calendar)) : std::nullopt;
}

std::optional<TreePart> tree_part(const std::string& word) {
  if (word == "team") return TreePart::Team;
  if (word == "below") return TreePart::Below;
  if (word == "reports") return TreePart::Reports;
  return std::nullopt;
}

/// The table's one link to itself: who reports to whom.
std::vector<ColumnId> links_to_itself(const Checker& checker, TableId table) {
  std::vector<ColumnId> links;
  const auto& columns = checker.table(table).columns;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Type& type = columns[ColumnId(i)].type;
    if (type.kind == Kind::Link && type.link == table) links.push_back(ColumnId(i));
  }
  return links;
}

bool check_tree(Checker& checker, Span span, TableId table, TreePart part, Subject& out) {
  const std::vector<ColumnId> links = links_to_itself(checker, table);
  const TableSchema& schema = checker.table(table);
  if (links.empty()) {
    checker.diagnostics.report(Code::no_reporting_tree, span, {{"table", schema.name}})
        .hint(Text::declare_manager, {{"table", schema.name}});
    return false;
  }
  if (links.size() > 1) {
    std::string listed;
    for (const ColumnId link : links)
      listed += (listed.empty() ? "`" : ", `") + schema.columns[link].name + "`";
    checker.diagnostics.report(Code::two_reporting_trees, span,
                               {{"table", schema.name}, {"links", listed}});
    return false;
  }
  out.kind = SubjectKind::Tree;
  out.part = part;
  out.boss = links[0];
  return true;
}

/// No table has a link to itself: the first table of people is meant. Silent where a link of its
/// own was misspelt and is reported already.
void report_no_tree(Checker& checker, Span span) {
  for (std::size_t i = 0; i < checker.program.tables.size(); ++i) {
    const TableSchema& table = checker.table(TableId(i));
    if (!table.key || table.dated) continue;
    const bool faulty = std::any_of(table.columns.begin(), table.columns.end(),
                                    [](const Column& c) { return c.type.kind == Kind::Error; });
    if (faulty) return;
    checker.diagnostics.report(Code::no_reporting_tree, span, {{"table", table.name}})
        .hint(Text::declare_manager, {{"table", table.name}});
    return;
  }
  checker.diagnostics.report(Code::no_reporting_tree, span, {{"table", "people"}})
      .hint(Text::declare_manager, {{"table", "people"}});
}

/// `of team`: of the subject's own table; where a metric does not know it yet, of the one table of
/// people with a link to itself.
bool check_own_tree(Checker& checker, const Env& env, const ast::Subject& subject, TreePart part,
                    Subject& out) {
  TableId table = env.subject_table;
  std::string listed;
  for (std::size_t i = 0; i < checker.program.tables.size() && !env.subject_table; ++i) {
    if (links_to_itself(checker, TableId(i)).empty() || !checker.table(TableId(i)).key) continue;
    table = TableId(i);
    listed += (listed.empty() ? "`" : ", `") + checker.table(table).name + "`";
  }
  if (listed.find(',') != std::string::npos) {
    checker.diagnostics.report(Code::ambiguous_column, subject.span,
                               {{"name", "of team"}, {"tables", listed}});
    return false;
  }
  if (!table) {
    report_no_tree(checker, subject.span);
    return false;
  }
  if (env.inferred_subject_table != nullptr) *env.inferred_subject_table = table;
  out.table = table;
  return check_tree(checker, subject.span, table, part, out);
}

/// `of manager.below`: the tree at the person a link names.
bool check_linked_tree(Checker& checker, const ast::Subject& subject, TreePart part, Subject& out) {
  std::vector<ast::Name> links(subject.path.parts.begin(), subject.path.parts.end() - 1);
  const auto path = resolve_column_path(checker, out.table, links, true);
  if (!path) return false;
  out.column = *path;
  return check_tree(checker, subject.span, table_after(checker.program, out.table, path->links),
                    part, out);
}

/// `of posts.region`: those of whom the history says the same; `of posts.boss`: whom it names, and
/// `of posts.boss.team` that person's tree.
bool check_held_subject(Checker& checker, const Env& env, const ast::Path& written, Subject& out) {
  ast::Path path = written;
  const auto part = path.parts.size() > 2 ? tree_part(canonical_word(path.parts.back()))
                                          : std::optional<TreePart>();
  if (part) path.parts.pop_back();
  const ProgramExprId held = held_by_people(checker, env, path, out.table);
  if (checker.failed(held)) return false;
  const Type read = checker.type(held);
  const bool person = read.kind == Kind::Link && read.link == out.table;
  if (part && !person) {
    checker.diagnostics.report(
        Code::subject_needs_person, written.span,
        {{"word", written.parts.back().text}, {"subject", Text::words_other_subjects}});
    return false;
  }
  if (part && !check_tree(checker, written.span, out.table, *part, out)) return false;
  set_history_group(checker, held, out);
  if (person) out.kind = part ? SubjectKind::HeldTree : SubjectKind::HeldRow;
  return true;
}

bool check_subject(Checker& checker, const Env& env, const ast::Subject& subject, Subject& out) {
  switch (subject.kind) {
    case ast::SubjectKind::All: out.kind = SubjectKind::All; return true;
    case ast::SubjectKind::Company: out.kind = SubjectKind::Company; return true;
    case ast::SubjectKind::Key:
      out.kind = SubjectKind::Key;
      out.key = subject.key;
      return true;
    case ast::SubjectKind::Team: return check_own_tree(checker, env, subject, TreePart::Team, out);
    case ast::SubjectKind::Below:
      return check_own_tree(checker, env, subject, TreePart::Below, out);
    case ast::SubjectKind::Reports:
      return check_own_tree(checker, env, subject, TreePart::Reports, out);
    case ast::SubjectKind::Path: break;
  }
  if (leads_through_history(checker, env, subject.path)) {
    return check_held_subject(checker, env, subject.path, out);
  }
  const std::size_t errors = checker.diagnostics.error_count();
  const auto table = subject_table_of(checker, env, subject.path.parts[0]);
  if (!table) {
    const bool reported = checker.diagnostics.error_count() > errors;
    if (!reported) report_unknown(checker, Text::word_column, subject.path.parts[0], {});
    return false;
  }
  if (env.inferred_subject_table != nullptr) *env.inferred_subject_table = *table;
  out.table = *table;
  if (subject.path.parts.size() > 1) {
    if (const auto part = tree_part(canonical_word(subject.path.parts.back()))) {
      return check_linked_tree(checker, subject, *part, out);
    }
  }
  const auto path = resolve_column_path(checker, *table, subject.path.parts, false);
  if (!path) return false;
  out.kind = SubjectKind::Column;
  out.column = *path;
  // a link to one's own table is the person it names: `of manager`
  const TableId last = table_after(checker.program, *table, path->links);
  const Type& read = checker.table(last).columns[path->column].type;
  if (read.kind == Kind::Link && read.link == last) {
    out.kind = SubjectKind::Row;
    out.column.links.push_back(path->column);
    out.column.column = {};
  }
  return true;
}

void reject_word(Checker& checker, bool present, Span span, const char* word, bool& ok) {
  if (!present) return;
  checker.diagnostics.report(Code::word_out_of_place, span, {{"word", word}});
  ok = false;
}

Window to_date(PeriodUnit unit) {
  Window window;
  window.kind = WindowKind::ToDate;
  window.unit = unit;
  return window;
}

Window whole(PeriodUnit unit) {
  Window window;
  window.kind = WindowKind::Whole;
  window.unit = unit;
  return window;
}

}  // namespace

std::optional<DateRange> check_range(Checker& checker, const ast::Ast& file,
                                     const ast::Window& window) {
  DateRange range{kFirstDay, kLastDay};
  if (window.from) {
    const auto from = days_of_bound(checker, file, *window.from);
    if (!from) return std::nullopt;
    range.first = from->first;
  }
  if (window.to) {
    const auto to = days_of_bound(checker, file, *window.to);
    if (!to) return std::nullopt;
    range.last = window.until ? Date{to->first.days - 1} : to->last;
  }
  if (range.empty()) {
    checker.diagnostics.report(Code::range_reversed, window.span,
                               {{"text", to_string(range.first) + " to " + to_string(range.last)}});
    return std::nullopt;
  }
  return range;
}

bool check_window(Checker& checker, const Env& env, const ast::Window& window, Window& out) {
  switch (window.kind) {
    case ast::WindowKind::Prior:
      out.kind = WindowKind::Prior;
      out.count = window.count;
      break;
    case ast::WindowKind::YearAgo: out.kind = WindowKind::YearAgo; break;
    case ast::WindowKind::Year: out = whole(PeriodUnit::Year); break;
    case ast::WindowKind::Half: out = whole(PeriodUnit::Half); break;
    case ast::WindowKind::Quarter: out = whole(PeriodUnit::Quarter); break;
    case ast::WindowKind::Month: out = whole(PeriodUnit::Month); break;
    case ast::WindowKind::YearToDate: out = to_date(PeriodUnit::Year); break;
    case ast::WindowKind::HalfToDate: out = to_date(PeriodUnit::Half); break;
    case ast::WindowKind::QuarterToDate: out = to_date(PeriodUnit::Quarter); break;
    case ast::WindowKind::MonthToDate: out = to_date(PeriodUnit::Month); break;
    case ast::WindowKind::Last:
      out.kind = WindowKind::Last;
      out.count = window.count;
      out.unit = window.unit;
      break;
    case ast::WindowKind::AllTime: out.kind = WindowKind::AllTime; break;
    case ast::WindowKind::Periods: {
      const auto range = check_range(checker, *env.ast, window);
      if (!range) return false;
      out.kind = WindowKind::Fixed;
      out.range = *range;
      out.period = one_period(checker, *env.ast, window);
      break;
    }
  }
  return true;
}

bool may_be_absent(const Checker& checker, const Context& context) {
  if (context.window.kind != WindowKind::Own) return true;
  const Subject& subject = context.subject;
  TableId table = subject.table;
  bool absent = static_cast<bool>(subject.held);
  const auto step = [&](ColumnId column) {
    const Column& read = checker.table(table).columns[column];
    absent = absent || read.optional || read.or_unmatched;
    table = read.type.link;
  };
  for (const ColumnId link : subject.column.links)
    step(link);
  if (subject.column.column) step(subject.column.column);
  return absent;
}

bool check_context(Checker& checker, const Env& env, const ast::Context& context, Context& out) {
  bool ok = true;
  if (context.of) ok = check_subject(checker, env, *context.of, out.subject) && ok;
  if (context.during) ok = check_window(checker, env, *context.during, out.window) && ok;
  return ok;
}

bool check_metric_context(Checker& checker, const Env& env, Span span, const ast::Context& context,
                          Context& out) {
  bool ok = check_context(checker, env, context, out);
  reject_word(checker, context.where.has_value(), span, "where", ok);
  reject_word(checker, context.group_where.has_value(), span, "where", ok);
  reject_word(checker, !context.per.empty(), span, "per", ok);
  reject_word(checker, context.skipping_none, span, "skipping none", ok);
  reject_word(checker, context.snapshot.has_value(), span, "last", ok);
  reject_word(checker, context.weight.has_value(), span, "weight", ok);
  reject_word(checker, context.step.has_value(), span, "step", ok);
  reject_word(checker, context.across.has_value(), span, "across", ok);
  return ok;
}

bool check_owned(Checker& checker, const Env& env, Span span, const Context& context,
                 const std::vector<TableId>& facts) {
  if (context.subject.kind != SubjectKind::All || env.subject_table) return true;
  for (const TableId fact : facts) {
    if (checker.table(fact).credited || checker.table(fact).split) continue;
    checker.diagnostics.report(Code::subject_is_owner_only, span,
                               {{"subject", "of all"}, {"table", checker.table(fact).name}});
    return false;
  }
  return true;
}

}  // namespace kpi::check
