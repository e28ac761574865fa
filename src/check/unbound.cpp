#include <algorithm>

#include "ast/parts.hpp"
#include "check/library.hpp"
#include "check/library_names.hpp"
#include "check/words.hpp"

/// Metrics of the library whose tables, columns or links the project does not have.
namespace kpi::check {
namespace {

/// The first name in a formula that should be a table and is none.
std::optional<std::string> missing_table(const Checker& checker, const ast::Ast& file,
                                         ast::ExprId id) {
  if (!id) return std::nullopt;
  if (const auto* path = std::get_if<ast::PathExpr>(&file.exprs[id].node)) {
    const ast::Name& name = path->path.parts[0];
    const bool known = checker.find(name.text) != nullptr || is_column(checker, name.text) ||
                       canonical_word(name) != name.text || is_value_word(name.text);
    return known ? std::nullopt : std::optional(name.text);
  }
  for (const ast::ExprId part : ast::parts_of(file.exprs[id])) {
    if (auto found = missing_table(checker, file, part)) return found;
  }
  const auto* call = std::get_if<ast::Call>(&file.exprs[id].node);
  if (call == nullptr) return std::nullopt;
  for (const ast::Per& per : call->context.per) {
    if (per.path.parts.empty()) continue;
    const std::string& name = per.path.parts[0].text;
    if (checker.find(name) == nullptr && !is_column(checker, name)) return name;
  }
  return std::nullopt;
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
  return {table + "." + column + " -> " + (to.empty() ? "…" : to), table, column, to};
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
  Unbound end{table + " -> " + to, table, {}, {}};
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
    const auto rows = table_of_rows(checker, name);
    if (rows) return missing_link(table, name, *rows);
    return {table + "." + name, table, name, {}};
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
  const std::string missing =
      missing_table(checker, *text.ast, text.declared->formula).value_or(name);
  return {missing, missing, {}, {}};
}

void hint_table(const Checker& checker, Diagnostic& report, const std::string& table) {
  if (checker.find_as<TableId>(table)) return;
  if (const auto file = library_file_of(table)) {
    report.hint(Text::bind_library, {{"table", table}, {"file", *file}});
  }
}

/// The column of the project's table, where it has one that is no link.
const Column* column_of(const Checker& checker, const Unbound& unbound) {
  const auto table = checker.find_as<TableId>(unbound.table);
  if (!table) return nullptr;
  const auto& columns = checker.columns[table->index()];
  const auto column = columns.find(unbound.column);
  if (column == columns.end()) return nullptr;
  return &checker.table(*table).columns[column->second];
}

void hint_column(const Checker& checker, Diagnostic& report, const Unbound& unbound) {
  if (unbound.column.empty()) return;
  std::optional<std::string> declared = library_column(unbound.table, unbound.column);
  if (!unbound.link.empty()) declared = unbound.column + " : -> " + unbound.link;
  if (!declared) return;
  if (const Column* column = column_of(checker, unbound)) {
    // a link of the library is one as soon as the table that it leads to is bound
    const bool is_text_only_here = is_in_library(checker, column->type_span);
    if (is_text_only_here && library_link(unbound.table, unbound.column)) return;
    if (column->header != column->name) *declared += " from \"" + column->header + '"';
  }
  report.hint(Text::declare_bound_column, {{"table", unbound.table}, {"text", *declared}});
}

}  // namespace

void leave_unbound(Checker& checker, MetricId id, std::size_t reported) {
  Metric& metric = checker.program.metrics[id];
  if (metric.formula || !is_in_library(checker, metric.span)) return;
  const auto& items = checker.diagnostics.items();
  const auto first = items.begin() + static_cast<std::ptrdiff_t>(reported);
  if (first == items.end() || !std::all_of(first, items.end(), is_about_binding)) return;
  metric.unbound = needed_by(checker, id, *first);
  checker.diagnostics.take_back(reported);
}

bool report_unbound(Checker& checker, MetricId id, Span span) {
  const Metric& metric = checker.program.metrics[id];
  const Unbound& unbound = metric.unbound;
  if (unbound.empty()) return false;
  Diagnostic& report =
      checker.diagnostics
          .report(Code::library_unbound, span, {{"name", metric.name}, {"what", unbound.what}})
          .label(metric.span, Text::defined_here, {{"name", metric.name}});
  hint_table(checker, report, unbound.table);
  if (!unbound.link.empty()) hint_table(checker, report, unbound.link);
  hint_column(checker, report, unbound);
  return true;
}

}  // namespace kpi::check
