// A query as a sheet of a workbook, every value typed, and its notes as another.

#include "output/render.hpp"
#include "output/run_parts.hpp"
#include "output/typed_cells.hpp"

namespace kpi::output {
namespace {

/// Keys as people read them, values as numbers: in the order in which they are printed.
TypedSheet values_sheet(const Report& report, const score::QueryResult& result,
                        const Words& words) {
  const Sheet& printed = report.sheets.front();
  TypedSheet out;
  out.name = result.by_names.empty() ? result.measures.front().name : result.by_names.front();
  for (const Head& head : printed.heads)
    out.heads.push_back(head.title + (head.under.empty() ? "" : ' ' + head.under));
  out.fixed_columns = result.by_names.size();
  std::size_t row = 0;
  std::size_t total = 0;
  for (const score::QueryResult::Row& each : result.rows) {
    const bool member = each.period && result.by_names.size() == 1;
    const bool below = each.is_total && !member && result.rows.size() > 1;
    const Row& shown = below ? printed.totals[total++] : printed.rows[row++];
    std::vector<TypedCell> cells;
    for (std::size_t i = 0; i < result.by_names.size(); ++i)
      cells.push_back(text_cell(shown[i].text));
    for (std::size_t i = 0; i < each.values.size(); ++i) {
      const score::QueryResult::Measure& measure = result.measures[i];
      cells.push_back(typed({each.values[i], measure.type, measure.published}, words));
    }
    out.rows.push_back(std::move(cells));
  }
  return out;
}

}  // namespace

std::vector<TypedSheet> workbook_sheets(const Program& program, const score::QueryResult& result,
                                        Language language) {
  const Words words(language);
  const Report report = query_report(program, result, language);
  TypedSheet notes;
  notes.name = words(Text::out_notes);
  notes.heads = {words(Text::out_as_of, {{"date", to_string(result.as_of)}})};
  for (const std::string& note : report.notes)
    notes.rows.push_back({text_cell(note)});
  return {values_sheet(report, result, words), notes};
}

}  // namespace kpi::output
