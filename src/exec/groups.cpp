#include "exec/groups.hpp"

#include <algorithm>

#include "program/operations.hpp"
#include "program/statistics.hpp"

namespace kpi::exec {
namespace {

/// Ascending; all values of an expression are of one kind.
bool less_value(const Value& a, const Value& b) {
  if (a.is_number()) return a.number() < b.number();
  if (a.is_text()) return a.text() < b.text();
  if (a.is_date()) return a.date() < b.date();
  if (a.is_datetime()) return a.datetime() < b.datetime();
  return a.truth() < b.truth();
}

}  // namespace

Value GroupTotal::evaluate(ProgramExprId id, const std::vector<Value>& group_values) const {
  const Expr& expr = program_.exprs[id];
  if (expr.op == Op::Constant) return expr.constant;
  if (expr.op == Op::GroupValue) return group_values[expr.index];
  if (expr.op == Op::PeriodStart) return days_.start;
  if (expr.op == Op::PeriodEnd) return days_.end;
  std::vector<Value> args;
  args.reserve(expr.args.size());
  for (const ProgramExprId arg : expr.args)
    args.push_back(evaluate(arg, group_values));
  return apply(program_, expr, args);
}

bool GroupTotal::add(const std::vector<Value>& group_values, std::int64_t rows,
                     std::int64_t groups) {
  if (aggregate_.group_where) {
    const Value holds = evaluate(aggregate_.group_where, group_values);
    if (!holds.is_bool() || !holds.truth()) return false;
  }
  const auto read = [&](ProgramExprId expr) {
    return expr ? evaluate(expr, group_values) : Value(Rational(1));
  };
  const Value value = read(aggregate_.group_value);
  const Value other = read(aggregate_.group_other);
  if (aggregate_.kind == AggregateKind::Count && !value.is_none()) {  // however many, at once
    rows_ += rows;
    counted_ += groups;
    return true;
  }
  for (std::int64_t i = 0; i < groups; ++i)
    add_group(value, other, i == 0 ? rows : 0);
  return true;
}

void GroupTotal::add_group(Value value, const Value& other, std::int64_t rows) {
  rows_ += rows;
  if (aggregate_.kind == AggregateKind::Corr) {
    if (other.is_none()) {
      value = value.is_none() ? stronger(value.reason(), other.reason()) : other.reason();
    } else if (!value.is_none()) {
      moments_.add(value.number(), other.number());
    }
  }
  if (value.is_none()) {
    ++absent_count_;
    absent_ = absent_ ? stronger(*absent_, value.reason()) : value.reason();
  } else {
    values_.push_back(std::move(value));
  }
}

std::vector<Rational> GroupTotal::numbers() const {
  std::vector<Rational> numbers;
  for (const Value& value : values_)
    numbers.push_back(value.number());
  return largest(std::move(numbers), aggregate_.top);
}

Value GroupTotal::sum() const {
  Rational total;
  for (const Rational& number : numbers())
    total += number;
  return total;
}

Value GroupTotal::mean() const {
  const auto count = static_cast<std::int64_t>(numbers().size());
  return count == 0 ? Value(NoneReason::NoRows) : Value(sum().number() / Rational(count));
}

/// Of the so many largest the smallest is the last of them.
Value GroupTotal::extreme() const {
  if (aggregate_.top > 0 && aggregate_.kind == AggregateKind::Min) {
    const std::vector<Rational> top = numbers();
    return *std::min_element(top.begin(), top.end());
  }
  const auto ends = std::minmax_element(values_.begin(), values_.end(), less_value);
  return aggregate_.kind == AggregateKind::Min ? *ends.first : *ends.second;
}

/// Absent values are settled before; only counts meet them.
Value GroupTotal::total() const {
  const auto count = static_cast<std::int64_t>(values_.size());
  switch (aggregate_.kind) {
    case AggregateKind::Count: return Rational(static_cast<std::int64_t>(group_count()));
    case AggregateKind::CountDistinct: {
      std::vector<Value> sorted = values_;
      std::sort(sorted.begin(), sorted.end(), less_value);
      const auto end = std::unique(sorted.begin(), sorted.end());
      return Rational(static_cast<std::int64_t>(end - sorted.begin()));
    }
    case AggregateKind::Sum: return sum();
    case AggregateKind::Avg: return mean();
    case AggregateKind::Percentile:
    case AggregateKind::Stddev:
    case AggregateKind::StddevAll:
      return statistic_of(aggregate_.kind, aggregate_.fraction, numbers());
    case AggregateKind::Corr: return corr_of(moments_);
    case AggregateKind::Min:
    case AggregateKind::Max: return count == 0 ? Value(NoneReason::NoRows) : extreme();
    case AggregateKind::Only:
      if (count == 0) return NoneReason::NoRow;
      return values_[0];
  }
  return NoneReason::Failed;
}

Outcome GroupTotal::finish() const {
  Outcome outcome;
  outcome.rows = rows_;
  const bool counts =
      aggregate_.kind == AggregateKind::Count || aggregate_.kind == AggregateKind::CountDistinct;
  if (counts || absent_count_ == 0) {
    outcome.value = total();
  } else if (!aggregate_.skipping_none) {
    outcome.value = *absent_;
  } else {
    outcome.value = values_.empty() ? Value(NoneReason::NullInput) : total();
  }
  const std::size_t met = aggregate_.skipping_none ? values_.size() : group_count();
  if (aggregate_.kind == AggregateKind::Only && met > 1) {
    outcome.value = NoneReason::Failed;
    outcome.conflict = OnlyConflict::Groups;
  }
  return outcome;
}

}  // namespace kpi::exec
