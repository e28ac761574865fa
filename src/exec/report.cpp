#include "exec/report.hpp"

#include <algorithm>
#include <map>

#include "rows/rates.hpp"

namespace kpi::exec {
namespace {

constexpr std::size_t kMostReports = 20;  // of one aggregate, or of one table

/// The member as a reader knows it: the key of a row, the text of a value.
std::string name_of(const rows::Evaluator& evaluator, const plan::Space& space,
                    const Member& member) {
  std::string name;
  for (std::size_t i = 0; i < member.size(); ++i) {
    const plan::Axis& axis = space.axes[i];
    if (axis.kind == plan::AxisKind::Owned) continue;
    if (!name.empty()) name += ", ";
    const ColumnId key = axis.kind == plan::AxisKind::Value
                             ? ColumnId()
                             : evaluator.program().tables[axis.table].key;
    name += key ? table::cell_text(evaluator.program(), evaluator.data(), axis.table, key,
                                   member[i].row)
                : member[i].text;
  }
  return name;
}

bool is_nobody(const Member& member) {
  return std::any_of(member.begin(), member.end(),
                     [](const Coordinate& coordinate) { return coordinate.none; });
}

/// False for people whom nobody asked about in these days: `of "R1"` is about one of them.
bool is_asked(const plan::CellsRequest& request, plan::IntervalId days, const std::string& name) {
  return std::any_of(request.asked.begin(), request.asked.end(), [&](const plan::AskedOf& asked) {
    return asked.interval == days && (asked.key.empty() || asked.key == name);
  });
}

std::string days_text(DateRange days) {
  return to_string(days.first) + " … " + to_string(days.last);
}

std::size_t line_of(const table::TableData& table, std::size_t row) {
  return row < table.lines.size() ? table.lines[row] : 0;
}

void report_rows(const rows::Evaluator& evaluator, const plan::AggregationPlan& plan,
                 const std::string& member, const Conflict& conflict, Diagnostics& diagnostics) {
  const Aggregate& aggregate = evaluator.program().aggregates[plan.cells[conflict.cells].aggregate];
  const table::TableData& table = evaluator.data().tables[aggregate.table];
  const std::size_t first = line_of(table, conflict.first_row);
  const std::size_t second = line_of(table, conflict.second_row);
  Diagnostic& diagnostic =
      diagnostics.report_data(Code::only_met_two_rows, table.place(second),
                              {{"table", evaluator.program().tables[aggregate.table].name},
                               {"line", table.files.name(first)},
                               {"other", table.files.name(second)}});
  if (!member.empty()) diagnostic.note(Text::only_of_member, {{"member", member}});
  diagnostic.note(Text::only_in_days, {{"days", days_text(plan.intervals[conflict.interval])}});
  diagnostic.label(aggregate.span, Text::only_asked_here);
  diagnostic.hint(Text::only_hint_rows);
}

void report_groups(const rows::Evaluator& evaluator, const plan::AggregationPlan& plan,
                   const std::string& member, const Conflict& conflict, Diagnostics& diagnostics) {
  const Aggregate& aggregate = evaluator.program().aggregates[plan.cells[conflict.cells].aggregate];
  Diagnostic& diagnostic = diagnostics.report(Code::only_met_two_groups, aggregate.span);
  if (!member.empty()) diagnostic.note(Text::only_of_member, {{"member", member}});
  diagnostic.note(Text::only_in_days, {{"days", days_text(plan.intervals[conflict.interval])}});
}

}  // namespace

void report_conflicts(const rows::Evaluator& evaluator, const plan::AggregationPlan& plan,
                      const Cube& cube, const std::vector<Conflict>& conflicts,
                      Diagnostics& diagnostics) {
  std::map<AggregateId, std::size_t> reported;
  std::map<AggregateId, std::size_t> left_out;
  for (const Conflict& conflict : conflicts) {
    const plan::CellsRequest& request = plan.cells[conflict.cells];
    const Member& member = cube.members[request.space][conflict.member];
    if (is_nobody(member)) continue;
    const std::string name = name_of(evaluator, plan.spaces[request.space], member);
    if (!is_asked(request, conflict.interval, name)) continue;
    if (reported[request.aggregate] == kMostReports) {
      ++left_out[request.aggregate];
      continue;
    }
    ++reported[request.aggregate];
    if (conflict.kind == OnlyConflict::Groups) {
      report_groups(evaluator, plan, name, conflict, diagnostics);
    } else {
      report_rows(evaluator, plan, name, conflict, diagnostics);
    }
  }
  for (const auto& [aggregate, count] : left_out) {
    diagnostics.report(Code::only_conflicts_more, evaluator.program().aggregates[aggregate].span,
                       {{"count", count}});
  }
}

void report_faults(const rows::Evaluator& evaluator, TableId table_id,
                   const std::set<FaultPlace>& faults, Diagnostics& diagnostics) {
  const table::TableData& table = evaluator.data().tables[table_id];
  std::size_t reported = 0;
  std::size_t without_rate = 0;  // the line reported last
  for (const FaultPlace& fault : faults) {
    const std::size_t line = line_of(table, fault.first);
    const bool rate = evaluator.program().exprs[fault.second].op == Op::Convert;
    if (rate && line == without_rate) continue;  // one rate of a row after the other
    if (++reported > kMostReports) break;
    if (rate) {
      without_rate = line;
      diagnostics.report_data(Code::rate_missing, table.place(line),
                              rows::missing_rate(evaluator, table_id, fault.first, fault.second));
      continue;
    }
    diagnostics
        .report_data(Code::value_beyond_digits, table.place(line),
                     {{"table", evaluator.program().tables[table_id].name},
                      {"line", table.files.name(line)}})
        .label(evaluator.program().exprs[fault.second].span, Text::beyond_digits_here)
        .hint(Text::beyond_digits_hint);
  }
}

}  // namespace kpi::exec
