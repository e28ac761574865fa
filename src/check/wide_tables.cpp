#include "check/wide_tables.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "check/counted_headers.hpp"
#include "check/ranges.hpp"
#include "diag/period_words.hpp"

/// Tables whose files have a column for every month, product or person: each makes a row.
namespace kpi::check {
namespace {

const Column* column_named(const Checker& checker, TableId table, const std::string& name,
                           ColumnId& id) {
  const auto& columns = checker.columns[table.index()];
  const auto found = columns.find(name);
  if (found == columns.end()) return nullptr;
  id = found->second;
  return &checker.table(table).columns[id];
}

Column* declared_column(Checker& checker, TableId table, const ast::Column& declared) {
  const auto found = checker.columns[table.index()].find(declared.name.text);
  if (found == checker.columns[table.index()].end()) return nullptr;
  return &checker.program.tables[table].columns[found->second];
}

/// Where a year that is said begins, of the calendar or the fiscal one.
std::optional<Date> first_day_of_year(const Checker& checker, DateRange days) {
  const Calendar& calendar = checker.program.calendar;
  for (const bool fiscal : {false, true}) {
    const Period year = period_containing(days.first, PeriodUnit::Year, fiscal, calendar);
    if (days_of(year, calendar) == days) return days.first;
  }
  return std::nullopt;
}

/// A number of the calendar's year, or a period of a year.
bool names_years(const Column& column) {
  if (column.optional) return false;
  const bool number = column.type.kind == Kind::Number && column.storage == Storage::Integer &&
                      column.type.unit.quantity == Quantity::Count;
  const bool period = column.type.kind == Kind::Period && !column.year && !column.year_column;
  return number || (period && column.period_unit == PeriodUnit::Year);
}

}  // namespace

std::vector<std::string> headers_of(Checker& checker, const ast::Headers& said) {
  std::vector<std::string> texts;
  for (const ast::TextLiteral& text : said.texts)
    texts.push_back(text.text);
  if (said.is_range) {
    const std::string first = texts[0];
    const std::string last = texts[1];
    texts = counted_headers(first, last);
    if (texts.empty()) {
      checker.diagnostics
          .report(Code::headers_not_counted, said.texts[1].span, {{"first", first}, {"last", last}})
          .hint(Text::list_headers, {{"first", first}, {"last", last}});
      return {first, last};
    }
  }
  std::set<std::string> seen;
  for (std::size_t i = 0; !said.is_range && i < texts.size(); ++i) {
    if (seen.insert(texts[i]).second) continue;
    checker.diagnostics.report(Code::header_listed_twice, said.texts[i].span,
                               {{"header", texts[i]}});
  }
  return texts;
}

void check_headers_of(Checker& checker, TableId table, const ast::Column& declared) {
  if (!declared.headers.of) return;
  Column* const column = declared_column(checker, table, declared);
  if (column == nullptr) return;
  const ast::Name& name = *declared.headers.of;
  ColumnId id;
  const Column* const named = column_named(checker, table, name.text, id);
  if (named == nullptr) {
    report_unknown_column(checker, table, name);
  } else if (named->headers.empty()) {
    checker.diagnostics.report(Code::not_several_headers, name.span, {{"name", name.text}})
        .label(named->span, Text::defined_here, {{"name", named->name}})
        .hint(Text::say_headers, {{"name", named->name}});
  } else {
    checker.note(name, named->span);
    column->headers_of = id;
    return;
  }
  column->type.kind = Kind::Error;
}

void check_year_of(Checker& checker, const ast::Ast& file, TableId table,
                   const ast::Column& declared) {
  if (!declared.type || !declared.type->year) return;
  Column* const column = declared_column(checker, table, declared);
  if (column == nullptr) return;
  const PeriodUnit unit = column->period_unit;
  const Span span = file.exprs[*declared.type->year].span;
  if (unit != PeriodUnit::Month && unit != PeriodUnit::Quarter && unit != PeriodUnit::Half) {
    checker.diagnostics.report(Code::year_of_period, span, {{"unit", word_of(unit)}});
    column->type.kind = Kind::Error;
    return;
  }
  const auto* path = std::get_if<ast::PathExpr>(&file.exprs[*declared.type->year].node);
  ColumnId id;
  const Column* const named = path != nullptr && path->path.parts.size() == 1
                                  ? column_named(checker, table, path->path.parts[0].text, id)
                                  : nullptr;
  if (named != nullptr && names_years(*named)) {
    checker.note(path->path.parts[0], named->span);
    column->year_column = id;
    return;
  }
  if (named == nullptr) {
    ast::Window window;
    window.kind = ast::WindowKind::Periods;
    window.span = span;
    window.from = window.to = *declared.type->year;
    const std::size_t reported = checker.diagnostics.size();
    const auto days = check_range(checker, file, window);
    if (days) column->year = first_day_of_year(checker, *days);
    if (column->year) return;
    checker.diagnostics.take_back(reported);
  }
  Diagnostic& report =
      checker.diagnostics.report(Code::not_a_year, span, {{"column", declared.name.text}});
  if (named != nullptr) report.label(named->span, Text::defined_here, {{"name", named->name}});
  report.hint(Text::say_year);
  column->type.kind = Kind::Error;
}

void check_rows_of_record(Checker& checker, TableId id) {
  TableSchema& table = checker.program.tables[id];
  const Column* first = nullptr;
  for (const Column& column : table.columns) {
    if (column.headers.empty()) continue;
    if (first == nullptr) first = &column;
    if (column.headers.size() == first->headers.size()) continue;
    checker.diagnostics
        .report(Code::headers_differ_in_number, column.span,
                {{"name", column.name},
                 {"count", column.headers.size()},
                 {"other", first->name},
                 {"others", first->headers.size()}})
        .label(first->span, Text::first_here, {{"name", first->name}});
    return;
  }
  if (first == nullptr) return;
  table.rows_of_record = first->headers.size();
  if (!table.key) return;
  const Column& key = table.columns[table.key];
  checker.diagnostics
      .report(Code::key_of_several_rows, key.span,
              {{"name", key.name}, {"count", table.rows_of_record}})
      .label(first->span, Text::defined_here, {{"name", first->name}})
      .hint(Text::no_key_of_rows, {{"name", key.name}});
}

}  // namespace kpi::check
