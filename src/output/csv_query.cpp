#include "output/csv.hpp"

namespace kpi::output {

std::string to_csv(const Program& program, const score::QueryResult& result) {
  CsvWriter csv;
  for (const std::string& name : result.by_names)
    csv.text(name);
  for (const auto& measure : result.measures)
    csv.text(measure.name);
  csv.end_row();
  for (const score::QueryResult::Row& row : result.rows) {
    for (std::size_t i = 0; i < result.by_names.size(); ++i) {
      const bool last = i + 1 == result.by_names.size();
      if (last && row.period) {
        csv.text(to_string(*row.period, program.calendar));
      } else if (row.is_total) {
        csv.text(i == 0 ? "(company)" : "");
      } else {
        csv.text(i < row.keys.size() ? row.keys[i] : std::string());
      }
    }
    for (std::size_t i = 0; i < row.values.size(); ++i) {
      csv.value(row.values[i], result.measures[i].published);
    }
    csv.end_row();
  }
  return csv.take();
}

}  // namespace kpi::output
