#include "table/wide_rows.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "base/calendar.hpp"
#include "diag/period_words.hpp"
#include "table/cell_faults.hpp"

namespace kpi::table {
namespace {

/// Rows taken from columns of one type, whose texts get codes of their own.
class Gathered {
 public:
  explicit Gathered(const ColumnData& like) {
    rows_.storage = like.storage;
    if (like.dictionary) rows_.dictionary = std::make_shared<Dictionary>();
  }

  void add(const ColumnData& from, std::size_t row) {
    const bool has = from.has(row);
    const bool link = rows_.storage == Storage::Link;
    std::int64_t value = link ? from.link_codes[row] : from.values[row];
    if (has && rows_.dictionary) value = rows_.dictionary->intern(from.dictionary->text(value));
    if (!has && rows_.present.empty()) rows_.present.assign(rows_.values.size(), 1);
    if (!rows_.present.empty()) rows_.present.push_back(has ? 1 : 0);
    rows_.values.push_back(link || !has ? 0 : value);
    if (link) rows_.link_codes.push_back(has ? value : 0);
  }

  ColumnData take() { return std::move(rows_); }

 private:
  ColumnData rows_;
};

std::optional<Date> first_of_year(const Program& program, const TableSchema& schema,
                                  const Column& column, const TableData& table, std::size_t row) {
  if (column.year) return column.year;
  const ColumnData& years = table.columns[column.year_column];
  const std::int64_t year = years.values[row];
  if (years.storage == Storage::Period) {
    const Column& named = schema.columns[column.year_column];
    return days_of(period_of(program, named, year), program.calendar).first;
  }
  constexpr std::int64_t kLastYear = 9998;
  if (year < 1 || year > kLastYear) return std::nullopt;
  return from_civil(static_cast<int>(year), 1, 1);
}

/// The period of that number in the year, where one begins there.
std::optional<std::int64_t> period_in_year(Date year, PeriodUnit unit, std::int64_t number,
                                           const Calendar& calendar) {
  const int months = periods_per(PeriodUnit::Month, unit);
  const Period first = period_containing(year, PeriodUnit::Month, false, calendar);
  const int before = static_cast<int>(number - 1) * std::max(months, 1);
  const Date day = days_of(shift(first, before), calendar).first;
  const Period period = period_containing(day, unit, true, calendar);
  if (days_of(period, calendar).first != day) return std::nullopt;
  return period.ordinal;
}

}  // namespace

ColumnData rows_of_columns(const std::vector<ColumnData>& columns) {
  Gathered rows(columns.front());
  for (std::size_t record = 0; record < columns.front().values.size(); ++record) {
    for (const ColumnData& column : columns)
      rows.add(column, record);
  }
  return rows.take();
}

ColumnData rows_of_records(const ColumnData& column, std::size_t rows_of_record) {
  Gathered rows(column);
  for (std::size_t record = 0; record < column.values.size(); ++record) {
    for (std::size_t i = 0; i < rows_of_record; ++i)
      rows.add(column, record);
  }
  return rows.take();
}

LineNumbers rows_of_records(const LineNumbers& lines, std::size_t rows_of_record) {
  LineNumbers rows;
  for (std::size_t record = 0; record < lines.size(); ++record) {
    for (std::size_t i = 0; i < rows_of_record; ++i)
      rows.push_back(lines[record]);
  }
  return rows;
}

std::vector<std::uint8_t> rows_of_records(const std::vector<std::uint8_t>& flags,
                                          std::size_t rows_of_record) {
  std::vector<std::uint8_t> rows;
  for (const std::uint8_t flag : flags)
    rows.insert(rows.end(), rows_of_record, flag);
  return rows;
}

ColumnData rows_of_headers(const ColumnData& headers, std::size_t records) {
  Gathered rows(headers);
  for (std::size_t record = 0; record < records; ++record) {
    for (std::size_t i = 0; i < headers.values.size(); ++i)
      rows.add(headers, i);
  }
  return rows.take();
}

std::vector<std::string> without_common_ends(const std::vector<std::string>& headers) {
  const auto is_inner_byte = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
  std::size_t shortest = headers.front().size();
  for (const std::string& header : headers)
    shortest = std::min(shortest, header.size());
  const auto agree = [&](const auto& byte_of) {
    return std::all_of(headers.begin(), headers.end(), [&](const std::string& header) {
      return byte_of(header) == byte_of(headers.front());
    });
  };
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  std::size_t begin = 0;
  while (begin < shortest && !is_digit(headers.front()[begin]) &&
         agree([&](const std::string& header) { return header[begin]; }))
    ++begin;
  while (begin > 0 && begin < headers.front().size() && is_inner_byte(headers.front()[begin]))
    --begin;
  std::size_t behind = 0;
  const auto from_end = [&](const std::string& header) {
    return header[header.size() - 1 - behind];
  };
  while (begin + behind < shortest && !is_digit(from_end(headers.front())) && agree(from_end))
    ++behind;
  const std::string& first = headers.front();
  while (behind > 0 && is_inner_byte(first[first.size() - behind]))
    --behind;
  std::vector<std::string> rest;
  for (const std::string& header : headers)
    rest.push_back(header.substr(begin, header.size() - begin - behind));
  return rest;
}

void complete_year(const Program& program, const Column& column, const TableData& table,
                   ColumnData& cells, const RowAction& fault) {
  const TableSchema& schema = program.tables[table.id];
  for (std::size_t row = 0; row < cells.values.size(); ++row) {
    if (!cells.has(row) || cells.values[row] == 0) continue;  // 0: what could not be read
    const auto year = first_of_year(program, schema, column, table, row);
    const auto period =
        year ? period_in_year(*year, column.period_unit, cells.values[row], program.calendar)
             : std::nullopt;
    if (!period) fault(row);
    cells.values.set(row, period.value_or(0));
  }
}

Diagnostic explain_year(const Program& program, const Column& column, const TableData& table,
                        std::size_t row) {
  const TableSchema& schema = program.tables[table.id];
  const auto year = first_of_year(program, schema, column, table, row);
  if (year) {
    Diagnostic diagnostic =
        make_diagnostic(Code::no_period_in_year, {{"column", column.name},
                                                  {"unit", word_of(column.period_unit)},
                                                  {"day", to_string(*year)}});
    if (column.year_column) {
      const std::string& named = schema.columns[column.year_column].name;
      diagnostic.hint(Text::data_year_of_project, {{"column", named}});
    }
    return diagnostic;
  }
  const ColumnData& years = table.columns[column.year_column];
  return make_diagnostic(Code::bad_period, {{"value", std::to_string(years.values[row])},
                                            {"unit", word_of(PeriodUnit::Year)}});
}

}  // namespace kpi::table
