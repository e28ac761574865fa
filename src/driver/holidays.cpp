#include "driver/holidays.hpp"

#include <map>

namespace kpi::driver {
namespace {

struct Said {
  bool off = true;
  std::size_t row = 0;
};

bool says_off(const Program& program, const Holidays& holidays, const table::TableData& rows,
              std::size_t row) {
  if (!holidays.kind) return true;
  const Column& kind = program.tables[holidays.table].columns[holidays.kind];
  const auto choice = static_cast<std::size_t>(rows.columns[holidays.kind].values[row]);
  return kind.choices[choice] == kOff || kind.choices[choice] == kOffChinese;
}

}  // namespace

void read_holidays(Program& program, const table::Dataset& data, Diagnostics& diagnostics) {
  if (!program.holidays) return;
  const Holidays& holidays = *program.holidays;
  const TableSchema& table = program.tables[holidays.table];
  const table::TableData& rows = data.tables[holidays.table];
  if (!table.used || !table.columns[holidays.day].used) return;
  std::map<std::int32_t, Said> days;
  for (std::size_t row = 0; row < rows.row_count; ++row) {
    const auto day = static_cast<std::int32_t>(rows.columns[holidays.day].values[row]);
    const Said said{says_off(program, holidays, rows, row), row};
    const auto [found, is_new] = days.emplace(day, said);
    if (is_new || found->second.off == said.off) continue;
    diagnostics.report_data(Code::holiday_twice, rows.place(rows.lines[row]),
                            {{"table", table.name},
                             {"line", rows.files.name(rows.lines[row])},
                             {"date", to_string(Date{day})},
                             {"first", rows.files.name(rows.lines[found->second.row])}});
  }
  Workdays workdays;
  workdays.known = *table.covers;
  const Calendar usual;
  for (const auto& [day, said] : days) {
    const bool from_monday_to_friday = is_workday(Date{day}, usual);
    if (said.off && from_monday_to_friday) workdays.off.push_back(Date{day});
    if (!said.off && !from_monday_to_friday) workdays.worked.push_back(Date{day});
  }
  program.calendar.workdays = std::move(workdays);
}

}  // namespace kpi::driver
