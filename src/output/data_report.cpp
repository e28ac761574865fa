// The quality of files of data, as tables and as JSON.

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "output/json.hpp"
#include "output/labels.hpp"
#include "output/render.hpp"
#include "output/sheet.hpp"
#include "output/terminal.hpp"

namespace kpi::output {
namespace {

using score::DataReport;

constexpr std::size_t kValuesShown = 10;  // of a link without a partner, the most frequent

std::string count_text(std::size_t count) {
  return std::to_string(count);
}

/// In quotation marks where blanks at its ends would not be seen.
std::string visible(const std::string& value) {
  return trim(value) == value ? value : '"' + value + '"';
}

const TableSchema& schema_of(const Program& program, const DataReport::Table& table) {
  return program.tables[table.id];
}

/// `2024-03, 2024-05 to 2024-07`
std::string months_text(const Program& program, const std::vector<Period>& months,
                        const Words& words) {
  std::string out;
  for (std::size_t first = 0; first < months.size();) {
    std::size_t last = first;
    while (last + 1 < months.size() && months[last + 1].ordinal == months[last].ordinal + 1)
      ++last;
    const std::string from = to_string(months[first], program.calendar);
    const std::string to = to_string(months[last], program.calendar);
    if (!out.empty()) out += words(Text::count_separator);
    out += first == last ? from : words(Text::out_days, {{"first", from}, {"last", to}});
    first = last + 1;
  }
  return out;
}

const DataReport::Column* date_of(const DataReport::Table& table) {
  const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                  [&](const auto& column) { return column.id == table.dated; });
  return table.dated && found != table.columns.end() ? &*found : nullptr;
}

Row days_cells(const std::optional<DateRange>& days) {
  if (!days) return {Cell{}, Cell{}};
  return {{to_string(days->first)}, {to_string(days->last)}};
}

Cell alarming(std::size_t count) {
  return {count_text(count), count > 0 ? Tone::Alarm : Tone::Plain};
}

Sheet tables_sheet(const Program& program, const DataReport& report, const Words& words) {
  Sheet sheet;
  sheet.title = words(Text::files_tables);
  sheet.key_columns = 1;
  sheet.heads = {
      {words(Text::files_table), {}, Align::Left}, {words(Text::files_file), {}, Align::Left},
      {words(Text::files_rows), {}, Align::Right}, {words(Text::files_unusable), {}, Align::Right},
      {words(Text::files_first), {}, Align::Left}, {words(Text::files_last), {}, Align::Left}};
  for (const DataReport::Table& table : report.tables) {
    const DataReport::Column* date = date_of(table);
    const std::string& name = schema_of(program, table).name;
    Row row = {{name},
               {table.path},
               {count_text(table.file_rows)},
               alarming(table.file_rows - table.rows)};
    if (!table.read) row[2] = row[3] = {words(Text::files_unread), Tone::Alarm};
    for (Cell& cell : days_cells(date == nullptr ? std::nullopt : date->days))
      row.push_back(std::move(cell));
    sheet.rows.push_back(std::move(row));
    if (!table.months_without_rows.empty()) {
      const std::string months = months_text(program, table.months_without_rows, words);
      sheet.notes.push_back(words(Text::files_no_rows, {{"table", name}, {"months", months}}));
    }
    if (table.undeclared.empty()) continue;
    std::string headers;
    for (const std::string& header : table.undeclared)
      headers += (headers.empty() ? "" : words(Text::count_separator)) + header;
    sheet.notes.push_back(
        words(Text::files_undeclared,
              {{"table", name}, {"columns", headers}, {"count", table.undeclared.size()}}));
  }
  return sheet;
}

Sheet columns_sheet(const Program& program, const DataReport& report, const Words& words) {
  Sheet sheet;
  sheet.title = words(Text::files_columns);
  sheet.key_columns = 2;
  sheet.heads = {{words(Text::files_table), {}, Align::Left},
                 {words(Text::files_column), {}, Align::Left},
                 {words(Text::files_absent), {}, Align::Right},
                 {words(Text::files_first), {}, Align::Left},
                 {words(Text::files_last), {}, Align::Left}};
  for (const DataReport::Table& table : report.tables) {
    for (const DataReport::Column& column : table.columns) {
      if (column.absent == 0 && !column.days) continue;
      Row row = {{schema_of(program, table).name},
                 {schema_of(program, table).columns[column.id].name},
                 {count_text(column.absent)}};
      for (Cell& cell : days_cells(column.days))
        row.push_back(std::move(cell));
      sheet.rows.push_back(std::move(row));
    }
  }
  return sheet;
}

/// `12`, of several files `sales-2.csv:12`.
std::string line_name(const DataReport::Fault& fault) {
  const std::string line = std::to_string(fault.line);
  if (fault.file.empty()) return line;
  return fault.file.substr(fault.file.rfind('/') + 1) + ':' + line;
}

Sheet faults_sheet(const Program& program, const DataReport& report, const Words& words) {
  Sheet sheet;
  sheet.title = words(Text::files_faults);
  sheet.key_columns = 2;
  sheet.heads = {{words(Text::files_table), {}, Align::Left},
                 {words(Text::files_column), {}, Align::Left},
                 {words(Text::files_rows), {}, Align::Right},
                 {words(Text::files_code), {}, Align::Left},
                 {words(Text::files_first_line), {}, Align::Right},
                 {words(Text::files_reason), {}, Align::Left}};
  for (const DataReport::Table& table : report.tables) {
    for (const DataReport::Fault& fault : table.faults) {
      sheet.rows.push_back({{schema_of(program, table).name},
                            {fault.column},
                            {count_text(fault.rows), Tone::Alarm},
                            {std::string(name_of(fault.code))},
                            {line_name(fault)},
                            {fault.reason}});
    }
  }
  if (report.faults_not_listed > 0) {
    sheet.notes.push_back(words(Text::rejects_not_listed, {{"count", report.faults_not_listed}}));
  }
  return sheet;
}

Sheet links_sheet(const Program& program, const DataReport& report, const Words& words) {
  Sheet sheet;
  sheet.title = words(Text::files_links);
  sheet.key_columns = 2;
  sheet.heads = {{words(Text::files_table), {}, Align::Left},
                 {words(Text::files_column), {}, Align::Left},
                 {words(Text::files_value), {}, Align::Left},
                 {words(Text::files_rows), {}, Align::Right},
                 {words(Text::files_perhaps), {}, Align::Left}};
  for (const DataReport::Table& table : report.tables) {
    const IdVector<ColumnId, Column>& columns = schema_of(program, table).columns;
    std::map<ColumnId, std::size_t> values;
    for (const DataReport::Unmatched& each : table.unmatched) {
      if (++values[each.column] > kValuesShown) continue;
      sheet.rows.push_back({{schema_of(program, table).name},
                            {columns[each.column].name},
                            {visible(each.value)},
                            {count_text(each.rows), each.usable ? Tone::Plain : Tone::Alarm},
                            {each.nearest.value_or("")}});
    }
    for (const auto& [column, count] : values) {
      if (count <= kValuesShown) continue;
      sheet.notes.push_back(words(Text::files_more_of_link, {{"count", count - kValuesShown},
                                                             {"column", columns[column].name}}));
    }
  }
  return sheet;
}

Report report_of(const Program& program, const DataReport& data, const Words& words) {
  Report report;
  report.sheets.push_back(tables_sheet(program, data, words));
  for (const Sheet& sheet :
       {columns_sheet(program, data, words), faults_sheet(program, data, words),
        links_sheet(program, data, words)}) {
    if (!sheet.rows.empty()) report.sheets.push_back(sheet);
  }
  const bool whole = std::all_of(data.tables.begin(), data.tables.end(), [](const auto& table) {
    return table.read && table.faults.empty() && table.unmatched.empty();
  });
  if (whole) report.notes.push_back(words(Text::files_whole));
  return report;
}

Json json_day(const std::optional<DateRange>& days, Date DateRange::*end) {
  return days ? Json::text(to_string((*days).*end)) : Json::null();
}

Json json_columns(const TableSchema& schema, const DataReport::Table& table) {
  Json out = Json::array();
  for (const DataReport::Column& column : table.columns) {
    Json entry = Json::object();
    entry.add("column", Json::text(schema.columns[column.id].name));
    entry.add("absent", Json::count(column.absent));
    if (column.days) {
      entry.add("first", json_day(column.days, &DateRange::first));
      entry.add("last", json_day(column.days, &DateRange::last));
    }
    out.add(std::move(entry));
  }
  return out;
}

Json json_faults(const DataReport::Table& table) {
  Json out = Json::array();
  for (const DataReport::Fault& fault : table.faults) {
    Json entry = Json::object();
    entry.add("code", Json::text(name_of(fault.code)));
    entry.add("column", fault.column.empty() ? Json::null() : Json::text(fault.column));
    entry.add("rows", Json::count(fault.rows));
    if (!fault.file.empty()) entry.add("file", Json::text(fault.file));
    entry.add("line", Json::count(fault.line));
    entry.add("reason", Json::text(fault.reason));
    out.add(std::move(entry));
  }
  return out;
}

Json json_unmatched(const TableSchema& schema, const DataReport::Table& table) {
  Json out = Json::array();
  for (const DataReport::Unmatched& each : table.unmatched) {
    Json entry = Json::object();
    entry.add("column", Json::text(schema.columns[each.column].name));
    entry.add("value", Json::text(each.value));
    entry.add("rows", Json::count(each.rows));
    entry.add("usable", Json::boolean(each.usable));
    entry.add("perhaps", each.nearest ? Json::text(*each.nearest) : Json::null());
    out.add(std::move(entry));
  }
  return out;
}

Json json_table(const Program& program, const DataReport::Table& table) {
  const TableSchema& schema = schema_of(program, table);
  const DataReport::Column* date = date_of(table);
  const std::optional<DateRange> days = date == nullptr ? std::nullopt : date->days;
  Json months = Json::array();
  for (const Period& month : table.months_without_rows)
    months.add(Json::text(to_string(month, program.calendar)));
  Json undeclared = Json::array();
  for (const std::string& header : table.undeclared)
    undeclared.add(Json::text(header));
  Json out = Json::object();
  out.add("table", Json::text(schema.name));
  out.add("file", Json::text(table.path));
  out.add("read", Json::boolean(table.read));
  out.add("file_rows", Json::count(table.file_rows));
  out.add("rows", Json::count(table.rows));
  out.add("dated", date == nullptr ? Json::null() : Json::text(schema.columns[date->id].name));
  out.add("first", json_day(days, &DateRange::first));
  out.add("last", json_day(days, &DateRange::last));
  out.add("months_without_rows", std::move(months));
  out.add("columns", json_columns(schema, table));
  out.add("undeclared", std::move(undeclared));
  out.add("faults", json_faults(table));
  out.add("unmatched", json_unmatched(schema, table));
  return out;
}

std::string to_json(const Program& program, const DataReport& report) {
  Json tables = Json::array();
  for (const DataReport::Table& table : report.tables)
    tables.add(json_table(program, table));
  Json out = Json::object();
  out.add("format", Json::text("kpi-data-1"));
  out.add("tables", std::move(tables));
  out.add("faults_not_listed", Json::count(report.faults_not_listed));
  return out.print();
}

}  // namespace

std::string render(const Program& program, const DataReport& report, const OutputOptions& options) {
  if (options.format == Format::Json) return to_json(program, report);
  const Report shown = report_of(program, report, Words(options.language));
  return options.format == Format::Markdown ? to_markdown(shown)
                                            : to_terminal(shown, {options.color, options.width});
}

}  // namespace kpi::output
