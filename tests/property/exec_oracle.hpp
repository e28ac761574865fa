#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/check.hpp"
#include "plan/aggregation_plan.hpp"
#include "program/operations.hpp"
#include "rows/rows.hpp"
#include "table/table.hpp"

// The engine's answer again, a row at a time with fractions and without any cleverness.

namespace kpi::test {

class Oracle {
 public:
  Oracle(const Program& program, const table::Dataset& data, Date as_of)
      : program_(program), data_(data), as_of_(as_of) {}

  /// The value of a row expression; conditions are two-valued.
  Value of_row(ProgramExprId id, TableId table, std::size_t row, DateRange days) const {
    const Expr& expr = program_.exprs[id];
    if (expr.op == Op::Constant) return expr.constant;
    if (expr.op == Op::Column) return cell(table, expr.path, row);
    if (expr.op == Op::PeriodStart) return days.first;
    if (expr.op == Op::PeriodEnd) return std::min(days.last, as_of_);
    std::vector<Value> args;
    for (const ProgramExprId arg : expr.args)
      args.push_back(of_row(arg, table, row, days));
    if (expr.op == Op::IfNone) return args[0].is_none() ? args[1] : args[0];
    if (expr.op == Op::If && args[0].is_none()) return args[2];
    const Value value = apply(program_, expr, args);
    return value.is_none() && expr.type.kind == Kind::Bool ? Value::boolean(false) : value;
  }

  /// A column at the end of links; links themselves are the key of the row reached.
  Value cell(TableId table, const ColumnPath& path, std::size_t row) const {
    for (const ColumnId link : path.links) {
      const table::ColumnData& cells = data_.tables[table].columns[link];
      if (!cells.has(row) || cells.values[row] < 0) return NoneReason::NullInput;
      row = static_cast<std::size_t>(cells.values[row]);
      table = program_.tables[table].columns[link].type.link;
    }
    const ColumnId column = path.column ? path.column : program_.tables[table].key;
    const Column& schema = program_.tables[table].columns[column];
    const table::ColumnData& cells = data_.tables[table].columns[column];
    if (!cells.has(row)) return NoneReason::NullInput;
    const std::int64_t value = cells.values[row];
    if (schema.storage == Storage::Decimal) return Rational::from_decimal(value, schema.type.scale);
    if (schema.storage == Storage::Integer) return Rational(value);
    if (schema.storage == Storage::Bool) return Value::boolean(value != 0);
    if (schema.storage == Storage::Day) return Date{static_cast<std::int32_t>(value)};
    return table::cell_text(program_, data_, table, column, row);
  }

  bool is_inside(const Aggregate& aggregate, std::size_t row, DateRange interval) const {
    if (!aggregate.dated) return true;
    const Column& schema = program_.tables[aggregate.table].columns[aggregate.dated];
    const table::ColumnData& cells = data_.tables[aggregate.table].columns[aggregate.dated];
    if (!cells.has(row)) return false;
    if (schema.storage == Storage::Period) {
      const Period period = table::period_of(program_, schema, cells.values[row]);
      return interval.contains(days_of(period, program_.calendar));
    }
    const Date day{static_cast<std::int32_t>(cells.values[row])};
    return day <= as_of_ && interval.contains(day);
  }

  bool holds(ProgramExprId condition, TableId table, std::size_t row, DateRange days) const {
    return !condition || of_row(condition, table, row, days) == Value::boolean(true);
  }

  /// The aggregate over these rows, of which those inside the interval that pass count.
  Value value(const Aggregate& aggregate, const std::vector<std::size_t>& rows,
              DateRange interval) const {
    std::vector<std::size_t> passed;
    for (const std::size_t row : rows) {
      const bool counts = is_inside(aggregate, row, interval) &&
                          holds(aggregate.where, aggregate.table, row, interval);
      if (counts) passed.push_back(row);
    }
    if (aggregate.per) return of_groups(aggregate, passed, interval);
    std::vector<Value> values;
    for (const std::size_t row : passed) {
      values.push_back(aggregate.value ? of_row(aggregate.value, aggregate.table, row, interval)
                                       : Value(Rational(1)));
    }
    return reduce(aggregate.kind, aggregate.skipping_none, std::move(values),
                  NoneReason::NullInput);
  }

 private:
  Value of_groups(const Aggregate& aggregate, const std::vector<std::size_t>& rows,
                  DateRange interval) const {
    std::vector<std::string> keys;
    std::vector<std::vector<std::size_t>> groups;
    for (const std::size_t row : rows) {
      const Value key = cell(aggregate.table, *aggregate.per, row);
      if (key.is_none()) continue;
      const auto found = std::find(keys.begin(), keys.end(), key.text());
      const auto place = static_cast<std::size_t>(found - keys.begin());
      if (found == keys.end()) {
        keys.push_back(key.text());
        groups.emplace_back();
      }
      groups[place].push_back(row);
    }
    std::vector<Value> values;
    for (const auto& group : groups) {
      std::vector<Value> inner;
      for (const AggregateId id : aggregate.group_aggregates) {
        inner.push_back(value(program_.aggregates[id], group, interval));
      }
      if (aggregate.group_where && of_group(aggregate.group_where, inner) != Value::boolean(true)) {
        continue;
      }
      values.push_back(aggregate.group_value ? of_group(aggregate.group_value, inner)
                                             : Value(Rational(1)));
    }
    if (aggregate.kind == AggregateKind::Count) {
      return Rational(static_cast<std::int64_t>(values.size()));
    }
    std::optional<NoneReason> reason;
    for (const Value& value : values) {
      if (value.is_none()) reason = reason ? stronger(*reason, value.reason()) : value.reason();
    }
    return reduce(aggregate.kind, aggregate.skipping_none, std::move(values),
                  reason.value_or(NoneReason::NullInput));
  }

  Value of_group(ProgramExprId id, const std::vector<Value>& inner) const {
    const Expr& expr = program_.exprs[id];
    if (expr.op == Op::Constant) return expr.constant;
    if (expr.op == Op::GroupValue) return inner[expr.index];
    std::vector<Value> args;
    for (const ProgramExprId arg : expr.args)
      args.push_back(of_group(arg, inner));
    return apply(program_, expr, args);
  }

  static bool less(const Value& a, const Value& b) {
    if (a.is_number()) return a.number() < b.number();
    if (a.is_date()) return a.date() < b.date();
    return a.text() < b.text();
  }

  static Value reduce(AggregateKind kind, bool skipping, std::vector<Value> values,
                      NoneReason absent) {
    const std::size_t rows = values.size();
    const auto gone = std::remove_if(values.begin(), values.end(),
                                     [](const Value& value) { return value.is_none(); });
    values.erase(gone, values.end());
    const auto count = static_cast<std::int64_t>(values.size());
    if (kind == AggregateKind::Count) return Rational(count);
    std::sort(values.begin(), values.end(), less);
    if (kind == AggregateKind::CountDistinct) {
      return Rational(std::unique(values.begin(), values.end()) - values.begin());
    }
    if (kind == AggregateKind::Only) {
      if (rows == 0) return NoneReason::NoRow;
      if ((skipping ? values.size() : rows) > 1) return NoneReason::Failed;
      return values.empty() ? Value(NoneReason::NullInput) : values[0];
    }
    if (rows == 0)
      return kind == AggregateKind::Sum ? Value(Rational(0)) : Value(NoneReason::NoRows);
    if (values.empty()) return skipping ? NoneReason::NullInput : absent;
    if (!skipping && values.size() < rows) return absent;
    if (kind == AggregateKind::Min) return values.front();
    if (kind == AggregateKind::Max) return values.back();
    Rational sum;
    for (const Value& value : values)
      sum += value.number();
    return kind == AggregateKind::Sum ? sum : sum / Rational(count);
  }

  const Program& program_;
  const table::Dataset& data_;
  Date as_of_;
};

}  // namespace kpi::test
