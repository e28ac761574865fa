#include "driver/histories.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "check/value_types.hpp"
#include "exec/held_rows.hpp"
#include "reference/reference.hpp"

namespace kpi::driver {
namespace {

constexpr Date kFirstDay{-719162};  // 0001-01-01
constexpr Date kLastDay{2932896};   // 9999-12-31

/// A row of a history and its days, the last one included.
struct Stretch {
  DateRange days;
  std::size_t row = 0;
};

std::vector<Stretch> stretches_of(const TableSchema& schema, const table::TableData& data,
                                  const std::vector<std::size_t>& rows) {
  std::vector<Stretch> found;
  const table::ColumnData& from = data.columns[schema.valid->from];
  const table::ColumnData& to = data.columns[schema.valid->to];
  for (const std::size_t row : rows) {
    DateRange days{kFirstDay, kLastDay};
    if (from.has(row)) days.first = Date{static_cast<std::int32_t>(from.values[row])};
    if (to.has(row)) days.last = Date{static_cast<std::int32_t>(to.values[row])};
    if (to.has(row) && !schema.valid->inclusive) --days.last.days;
    if (!days.empty()) found.push_back({days, row});
  }
  std::sort(found.begin(), found.end(), [](const Stretch& a, const Stretch& b) {
    return std::make_pair(a.days.first, a.row) < std::make_pair(b.days.first, b.row);
  });
  return found;
}

/// Every pair of neighbours that share a day, by whom they are about.
void report_overlaps(const Program& program, const table::Dataset& data, TableId history,
                     ColumnId about, Diagnostics& diagnostics) {
  constexpr std::size_t kMostReports = 20;
  const TableSchema& schema = program.tables[history];
  const table::TableData& table = data.tables[history];
  const table::ColumnData& whom = table.columns[about];
  std::map<std::int64_t, std::vector<std::size_t>> rows;
  for (std::size_t row = 0; row < table.row_count; ++row) {
    if (whom.has(row) && whom.values[row] != table::kUnmatchedRow) {
      rows[whom.values[row]].push_back(row);
    }
  }
  std::size_t reported = 0;
  for (const auto& [whose, own] : rows) {
    const std::vector<Stretch> days = stretches_of(schema, table, own);
    for (std::size_t i = 1; i < days.size(); ++i) {
      if (days[i - 1].days.last < days[i].days.first || ++reported > kMostReports) continue;
      const std::size_t first = table.lines[days[i - 1].row];
      const std::size_t second = table.lines[days[i].row];
      diagnostics
          .report_data(Code::history_overlap, table.place(second),
                       {{"history", schema.name},
                        {"key", table::cell_text(program, data, history, about, days[i].row)},
                        {"date", to_string(days[i].days.first)},
                        {"line", table.files.name(std::min(first, second))},
                        {"other", table.files.name(std::max(first, second))}})
          .label(schema.span, Text::valid_stands_here);
    }
  }
}

template <class Visit>
void each_history(const Program& program, Visit visit) {
  for (std::size_t t = 0; t < program.tables.size(); ++t) {
    const TableSchema& schema = program.tables[TableId(t)];
    for (std::size_t c = 0; c < schema.columns.size(); ++c) {
      const Column& column = schema.columns[ColumnId(c)];
      if (column.history && column.used) visit(TableId(t), ColumnId(c), *column.history);
    }
  }
}

/// The cells at the end of the paths, one for each row.
void fill_copies(const Program& program, table::Dataset& data) {
  for (std::size_t t = 0; t < program.tables.size(); ++t) {
    const TableSchema& schema = program.tables[TableId(t)];
    table::TableData& rows = data.tables[TableId(t)];
    for (std::size_t c = 0; c < schema.columns.size(); ++c) {
      const Column& column = schema.columns[ColumnId(c)];
      if (!column.copied || !column.used) continue;
      const ColumnId link = column.copied->links[0];
      const table::ColumnData& links = rows.columns[link];
      const table::TableData& there = data.tables[schema.columns[link].type.link];
      const table::ColumnData& source = there.columns[column.copied->column];
      table::ColumnData copy;
      copy.storage = source.storage;
      copy.dictionary = source.dictionary;
      for (std::size_t row = 0; row < rows.row_count; ++row) {
        const auto at = static_cast<std::size_t>(links.values[row]);
        const bool has = links.has(row) && links.values[row] >= 0 && source.has(at);
        copy.values.push_back(has ? source.values[at] : 0);
        copy.present.push_back(has ? 1 : 0);
      }
      rows.columns[ColumnId(c)] = std::move(copy);
    }
  }
}

/// What is split among people must be given out whole, neither less nor more.
void check_shares(const Program& program, const table::Dataset& data, TableId id,
                  Diagnostics& diagnostics) {
  constexpr std::size_t kMostReports = 20;
  const TableSchema& schema = program.tables[id];
  const CreditSplit& split = *schema.split;
  const table::TableData& credits = data.tables[split.table];
  const table::ColumnData& about = credits.columns[split.about];
  const table::ColumnData& share = credits.columns[split.share];
  const int scale = program.tables[split.table].columns[split.share].type.scale;
  std::vector<Rational> totals(data.tables[id].row_count);
  for (std::size_t row = 0; row < credits.row_count; ++row) {
    if (!about.has(row) || about.values[row] < 0) continue;
    totals[static_cast<std::size_t>(about.values[row])] +=
        Rational::from_decimal(share.values[row], scale);
  }
  Unit ratio;
  ratio.quantity = Quantity::Ratio;
  std::size_t reported = 0;
  for (std::size_t row = 0; row < totals.size(); ++row) {
    if (totals[row] == Rational(1) || ++reported > kMostReports) continue;
    const table::TableData& orders = data.tables[id];
    diagnostics
        .report_data(Code::shares_not_100, orders.place(orders.lines[row]),
                     {{"key", table::cell_text(program, data, id, schema.key, row)},
                      {"table", program.tables[split.table].name},
                      {"total", check::constant_text(totals[row], ratio)}})
        .label(schema.span, Text::defined_here, {{"name", schema.name}});
  }
}

}  // namespace

void fill_histories(const Program& program, table::Dataset& data, Engine engine,
                    Diagnostics& diagnostics) {
  fill_copies(program, data);
  for (std::size_t t = 0; t < program.tables.size(); ++t) {
    const auto& split = program.tables[TableId(t)].split;
    if (split && program.tables[split->table].columns[split->share].used) {
      check_shares(program, data, TableId(t), diagnostics);
    }
  }
  std::set<std::pair<TableId, ColumnId>> judged;
  each_history(program, [&](TableId table, ColumnId column, const HistoryLink& link) {
    if (judged.insert({link.table, link.about}).second) {
      report_overlaps(program, data, link.table, link.about, diagnostics);
    }
    data.tables[table].columns[column] =
        engine == Engine::Reference
            ? reference::held_rows(program, data, table, column, diagnostics)
            : exec::held_rows(program, data, table, column);
  });
}

void warn_of_history_gaps(const Program& program, const table::Dataset& data,
                          const plan::AggregationPlan& plan, Diagnostics& diagnostics) {
  const auto is_asked = [&](Date day) {
    return day <= plan.as_of && std::any_of(plan.intervals.begin(), plan.intervals.end(),
                                            [&](DateRange days) { return days.contains(day); });
  };
  each_history(program, [&](TableId id, ColumnId column, const HistoryLink& link) {
    const TableSchema& schema = program.tables[id];
    const table::TableData& table = data.tables[id];
    const table::ColumnData& days = table.columns[schema.dated];
    const table::ColumnData& held = table.columns[column];
    std::size_t count = 0;
    for (std::size_t row = 0; row < table.row_count; ++row) {
      if (!days.has(row) || held.has(row)) continue;
      const Date day = table::day_of_cell(schema.columns[schema.dated], days.values[row]);
      std::size_t at = row;
      TableId there = id;
      bool somebody = true;
      for (const ColumnId step : link.links) {
        const table::ColumnData& cells = data.tables[there].columns[step];
        somebody = somebody && cells.has(at) && cells.values[at] != table::kUnmatchedRow;
        if (!somebody) break;
        at = static_cast<std::size_t>(cells.values[at]);
        there = program.tables[there].columns[step].type.link;
      }
      if (somebody && is_asked(day)) ++count;
    }
    if (count == 0) return;
    diagnostics.report(
        Code::history_gap, schema.columns[column].span,
        {{"table", schema.name}, {"history", program.tables[link.table].name}, {"count", count}});
  });
}

}  // namespace kpi::driver
