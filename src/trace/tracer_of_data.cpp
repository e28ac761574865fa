#include <algorithm>

#include "score/combine.hpp"
#include "trace/tracer.hpp"

/// Nodes that stand for data: a person's cells, days in force, the rows of an aggregate.
namespace kpi::trace {

using plan::Step;
using plan::StepId;
using plan::StepKind;

namespace {

Place place_in(const table::TableData& data, std::uint64_t line) {
  const DataPlace place = data.place(line);
  return {place.path, static_cast<int>(place.line)};
}

}  // namespace

/// Where in the data the person's cell stands.
void Tracer::describe_cell(const Step& step, std::size_t member, Node& node) const {
  const auto row = score::row_of_member(input_.scored, step, member);
  if (!row) return;
  if (step.kind == StepKind::Held) return describe_held(step, member, *row, node);
  TableId table = input_.scored.plan.aggregation.spaces[step.space].axes[0].table;
  const auto reached = score::row_after(input_.scored, table, step.path.links, *row);
  if (!reached) return;
  for (const ColumnId link : step.path.links)
    table = program().tables[table].columns[link].type.link;
  const table::TableData& data = input_.scored.data.tables[table];
  if (*reached < data.lines.size()) {
    node.place = place_in(data, data.lines[*reached]);
  }
}

/// The row of the history that holds for the person.
void Tracer::describe_held(const Step& step, std::size_t member, std::size_t row,
                           Node& node) const {
  const Expr& held = program().exprs[step.expr];
  const TableId people = input_.scored.plan.aggregation.spaces[step.space].axes[0].table;
  const Date day = score::held_day(step, input_.slots, member);
  node.days.last = day;
  const auto found = score::held_rows(input_.scored, held, people, day)[row];
  node.history = program().tables[held.history].name;
  node.place = {};
  if (!found) return;
  const table::TableData& data = input_.scored.data.tables[held.history];
  if (*found < data.lines.size()) node.place = place_in(data, data.lines[*found]);
  set_validity(held.history, *found, node);
}

void Tracer::set_validity(TableId table, std::size_t row, Node& node) const {
  const auto& valid = program().tables[table].valid;
  if (!valid) return;
  const Value from = score::column_value(input_.scored, table, {{}, valid->from}, row);
  const Value until = score::column_value(input_.scored, table, {{}, valid->to}, row);
  if (from.is_date()) node.from = from.date();
  if (until.is_date()) node.until = until.date();
  node.inclusive = valid->inclusive;
}

void Tracer::describe_validity(const Step& step, std::size_t member, Node& node) const {
  const auto row = score::row_of_member(input_.scored, step, member);
  const TableId table = input_.scored.plan.aggregation.spaces[step.space].axes[0].table;
  const table::TableData& data = input_.scored.data.tables[table];
  if (!row) return;
  if (*row < data.lines.size()) node.place = place_in(data, data.lines[*row]);
  set_validity(table, *row, node);
}

/// The days on which the person is on the card, in runs.
std::vector<DateRange> Tracer::days_on_card(const std::string& card, const Step& step,
                                            std::size_t member) const {
  std::vector<DateRange> runs;
  for (const plan::CardOutput& output : input_.scored.plan.cards) {
    if (program().scorecards[output.card].name != card) continue;
    for (const StepId id : output.days) {
      const DateRange day = step_of(id).days;
      const Value& on = input_.slots[id][member];
      if (step_of(id).space != step.space || !on.is_bool() || !on.truth()) continue;
      if (day.first < step.days.first || step.days.last < day.last) continue;
      const bool goes_on = !runs.empty() && runs.back().last.days + 1 == day.first.days;
      if (!goes_on) runs.push_back(day);
      runs.back().last = day.last;
    }
  }
  return runs;
}

void Tracer::describe_rows(const Step& step, std::size_t member, Node& node) const {
  const plan::AggregationPlan& plan = input_.scored.plan.aggregation;
  const plan::CellsRequest& request = plan.cells[step.cells];
  const Aggregate& aggregate = program().aggregates[request.aggregate];
  std::size_t interval = 0;
  while (request.intervals[interval] != step.interval)
    ++interval;
  RowsRead rows;
  rows.table = program().tables[aggregate.table].name;
  rows.file = input_.scored.data.tables[aggregate.table].path;
  for (const AggregateId inner : aggregate.group_aggregates) {
    const std::string& file = input_.scored.data.tables[program().aggregates[inner].table].path;
    const bool known =
        file == rows.file ||
        std::find(rows.other_files.begin(), rows.other_files.end(), file) != rows.other_files.end();
    if (!known) rows.other_files.push_back(file);
  }
  rows.count =
      static_cast<std::size_t>(input_.scored.cube.cells[step.cells].rows(member, interval));
  if (aggregate.dated) {
    rows.days = plan.intervals[step.interval];
    const Storage stored = program().tables[aggregate.table].columns[aggregate.dated].storage;
    // rows dated later do not exist; a quota of the running quarter does
    if (stored != Storage::Period) rows.days->last = std::min(rows.days->last, plan.as_of);
  }
  if (!aggregate.of_card.empty()) {
    rows.card = aggregate.of_card;
    rows.on_card = days_on_card(aggregate.of_card, step, member);
  }
  node.rows = std::move(rows);
}

}  // namespace kpi::trace
