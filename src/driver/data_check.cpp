// Files of data held against the declarations: what can be used of them, and what cannot.

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "driver/histories.hpp"
#include "driver/holidays.hpp"
#include "driver/session.hpp"
#include "plan/plan.hpp"
#include "rows/rows.hpp"
#include "table/file_texts.hpp"
#include "table/header.hpp"
#include "table/links.hpp"

namespace kpi::driver {
namespace {

using score::DataReport;

bool is_among(const std::vector<std::string>& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

bool is_in_file(const Column& column) {
  return !column.history && !column.copied && !column.computed && !column.in_no_file;
}

/// Every column that is declared. One that a table takes from the library only where its file has
/// it: a company that has no such column can use the rest.
plan::AlsoUsed declared_columns(const Compiled& compiled,
                                const IdVector<TableId, std::vector<std::string>>& headers) {
  constexpr std::string_view kLibrary = "std.";
  plan::AlsoUsed all;
  const Program& program = compiled.program;
  for (std::size_t t = 0; t < program.tables.size(); ++t) {
    const TableSchema& schema = program.tables[TableId(t)];
    if (schema.derived_from) continue;
    for (std::size_t c = 0; c < schema.columns.size(); ++c) {
      const Column& column = schema.columns[ColumnId(c)];
      const std::string& path = compiled.sources[column.span.file].path();
      const bool of_library = path.compare(0, kLibrary.size(), kLibrary) == 0;
      const std::vector<std::string> own = table::headers_of(column);
      const bool wanted = !of_library || std::all_of(own.begin(), own.end(), [&](const auto& each) {
        return is_among(headers[TableId(t)], each);
      });
      if (is_in_file(column) && wanted) all.columns.emplace_back(TableId(t), ColumnId(c));
    }
  }
  return all;
}

/// The columns of each file, as far as it can be read.
IdVector<TableId, std::vector<std::string>> headers_of(const Program& program,
                                                       const table::Bindings& bindings,
                                                       const io::Files& files) {
  IdVector<TableId, std::vector<std::string>> headers;
  for (const TableSchema& schema : program.tables) {
    headers.push(schema.derived_from
                     ? std::vector<std::string>()
                     : table::headers_in(table::source_of(schema, bindings, files).path, files));
  }
  return headers;
}

/// Of the days of one column.
std::optional<DateRange> days_of_cell(const Program& program, const Column& column,
                                      std::int64_t value) {
  if (column.storage == Storage::Period) {
    return days_of(table::period_of(program, column, value), program.calendar);
  }
  if (column.storage != Storage::Day && column.storage != Storage::Moment) return std::nullopt;
  const Date day = table::day_of_cell(column, value);
  return DateRange{day, day};
}

DataReport::Column column_of(const Program& program, const table::TableData& data, ColumnId id) {
  const Column& column = program.tables[data.id].columns[id];
  const table::ColumnData& cells = data.columns[id];
  DataReport::Column out{id, 0, {}};
  for (std::size_t row = 0; row < data.row_count; ++row) {
    if (!cells.has(row)) {
      ++out.absent;
      continue;
    }
    const auto days = days_of_cell(program, column, cells.values[row]);
    if (!days) continue;
    if (!out.days) out.days = days;
    out.days->first = std::min(out.days->first, days->first);
    out.days->last = std::max(out.days->last, days->last);
  }
  return out;
}

Period month_of(Date day, const Calendar& calendar) {
  return period_containing(day, PeriodUnit::Month, false, calendar);
}

/// Months of the table's own date in which nothing happened. Snapshots and events are alike here.
std::vector<Period> months_without_rows(const Program& program, const table::TableData& data,
                                        const std::vector<DataReport::Column>& columns) {
  const TableSchema& schema = program.tables[data.id];
  const auto dated = std::find_if(columns.begin(), columns.end(),
                                  [&](const auto& each) { return each.id == schema.dated; });
  if (!schema.dated || dated == columns.end() || !dated->days) return {};
  const Column& column = schema.columns[schema.dated];
  const table::ColumnData& cells = data.columns[schema.dated];
  std::set<std::int32_t> seen;
  for (std::size_t row = 0; row < data.row_count; ++row) {
    const auto days =
        cells.has(row) ? days_of_cell(program, column, cells.values[row]) : std::nullopt;
    if (!days) continue;
    const std::int32_t last = month_of(days->last, program.calendar).ordinal;
    for (std::int32_t month = month_of(days->first, program.calendar).ordinal; month <= last;
         ++month)
      seen.insert(month);
  }
  const DateRange within = schema.covers.value_or(*dated->days);
  std::vector<Period> missing;
  Period month = month_of(within.first, program.calendar);
  const std::int32_t end = month_of(within.last, program.calendar).ordinal;
  for (; month.ordinal <= end; ++month.ordinal) {
    if (seen.count(month.ordinal) == 0) missing.push_back(month);
  }
  return missing;
}

/// Rejects of one table by what is wrong with them.
std::vector<DataReport::Fault> faults_of(const std::vector<table::Reject>& rejects, TableId table) {
  std::vector<DataReport::Fault> faults;
  for (const table::Reject& reject : rejects) {
    if (reject.table != table) continue;
    const auto same = std::find_if(faults.begin(), faults.end(), [&](const auto& fault) {
      return fault.code == reject.code && fault.column == reject.column;
    });
    if (same == faults.end()) {
      faults.push_back({reject.code, reject.column, 1, reject.line, reject.reason, reject.file});
    } else {
      ++same->rows;
    }
  }
  return faults;
}

/// Of a table whose file cannot be used nobody knows who is in it.
bool is_loaded(const table::TableData& table) {
  return table.key && table.columns[table.key].dictionary != nullptr;
}

/// Values without a partner, by column and how often they stand there.
class Unmatched {
 public:
  Unmatched(const Program& program, const table::Loaded& loaded)
      : program_(program), loaded_(loaded) {}

  std::vector<DataReport::Unmatched> of(TableId table) {
    counts_.clear();
    count_rejects(table);
    count_kept(table);
    std::vector<DataReport::Unmatched> out;
    const TableSchema& schema = program_.tables[table];
    for (const auto& [column, values] : counts_) {
      const Column& link = schema.columns[column];
      const auto& keys = candidates_of(link.type.link);
      const auto first = static_cast<std::ptrdiff_t>(out.size());
      for (const auto& [value, rows] : values)
        out.push_back({column, value, rows, nearest(value, keys), link.or_unmatched});
      std::stable_sort(out.begin() + first, out.end(),
                       [](const auto& a, const auto& b) { return a.rows > b.rows; });
    }
    return out;
  }

 private:
  /// Rows that were left out because of it.
  void count_rejects(TableId table) {
    const IdVector<ColumnId, Column>& columns = program_.tables[table].columns;
    for (const table::Reject& reject : loaded_.rejects) {
      if (reject.table != table || reject.code != Code::dangling_link) continue;
      for (std::size_t c = 0; c < columns.size(); ++c) {
        const Column& column = columns[ColumnId(c)];
        const bool here = column.storage == Storage::Link && column.used;
        if (here && column.header == reject.column) ++counts_[ColumnId(c)][reject.value];
      }
    }
  }

  /// Rows that count as unmatched.
  void count_kept(TableId table) {
    const table::TableData& data = loaded_.data.tables[table];
    for (std::size_t c = 0; c < data.columns.size(); ++c) {
      const table::ColumnData& cells = data.columns[ColumnId(c)];
      const Column& column = program_.tables[table].columns[ColumnId(c)];
      const bool is_link = cells.storage == Storage::Link && cells.dictionary != nullptr;
      if (!is_link || !column.used || !is_loaded(loaded_.data.tables[column.type.link])) continue;
      for (std::size_t row = 0; row < data.row_count; ++row) {
        if (!cells.has(row) || cells.values[row] != table::kUnmatchedRow) continue;
        ++counts_[ColumnId(c)][std::string(cells.dictionary->text(cells.link_codes[row]))];
      }
    }
  }

  const std::vector<std::string>& candidates_of(TableId table) {
    const auto known = candidates_.find(table);
    if (known != candidates_.end()) return known->second;
    return candidates_[table] = table::keys_to_compare(loaded_.data.tables[table]);
  }

  const Program& program_;
  const table::Loaded& loaded_;
  std::map<ColumnId, std::map<std::string, std::size_t>> counts_;
  std::map<TableId, std::vector<std::string>> candidates_;
};

std::vector<std::string> undeclared(const TableSchema& schema,
                                    const std::vector<std::string>& headers) {
  std::vector<std::string> out;
  for (const std::string& header : headers) {
    const auto& columns = schema.columns;
    const bool known = std::any_of(columns.begin(), columns.end(), [&](const Column& column) {
      return is_in_file(column) && is_among(table::headers_of(column), header);
    });
    if (!known && !header.empty()) out.push_back(header);
  }
  return out;
}

/// What there is to say about a file itself is an error; rows that are left out are none.
bool was_read(const table::TableData& table, const Diagnostics& of_files) {
  const auto& items = of_files.items();
  return std::none_of(items.begin(), items.end(), [&](const Diagnostic& item) {
    return severity_of(item.code) == Severity::Error && item.data &&
           (item.data->path == table.path || table.files.has(item.data->path));
  });
}

DataReport report_of(const Program& program, const table::Loaded& loaded,
                     const IdVector<TableId, std::vector<std::string>>& headers,
                     const Diagnostics& of_files) {
  DataReport report;
  Unmatched unmatched(program, loaded);
  for (std::size_t t = 0; t < program.tables.size(); ++t) {
    const TableId id(t);
    const table::TableData& data = loaded.data.tables[id];
    if (data.path.empty()) continue;
    const TableSchema& schema = program.tables[id];
    DataReport::Table table;
    table.id = id;
    table.path = data.path;
    table.read = was_read(data, of_files);
    table.file_rows = loaded.rows_read[t];
    table.rows = data.row_count;
    for (std::size_t c = 0; c < schema.columns.size(); ++c) {
      const Column& column = schema.columns[ColumnId(c)];
      const bool read = column.used && is_in_file(column) && data.row_count > 0;
      if (read) table.columns.push_back(column_of(program, data, ColumnId(c)));
    }
    table.undeclared = undeclared(schema, headers[id]);
    table.faults = faults_of(loaded.rejects, id);
    table.unmatched = unmatched.of(id);
    table.dated = schema.dated;
    table.months_without_rows = months_without_rows(program, data, table.columns);
    report.tables.push_back(std::move(table));
  }
  report.faults_not_listed = loaded.rejects_not_listed;
  return report;
}

/// The report says itself which rows are left out, and which values have no partner.
bool is_message(Code code) {
  return code != Code::rows_left_out && code != Code::unmatched_values;
}

}  // namespace

DataCheckOutcome check_data(const Compiled& compiled, const RunRequest& request,
                            const io::Files& files, Diagnostics& diagnostics) {
  Program program = compiled.program;
  const auto headers = headers_of(program, request.bindings, files);
  plan::mark_used(program, {}, declared_columns(compiled, headers));
  table::LoadOptions options = request.load;
  options.keep_going = true;
  Diagnostics of_rows;
  table::Loaded loaded = table::load(program, request.bindings, files, options, of_rows);
  const Diagnostics of_files = of_rows;
  if (!of_rows.has_errors()) read_holidays(program, loaded.data, of_rows);
  if (!of_rows.has_errors()) fill_histories(program, loaded.data, request.engine, of_rows);
  if (!of_rows.has_errors()) rows::validate(program, loaded, options, of_rows);
  std::stable_sort(loaded.rejects.begin(), loaded.rejects.end(),
                   [](const table::Reject& a, const table::Reject& b) { return a.line < b.line; });
  diagnostics.take(of_rows, is_message);
  loaded.rejects = table::rejects_by_file(loaded);
  DataCheckOutcome outcome{report_of(program, loaded, headers, of_files), false};
  outcome.fine = !diagnostics.has_errors() && loaded.rejects.empty();
  return outcome;
}

}  // namespace kpi::driver
