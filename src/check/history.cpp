#include "check/history.hpp"

#include <algorithm>

#include "check/expressions.hpp"
#include "check/peers.hpp"
#include "program/links.hpp"

namespace kpi::check {
namespace {

/// The links of the history to that table.
std::vector<ColumnId> links_to(const Checker& checker, TableId history, TableId about) {
  std::vector<ColumnId> links;
  const auto& columns = checker.table(history).columns;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Type& type = columns[ColumnId(i)].type;
    if (type.kind == Kind::Link && type.link == about) links.push_back(ColumnId(i));
  }
  return links;
}

/// The link that says whom the history is about: the only one to that table, or its owner's.
std::optional<ColumnId> only_link(Checker& checker, TableId history, TableId about, Span span) {
  const std::vector<ColumnId> links = links_to(checker, history, about);
  if (links.size() == 1) return links[0];
  const TableSchema& schema = checker.table(history);
  const bool owned = schema.credited && schema.credited->links.size() == 1;
  const auto owner =
      owned ? std::find(links.begin(), links.end(), schema.credited->links[0]) : links.end();
  if (owner != links.end()) return *owner;
  Diagnostic& report = checker.diagnostics.report(
      Code::history_links, span,
      {{"history", schema.name}, {"table", checker.table(about).name}, {"count", links.size()}});
  if (!links.empty()) {
    report.hint(Text::history_about_hint,
                {{"history", schema.name}, {"link", schema.columns[links[0]].name}});
  }
  return std::nullopt;
}

/// Whom the history is about where nothing says who is asked: its owner, or the one table it links
/// to.
std::optional<TableId> one_table_linked(Checker& checker, TableId history, Span span) {
  if (const auto& owner = checker.table(history).credited) {
    return table_after(checker.program, history, owner->links);
  }
  std::vector<TableId> tables;
  std::string names;
  for (const Column& column : checker.table(history).columns) {
    const bool known = std::find(tables.begin(), tables.end(), column.type.link) != tables.end();
    if (column.type.kind != Kind::Link || known) continue;
    tables.push_back(column.type.link);
    names += (names.empty() ? "`" : ", `") + checker.table(column.type.link).name + "`";
  }
  if (tables.size() == 1) return tables[0];
  checker.diagnostics.report(Code::ambiguous_column, span,
                             {{"name", checker.table(history).name}, {"tables", names}});
  return std::nullopt;
}

/// The history on the way, if the path goes through one by the day of the table's own rows.
TableId history_of(const Checker& checker, TableId table, const ColumnPath& path) {
  TableId at = table;
  for (const ColumnId link : path.links) {
    const Column& column = checker.table(at).columns[link];
    if (at == table && column.history) return column.history->table;
    at = column.type.link;
  }
  return {};
}

/// The first place where the expression reads a history by the row's own day.
struct HistoryRead {
  TableId history;
  Span span;
};
std::optional<HistoryRead> history_read(const Checker& checker, TableId table, ProgramExprId id) {
  if (!id) return std::nullopt;
  const Expr& expr = checker.expr(id);
  if (expr.op == Op::Column) {
    const TableId history = history_of(checker, table, expr.path);
    if (history) return HistoryRead{history, expr.span};
  }
  for (const ProgramExprId arg : expr.args) {
    if (const auto found = history_read(checker, table, arg)) return found;
  }
  return std::nullopt;
}

}  // namespace

std::optional<TableId> history_named(const Checker& checker, const ast::Name& name) {
  const auto table = checker.find_as<TableId>(name);
  return table && checker.table(*table).valid ? table : std::nullopt;
}

std::optional<ColumnId> history_link(Checker& checker, TableId fact,
                                     const std::vector<ColumnId>& links, TableId about,
                                     TableId history, Span span) {
  const auto link = only_link(checker, history, about, span);
  if (!link) return std::nullopt;
  const TableSchema& from = checker.table(fact);
  const Storage stored = from.dated ? from.columns[from.dated].storage : Storage::Text;
  if (stored != Storage::Day && stored != Storage::Moment) {
    checker.diagnostics.report(Code::history_without_day, span,
                               {{"history", checker.table(history).name}, {"table", from.name}});
    return std::nullopt;
  }
  const HistoryLink wanted{links, history, *link};
  for (std::size_t i = 0; i < from.columns.size(); ++i) {
    if (from.columns[ColumnId(i)].history == wanted) return ColumnId(i);
  }
  Column column;
  TableId at = fact;
  for (const ColumnId step : links) {
    column.name += checker.table(at).columns[step].name + ".";
    at = checker.table(at).columns[step].type.link;
  }
  column.name += checker.table(history).name;
  column.span = span;
  column.type.kind = Kind::Link;
  column.type.grain = Grain::Row;
  column.type.table = fact;
  column.type.link = history;
  column.type.optional = true;
  column.optional = true;
  column.storage = Storage::Link;
  column.history = wanted;
  return checker.program.tables[fact].columns.push(std::move(column));
}

void add_history_links(Checker& checker, TableId fact, const std::vector<ast::Name>& names) {
  std::vector<ColumnId> links;
  TableId at = fact;
  for (std::size_t i = 0; i + 1 < names.size(); ++i) {
    const auto& columns = checker.columns[at.index()];
    if (const auto found = columns.find(names[i].text); found != columns.end()) {
      links.push_back(found->second);
      if (checker.table(at).columns[found->second].type.kind != Kind::Link) return;
      at = checker.table(at).columns[found->second].type.link;
      continue;
    }
    const auto history = history_named(checker, names[i]);
    const auto link =
        history ? history_link(checker, fact, links, at, *history, names[i].span) : std::nullopt;
    if (!link) return;
    links = {*link};
    at = *history;
  }
}

bool leads_through_history(const Checker& checker, const Env& env, const ast::Path& path) {
  const std::vector<ast::Name>& names = path.parts;
  const auto table = names.size() > 1 ? checker.find_as<TableId>(names[0]) : std::nullopt;
  if (!table) return false;
  if (env.subject_table && checker.columns[env.subject_table.index()].count(names[0].text) != 0) {
    return false;
  }
  const bool of_people = names.size() > 2 && checker.table(*table).key;
  return (checker.table(*table).valid && !checker.table(*table).key) ||
         (of_people && history_named(checker, names[1]));
}

ProgramExprId check_held(Checker& checker, const Env& env, TableId history, const ast::Path& path) {
  const auto qualifier = checker.find_as<TableId>(path.parts[0]);
  const std::size_t at = qualifier == history ? 0 : 1;  // `reps.posts.title` says whom it is about
  const ast::Name& name = path.parts[at];
  std::optional<TableId> about = at == 1 ? qualifier : std::nullopt;
  if (!about && env.subject_table) about = env.subject_table;
  if (!about) about = one_table_linked(checker, history, name.span);
  const auto link = about ? only_link(checker, history, *about, name.span) : std::nullopt;
  if (!link) return checker.error(path.span);
  if (env.inferred_subject_table != nullptr) *env.inferred_subject_table = *about;
  const std::vector<ast::Name> rest(path.parts.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                                    path.parts.end());
  const auto read = resolve_column_path(checker, history, rest, false);
  if (!read) return checker.error(path.span);
  Expr expr;
  expr.op = Op::Held;
  expr.span = path.span;
  TableId last = history;
  for (const ColumnId step : read->links)
    last = checker.table(last).columns[step].type.link;
  expr.type = checker.table(last).columns[read->column].type;
  expr.type.grain = Grain::Subject;
  expr.type.table = *about;
  expr.type.optional = true;
  expr.path = *read;
  expr.history = history;
  expr.about = *link;
  return checker.add(std::move(expr));
}

ProgramExprId held_by_people(Checker& checker, const Env& env, const ast::Path& path,
                             TableId& people) {
  const auto table = checker.find_as<TableId>(path.parts[0]);
  const bool history = checker.table(*table).valid && !checker.table(*table).key;
  const TableId read = history ? *table : *history_named(checker, path.parts[1]);
  const ProgramExprId held = check_held(checker, env, read, path);
  people = checker.type(held).table;
  return held;
}

void set_history_group(Checker& checker, ProgramExprId held, Subject& out) {
  Type truth;
  truth.kind = Kind::Bool;
  truth.grain = Grain::Subject;
  out.kind = SubjectKind::Held;
  out.held = held;
  out.is_held = make_op(checker, Op::IsPresent, checker.expr(held).span, truth, {held});
}

bool reject_history_group(Checker& checker, const Context& context, ProgramExprId value,
                          Span span) {
  if (context.subject.kind != SubjectKind::Held || adds_rows(checker.program, value)) return false;
  const Expr& held = checker.expr(context.subject.held);
  checker.diagnostics.report(Code::history_group, span,
                             {{"history", checker.table(held.history).name}});
  return true;
}

bool reject_history_subject(Checker& checker, const Subject& subject, Span span, Text way) {
  if (!subject.held) return false;
  const Expr& held = checker.expr(subject.held);
  const std::string path =
      checker.table(held.history).name + "." +
      checker.table(held.history)
          .columns[held.path.links.empty() ? held.path.column : held.path.links[0]]
          .name;
  checker.diagnostics
      .report(Code::history_subject, span, {{"history", checker.table(held.history).name}})
      .hint(way, {{"path", path}});
  return true;
}

bool reject_other_day(Checker& checker, const Aggregate& aggregate) {
  const TableSchema& table = checker.table(aggregate.table);
  if (aggregate.dated == table.dated || !aggregate.dated) return false;
  std::optional<HistoryRead> read;
  for (const ProgramExprId part : {aggregate.value, aggregate.other, aggregate.where}) {
    if (!read) read = history_read(checker, aggregate.table, part);
  }
  for (const auto& path : {aggregate.owner, aggregate.per}) {
    const TableId history = path ? history_of(checker, aggregate.table, *path) : TableId();
    if (!read && history) read = HistoryRead{history, aggregate.span};
  }
  if (!read) return false;
  checker.diagnostics.report(Code::history_of_other_day, read->span,
                             {{"history", checker.table(read->history).name},
                              {"own", table.columns[table.dated].name},
                              {"other", table.columns[aggregate.dated].name}});
  return true;
}

}  // namespace kpi::check
