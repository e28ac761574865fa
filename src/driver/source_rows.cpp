#include "driver/source_rows.hpp"

#include <algorithm>

#include "exec/counted_rows.hpp"
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
  Reader(const score::ScoreInput& input, const plan::Step& step)
      : input_(input),
        aggregate_(input.program.aggregates[input.plan.aggregation.cells[step.cells].aggregate]),
        days_(input.plan.aggregation.intervals[step.interval]),
        evaluator_(input.program, input.data) {}

  trace::SourceRow read(exec::CountedRow counted) const {
    const auto [of, row] = counted;
    const table::TableData& data = input_.data.tables[of];
    trace::SourceRow result;
    if (row < data.lines.size()) {
      result.place = {data.path, static_cast<int>(data.lines[row])};
    }
    if (data.key) result.key = text_of(of, data.key, row);
    if (of != aggregate_.table) return result;  // of another aggregate in the groups
    result.day = day_of(row);
    for (const ProgramExprId expr : {aggregate_.value, aggregate_.other}) {
      if (expr) result.values.push_back(value_of(expr, row));
    }
    if (aggregate_.per) add_group(row, result);
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
  void add_group(std::size_t row, trace::SourceRow& result) const {
    const auto reached = evaluator_.follow(aggregate_.table, *aggregate_.per, row);
    if (!reached) return;
    const TableId table = evaluator_.reached_table(aggregate_.table, aggregate_.per->links);
    const ColumnId column =
        aggregate_.per->column ? aggregate_.per->column : input_.program.tables[table].key;
    if (!column || !input_.data.tables[table].columns[column].has(*reached)) return;
    result.values.push_back({text_of(table, column, *reached), Type(), std::nullopt});
  }

  const score::ScoreInput& input_;
  const Aggregate& aggregate_;
  DateRange days_;
  rows::Evaluator evaluator_;
};

}  // namespace

std::vector<trace::SourceRow> source_rows(const score::ScoreInput& input, const plan::Step& step,
                                          std::size_t member) {
  const exec::Member& who = input.cube.members[step.space][member];
  const Reader reader(input, step);
  std::vector<trace::SourceRow> rows;
  for (const exec::CountedRow row : exec::counted_rows(
           input.program, input.plan.aggregation, input.data, step.cells, step.interval, who)) {
    trace::SourceRow read = reader.read(row);
    if (!reader.skips(read)) rows.push_back(std::move(read));
  }
  return rows;
}

}  // namespace kpi::driver
