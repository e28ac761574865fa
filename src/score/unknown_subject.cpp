#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "score/score.hpp"

namespace kpi::score {
namespace {

/// The tables whose rows a run is about.
std::set<TableId> people_of(const Program& program) {
  std::set<TableId> tables;
  for (const Scorecard& card : program.scorecards)
    tables.insert(card.table);
  for (const Payout& payout : program.payouts)
    tables.insert(payout.table);
  for (const Rule& rule : program.rules)
    tables.insert(rule.table);
  return tables;
}

/// Whether the row has that text in its column `name`.
bool is_named(const Program& program, const table::Dataset& data, TableId id, std::size_t row,
              const std::string& name) {
  const auto& columns = program.tables[id].columns;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Column& column = columns[ColumnId(i)];
    if (!is_name_of_rows(column) || !column.used) continue;
    return data.tables[id].columns[ColumnId(i)].has(row) &&
           table::cell_text(program, data, id, ColumnId(i), row) == name;
  }
  return false;
}

}  // namespace

void report_unknown_subject(const Program& program, const table::Dataset& data,
                            const std::string& of, Diagnostics& diagnostics) {
  constexpr std::size_t kShown = 5;
  std::vector<std::string> keys;
  std::string named;
  std::size_t count = 0;
  for (const TableId id : people_of(program)) {
    const TableSchema& table = program.tables[id];
    for (std::size_t row = 0; row < data.tables[id].row_count; ++row) {
      keys.push_back(table::cell_text(program, data, id, table.key, row));
      if (!is_named(program, data, id, row, of) || ++count > kShown) continue;
      named += (named.empty() ? "`" : ", `") + keys.back() + "`";
    }
  }
  Diagnostic& report = diagnostics.report(Code::unknown_subject, Span{}, {{"key", of}});
  if (count > 0) {
    report.hint(Text::name_has_key, {{"name", of}, {"keys", named}});
  } else if (std::find(keys.begin(), keys.end(), of) != keys.end()) {
    report.note(Text::subject_without_result, {{"key", of}});
  } else if (const auto near = nearest(of, keys)) {
    report.hint(Text::did_you_mean, {{"name", *near}});
  }
}

}  // namespace kpi::score
