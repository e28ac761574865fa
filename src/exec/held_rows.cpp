#include "exec/held_rows.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace kpi::exec {
namespace {

/// One row of a history: its days, the last one included.
struct Span {
  Date first, last;
  std::int64_t row = 0;
};

constexpr Date kFirstDay{-719162};  // 0001-01-01
constexpr Date kLastDay{2932896};   // 9999-12-31

/// By whom it is about, in the order of their days.
std::map<std::int64_t, std::vector<Span>> spans_of(const TableSchema& schema,
                                                   const table::TableData& data, ColumnId about) {
  std::map<std::int64_t, std::vector<Span>> spans;
  const Validity& valid = *schema.valid;
  const table::ColumnData& whom = data.columns[about];
  const table::ColumnData& from = data.columns[valid.from];
  const table::ColumnData& to = data.columns[valid.to];
  for (std::size_t row = 0; row < data.row_count; ++row) {
    if (!whom.has(row) || whom.values[row] == table::kUnmatchedRow) continue;
    Span span{kFirstDay, kLastDay, static_cast<std::int64_t>(row)};
    if (from.has(row)) span.first = Date{static_cast<std::int32_t>(from.values[row])};
    if (to.has(row)) {
      span.last = Date{static_cast<std::int32_t>(to.values[row]) - (valid.inclusive ? 0 : 1)};
    }
    if (span.first <= span.last) spans[whom.values[row]].push_back(span);
  }
  for (auto& [whose, list] : spans) {
    std::sort(list.begin(), list.end(),
              [](const Span& a, const Span& b) { return a.first < b.first; });
  }
  return spans;
}

std::optional<std::int64_t> held_on(const std::vector<Span>& spans, Date day) {
  const auto after = std::upper_bound(spans.begin(), spans.end(), day,
                                      [](Date d, const Span& span) { return d < span.first; });
  if (after == spans.begin()) return std::nullopt;
  const Span& last = *(after - 1);
  return day <= last.last ? std::optional<std::int64_t>(last.row) : std::nullopt;
}

/// The row at the end of the links; nothing where one leads nowhere.
std::optional<std::int64_t> reached(const Program& program, const table::Dataset& data,
                                    TableId table, const std::vector<ColumnId>& links,
                                    std::size_t row) {
  for (const ColumnId link : links) {
    const table::ColumnData& cells = data.tables[table].columns[link];
    if (!cells.has(row) || cells.values[row] == table::kUnmatchedRow) return std::nullopt;
    row = static_cast<std::size_t>(cells.values[row]);
    table = program.tables[table].columns[link].type.link;
  }
  return static_cast<std::int64_t>(row);
}

}  // namespace

table::ColumnData held_rows(const Program& program, const table::Dataset& data, TableId table,
                            ColumnId column) {
  const TableSchema& schema = program.tables[table];
  const HistoryLink& link = *schema.columns[column].history;
  const auto spans = spans_of(program.tables[link.table], data.tables[link.table], link.about);
  const table::TableData& rows = data.tables[table];
  const table::ColumnData& days = rows.columns[schema.dated];
  table::ColumnData held;
  held.storage = Storage::Link;
  held.values.assign(rows.row_count, 0);
  held.present.assign(rows.row_count, 0);
  for (std::size_t row = 0; row < rows.row_count; ++row) {
    const auto whose =
        days.has(row) ? reached(program, data, table, link.links, row) : std::nullopt;
    const auto found = whose ? spans.find(*whose) : spans.end();
    if (found == spans.end()) continue;
    const Date day = table::day_of_cell(schema.columns[schema.dated], days.values[row]);
    const auto holding = held_on(found->second, day);
    if (!holding) continue;
    held.values.set(row, *holding);
    held.present[row] = 1;
  }
  return held;
}

}  // namespace kpi::exec
