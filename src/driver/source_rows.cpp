#include "driver/source_rows.hpp"

#include <algorithm>

#include "rows/rows.hpp"

namespace kpi::driver {
namespace {

/// The value of a row expression, as it stands in the vector.
Value value_at(const rows::Vector& vector, const Type& type) {
  if (!vector.has(0)) return NoneReason::NullInput;
  const Int128 raw = vector.values[0];
  const auto small = static_cast<std::int64_t>(raw);
  switch (type.kind) {
    case Kind::Number: return Rational::from_decimal(raw, vector.scale) / Rational(vector.parts);
    case Kind::Text:
      return vector.dictionary != nullptr ? Value(std::string(vector.dictionary->text(small)))
                                          : Value(NoneReason::NullInput);
    case Kind::Bool: return Value::boolean(small != 0);
    case Kind::Date: return Date{static_cast<std::int32_t>(small)};
    case Kind::DateTime: return DateTime{small};
    case Kind::Period:
    case Kind::Link:
    case Kind::Error: break;
  }
  return NoneReason::NullInput;
}

class Reader {
 public:
  Reader(const score::ScoreInput& input, const rows::Evaluator& evaluator, const plan::Step& step)
      : input_(input),
        aggregate_(input.program.aggregates[input.plan.aggregation.cells[step.cells].aggregate]),
        days_(input.plan.aggregation.intervals[step.interval]),
        evaluator_(evaluator) {}

  trace::SourceRow read(exec::CountedRow counted) const {
    const auto [of, row] = counted;
    const table::TableData& data = input_.data.tables[of];
    trace::SourceRow result;
    if (row < data.lines.size()) {
      const DataPlace place = data.place(data.lines[row]);
      result.place = {place.path, static_cast<int>(place.line)};
    }
    if (data.key) result.key = text_of(of, data.key, row);
    if (of != aggregate_.table) {
      result.table = input_.program.tables[of].name;
      add_group_elsewhere(of, row, result);
      return result;
    }
    result.day = day_of(row);
    for (const ProgramExprId expr : {aggregate_.value, aggregate_.other}) {
      if (expr) result.values.push_back(value_of(expr, row));
    }
    if (aggregate_.per) add_group(aggregate_.table, *aggregate_.per, row, result);
    add_through(row, result);
    return result;
  }

  /// `skipping none`: a row without a value is none of those counted.
  bool skips(const trace::SourceRow& row) const {
    return aggregate_.skipping_none &&
           std::any_of(row.values.begin(), row.values.end(),
                       [](const score::Quantity& value) { return value.value.is_none(); });
  }

 private:
  std::string text_of(TableId table, ColumnId column, std::size_t row) const {
    return table::cell_text(input_.program, input_.data, table, column, row);
  }

  std::optional<Date> day_of(std::size_t row) const {
    if (!aggregate_.dated) return std::nullopt;
    const Column& column = input_.program.tables[aggregate_.table].columns[aggregate_.dated];
    const table::ColumnData& cells = input_.data.tables[aggregate_.table].columns[aggregate_.dated];
    const bool has_day = column.storage == Storage::Day || column.storage == Storage::Moment;
    if (!has_day || !cells.has(row)) return std::nullopt;
    return table::day_of_cell(column, cells.values[row]);
  }

  score::Quantity value_of(ProgramExprId expr, std::size_t row) const {
    const Expr& value = input_.program.exprs[expr];
    if (value.type.kind == Kind::Link && value.op == Op::Column && value.path.links.empty()) {
      return {text_of(aggregate_.table, value.path.column, row), Type(), std::nullopt};
    }
    const rows::PeriodDays period{days_.first, std::min(days_.last, input_.plan.aggregation.as_of)};
    std::vector<rows::RowFault> faults;
    const rows::Vector vector =
        evaluator_.evaluate(expr, aggregate_.table, row, row + 1, &period, faults);
    return {faults.empty() ? value_at(vector, value.type) : Value(NoneReason::Failed), value.type,
            std::nullopt};
  }

  /// The group a row is in: the column or the row that `per` names.
  void add_group(TableId of, const ColumnPath& per, std::size_t row,
                 trace::SourceRow& result) const {
    const auto reached = evaluator_.follow(of, per, row);
    if (!reached) return;
    const TableId table = evaluator_.reached_table(of, per.links);
    const ColumnId column = per.column ? per.column : input_.program.tables[table].key;
    if (!column || !input_.data.tables[table].columns[column].has(*reached)) return;
    result.values.push_back({text_of(table, column, *reached), Type(), std::nullopt});
  }

  /// A row that another aggregate inside the groups reads: the group it leads to from there.
  void add_group_elsewhere(TableId of, std::size_t row, trace::SourceRow& result) const {
    for (std::size_t i = 0; i < aggregate_.group_aggregates.size(); ++i) {
      const Aggregate& inner = input_.program.aggregates[aggregate_.group_aggregates[i]];
      if (inner.table != of || i >= aggregate_.group_pers.size()) continue;
      return add_group(of, aggregate_.group_pers[i], row, result);
    }
  }

  /// The rows of other tables through which the row is somebody's: the order of a split, the post
  /// or the lead of a row that a history gave. The person that the path ends in is known.
  void add_through(std::size_t row, trace::SourceRow& result) const {
    std::vector<std::vector<ColumnId>> paths;
    if (aggregate_.owner) {
      const std::vector<ColumnId>& owner = aggregate_.owner->links;
      for (auto end = owner.begin(); end != owner.end() && end + 1 != owner.end(); ++end)
        paths.emplace_back(owner.begin(), end + 1);
    }
    if (result.key.empty()) add_links(aggregate_.value, paths);
    for (const std::vector<ColumnId>& links : paths) {
      const auto reached = evaluator_.follow(aggregate_.table, {links, {}}, row);
      if (!reached) continue;
      const TableId table = evaluator_.reached_table(aggregate_.table, links);
      const std::string name = name_of_row(table, *reached);
      if (!name.empty()) result.through.push_back(name);
    }
  }

  /// `orders O17`; of a table without a key `posts.csv:3`.
  std::string name_of_row(TableId table, std::size_t row) const {
    const TableSchema& schema = input_.program.tables[table];
    const table::TableData& data = input_.data.tables[table];
    if (schema.key && data.columns[schema.key].has(row)) {
      return schema.name + ' ' + text_of(table, schema.key, row);
    }
    if (row >= data.lines.size()) return {};
    const DataPlace place = data.place(data.lines[row]);
    return data.files.short_path(place.path) + ':' + std::to_string(place.line);
  }

  /// The links that an expression begins with.
  void add_links(ProgramExprId id, std::vector<std::vector<ColumnId>>& paths) const {
    if (!id) return;
    const Expr& expr = input_.program.exprs[id];
    if (expr.op == Op::Column && !expr.path.links.empty()) {
      const std::vector<ColumnId> first = {expr.path.links[0]};
      if (std::find(paths.begin(), paths.end(), first) == paths.end()) paths.push_back(first);
    }
    for (const ProgramExprId arg : expr.args)
      add_links(arg, paths);
  }

  const score::ScoreInput& input_;
  const Aggregate& aggregate_;
  DateRange days_;
  const rows::Evaluator& evaluator_;
};

}  // namespace

SourceRows::SourceRows(const score::ScoreInput& input)
    : input_(input),
      counted_(input.program, input.plan.aggregation, input.data),
      evaluator_(input.program, input.data) {}

std::vector<trace::SourceRow> SourceRows::of(const plan::Step& step, std::size_t member) {
  const exec::Member& who = input_.cube.members[step.space][member];
  const Reader reader(input_, evaluator_, step);
  std::vector<trace::SourceRow> rows;
  for (const exec::CountedRow row : counted_.of(step.cells, step.interval, who)) {
    trace::SourceRow read = reader.read(row);
    if (!reader.skips(read)) rows.push_back(std::move(read));
  }
  return rows;
}

}  // namespace kpi::driver
