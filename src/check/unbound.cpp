#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "ast/parts.hpp"
#include "check/library.hpp"
#include "check/library_names.hpp"
#include "check/words.hpp"

/// Metrics of the library whose tables, columns or links the project does not have.
namespace kpi::check {
namespace {

/// Names that should be tables, once each.
using Names = std::vector<std::string>;

void add_name(Names& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

/// The names in a formula that should be tables and are none.
void add_missing_tables(const Checker& checker, const ast::Ast& file, ast::ExprId id,
                        Names& missing) {
  if (!id) return;
  if (const auto* path = std::get_if<ast::PathExpr>(&file.exprs[id].node)) {
    const ast::Name& name = path->path.parts[0];
    const bool known = checker.find(name.text) != nullptr || is_column(checker, name.text) ||
                       canonical_word(name) != name.text || is_value_word(name.text);
    if (!known) add_name(missing, name.text);
    return;
  }
  for (const ast::ExprId part : ast::parts_of(file.exprs[id]))
    add_missing_tables(checker, file, part, missing);
  const auto* call = std::get_if<ast::Call>(&file.exprs[id].node);
  if (call == nullptr) return;
  for (const ast::Per& per : call->context.per) {
    if (per.path.parts.empty()) continue;
    const std::string& name = per.path.parts[0].text;
    if (checker.find(name) == nullptr && !is_column(checker, name)) add_name(missing, name);
  }
}

std::string text_of(const Diagnostic& diagnostic, const char* name) {
  for (const Argument& argument : diagnostic.arguments) {
    const auto* text = std::get_if<std::string>(&argument.value);
    if (argument.name == name && text != nullptr) return *text;
  }
  return {};
}

bool is_about_binding(const Diagnostic& diagnostic) {
  return diagnostic.code == Code::unknown_name || diagnostic.code == Code::unknown_column ||
         diagnostic.code == Code::table_not_named || diagnostic.code == Code::not_a_link ||
         diagnostic.code == Code::no_route || diagnostic.code == Code::library_unbound;
}

Unbound missing_link(const std::string& table, const std::string& column, const std::string& to) {
  return {table + "." + column + " -> " + (to.empty() ? "…" : to), column, to, {table}};
}

/// `.next` is read through a column that is no link: as the library declares it, else to the only
/// table of the library that has such a column.
Unbound link_read(const std::string& table, const std::string& column, const std::string& next) {
  if (const auto to = library_link(table, column)) return missing_link(table, column, *to);
  const std::vector<std::string> tables = library_tables_with(next);
  return missing_link(table, column, tables.size() == 1 ? tables[0] : std::string());
}

/// `customer`: what the library calls a link to `customers`.
std::string row_of(const std::string& table) {
  return table.substr(0, table.size() - 1);
}

/// The project's table whose rows the column is named after, if it has one.
std::optional<std::string> table_of_rows(const Checker& checker, const std::string& column) {
  const std::string table = column + "s";
  return checker.find_as<TableId>(table) ? std::optional(table) : std::nullopt;
}

/// The nearest table on the way from `table` that has, in the library, a column named after a row
/// of `to`; a link of the library that is none here may be where the way ends.
Unbound link_on_the_way(const Checker& checker, const std::string& table, const std::string& to) {
  std::vector<std::string> tables{table};
  Unbound end{table + " -> " + to, {}, {}, {table}};
  for (std::size_t i = 0; i < tables.size(); ++i) {
    if (library_column(tables[i], row_of(to))) return missing_link(tables[i], row_of(to), to);
    const auto id = checker.find_as<TableId>(tables[i]);
    if (!id) continue;
    for (const Column& column : checker.table(*id).columns) {
      if (column.type.kind != Kind::Link) {
        const auto link = library_link(tables[i], column.name);
        if (link && end.column.empty()) end = missing_link(tables[i], column.name, *link);
        continue;
      }
      const std::string& next = checker.table(column.type.link).name;
      if (std::find(tables.begin(), tables.end(), next) == tables.end()) tables.push_back(next);
    }
  }
  return end;
}

Unbound needed_by(const Checker& checker, MetricId id, const Diagnostic& first) {
  const std::string name = text_of(first, "name");
  const std::string table = text_of(first, "table");
  if (first.code == Code::unknown_column) {
    if (library_file_of(name))
      return {name, {}, {}, {name}};  // a table stands where no column does
    const auto rows = table_of_rows(checker, name);
    if (rows) return missing_link(table, name, *rows);
    return {table + "." + name, name, {}, {table}};
  }
  if (first.code == Code::not_a_link) return link_read(table, name, text_of(first, "next"));
  if (first.code == Code::no_route) {
    return link_on_the_way(checker, table, text_of(first, "subject"));
  }
  if (first.code == Code::library_unbound) {
    if (const auto other = checker.find_as<MetricId>(name)) {
      return checker.program.metrics[*other].unbound;
    }
  }
  const MetricText& text = checker.metrics[id].versions[0];
  Names missing;
  add_missing_tables(checker, *text.ast, text.declared->formula, missing);
  if (missing.empty()) return {name, {}, {}, {name}};
  Names tables = missing;  // those of the library: other names are columns of theirs
  std::erase_if(tables, [](const std::string& each) { return !library_file_of(each); });
  if (tables.empty()) tables = {missing[0]};
  return {fmt::format("{}", fmt::join(tables, "`, `")), {}, {}, std::move(tables)};
}

/// True where the table is missing.
bool hint_table(const Checker& checker, Diagnostic& report, const std::string& table) {
  if (checker.find_as<TableId>(table)) return false;
  const auto like = checker.like_library.find(table);
  if (like != checker.like_library.end()) {
    const ast::Name& own = like->second.name;
    const std::string label = like->second.labelled ? "" : " \"" + own.text + '"';
    report.hint(Text::library_table_name, {{"table", table}, {"own", own.text}})
        .fix(own.span, table + label, false);
    return false;
  }
  const auto file = library_file_of(table);
  if (file) report.hint(Text::bind_library, {{"table", table}, {"file", *file}});
  return file.has_value();
}

/// The column of the project's table, where it has one that is no link.
const Column* column_of(const Checker& checker, const Unbound& unbound) {
  const auto table = checker.find_as<TableId>(unbound.tables[0]);
  if (!table) return nullptr;
  const auto& columns = checker.columns[table->index()];
  const auto column = columns.find(unbound.column);
  if (column == columns.end()) return nullptr;
  return &checker.table(*table).columns[column->second];
}

void hint_column(const Checker& checker, Diagnostic& report, const Unbound& unbound) {
  if (unbound.column.empty()) return;
  std::optional<std::string> declared = library_column(unbound.tables[0], unbound.column);
  if (!unbound.link.empty()) declared = unbound.column + " : -> " + unbound.link;
  if (!declared) return;
  if (const Column* column = column_of(checker, unbound)) {
    // a link of the library is one as soon as the table that it leads to is bound
    const bool is_text_only_here = is_in_library(checker, column->type_span);
    if (is_text_only_here && library_link(unbound.tables[0], unbound.column)) return;
    if (column->header != column->name) *declared += " from \"" + column->header + '"';
  }
  report.hint(Text::declare_bound_column, {{"table", unbound.tables[0]},
                                           {"text", form_beside(checker, report.span, *declared)}});
}

}  // namespace

/// What is wrong with it here is told where something reads it.
static void leave_misfit(Checker& checker, Metric& metric, MetricId id, std::size_t reported) {
  const auto& items = checker.diagnostics.items();
  const auto first = items.begin() + static_cast<std::ptrdiff_t>(reported);
  checker.misfits[id] = {first, items.end()};
  metric.unbound.what = metric.name;
  checker.diagnostics.take_back(reported);
}

void leave_unbound(Checker& checker, MetricId id, std::size_t reported) {
  Metric& metric = checker.program.metrics[id];
  if (metric.formula || !is_in_library(checker, metric.span)) return;
  const auto& items = checker.diagnostics.items();
  const auto first = items.begin() + static_cast<std::ptrdiff_t>(reported);
  if (first == items.end()) return;
  if (!std::all_of(first, items.end(), is_about_binding)) {
    return leave_misfit(checker, metric, id, reported);
  }
  metric.unbound = needed_by(checker, id, *first);
  checker.diagnostics.take_back(reported);
}

namespace {

/// What was said of the same lack before, if that still stands.
Diagnostic* told_before(Checker& checker, const Unbound& unbound) {
  const auto told = checker.unbound_told.find(unbound.what);
  if (told == checker.unbound_told.end() || told->second >= checker.diagnostics.size()) {
    return nullptr;
  }
  Diagnostic& report = checker.diagnostics.at(told->second);
  const bool same = report.code == Code::library_unbound && text_of(report, "what") == unbound.what;
  return same ? &report : nullptr;
}

}  // namespace

/// Once: what reads it elsewhere is wrong for the same reason.
static void report_misfit(Checker& checker, MetricId id, Span span) {
  for (const Diagnostic& item : std::exchange(checker.misfits[id], {})) {
    Diagnostic& report = checker.diagnostics.report(item.code, item.span, item.arguments);
    report.labels = item.labels;
    report.notes = item.notes;
    report.label(span, Text::read_here, {{"name", checker.program.metrics[id].name}});
  }
}

bool report_unbound(Checker& checker, MetricId id, Span span) {
  constexpr std::size_t kPlaces = 8;  // enough to see how much is missing
  const Metric& metric = checker.program.metrics[id];
  const Unbound& unbound = metric.unbound;
  if (unbound.empty()) return false;
  if (checker.misfits.count(id) != 0) {
    report_misfit(checker, id, span);
    return true;
  }
  const bool own = !is_in_library(checker, span);
  if (Diagnostic* told = own ? told_before(checker, unbound) : nullptr) {
    if (told->labels.size() < kPlaces && told->span.begin != span.begin)
      told->label(span, Text::also_reads_it, {{"name", metric.name}});
    return true;
  }
  if (own) checker.unbound_told[unbound.what] = checker.diagnostics.size();
  Diagnostic& report =
      checker.diagnostics
          .report(Code::library_unbound, span, {{"name", metric.name}, {"what", unbound.what}})
          .label(metric.span, Text::defined_here, {{"name", metric.name}});
  bool lacks_table = false;
  Names tables = unbound.tables;
  if (!unbound.link.empty()) add_name(tables, unbound.link);
  for (const std::string& table : tables)
    lacks_table = hint_table(checker, report, table) || lacks_table;
  hint_column(checker, report, unbound);
  if (lacks_table) report.hint(Text::leave_out_readers);
  return true;
}

}  // namespace kpi::check
