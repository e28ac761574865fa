#include "rows/block.hpp"

#include <utility>

#include "base/check.hpp"
#include "rows/kernels.hpp"
#include "rows/wide.hpp"

namespace kpi::rows {

Block::Block(const Evaluator& evaluator, TableId table, std::size_t begin, std::size_t end)
    : evaluator_(evaluator), table_(table), begin_(begin), size_(end - begin) {}

Block::Block(Block& outer, const PeriodDays& period)
    : evaluator_(outer.evaluator_),
      table_(outer.table_),
      begin_(outer.begin_),
      size_(outer.size_),
      outer_(&outer),
      periods_{period} {}

Block::Block(Block& outer, std::vector<PeriodDays> periods,
             const std::vector<std::uint32_t>& period_of)
    : evaluator_(outer.evaluator_),
      table_(outer.table_),
      begin_(outer.begin_),
      size_(outer.size_),
      outer_(&outer),
      periods_(std::move(periods)),
      period_of_(&period_of) {}

const Operand& Block::value(ProgramExprId asked) {
  const ProgramExprId expr = evaluator_.canonical(asked);
  if (outer_ != nullptr && !evaluator_.reads_period(expr)) return outer_->value(expr);
  const auto found = values_.find(expr);
  if (found != values_.end()) return found->second;
  return values_.emplace(expr, compute(expr)).first->second;
}

Operand Block::compute(ProgramExprId id) {
  const Expr& expr = expr_of(id);
  const Scope scope{size_, id};
  switch (expr.op) {
    case Op::Constant: return constant(id);
    case Op::Column: return column(expr.path);
    case Op::PeriodStart:
    case Op::PeriodEnd: return period_day(expr.op);
    case Op::Add: return add(argument(expr, 0), argument(expr, 1), scope);
    case Op::Subtract: return subtract(argument(expr, 0), argument(expr, 1), scope);
    case Op::Multiply: return multiply(argument(expr, 0), argument(expr, 1), scope);
    case Op::Negate: return negate(argument(expr, 0), scope);
    // clang-format off
    case Op::DaysBetween: case Op::AddDays: case Op::AddMonths: case Op::Months: case Op::Days:
    case Op::Workdays:
      // clang-format on
      return dates(expr, scope);
    case Op::HoursBetween: return hours_between(argument(expr, 0), argument(expr, 1), scope);
    case Op::DayOf: return day_of_moments(argument(expr, 0), scope);
    // clang-format off
    case Op::Less: case Op::LessEqual: case Op::Greater: case Op::GreaterEqual: case Op::Equal:
    case Op::NotEqual:
      // clang-format on
      return compare(expr, scope);
    case Op::And:
    case Op::Or: return logic(expr, scope);
    case Op::Not: return opposite(argument(expr, 0), scope);
    case Op::IsPresent: return presence(argument(expr, 0), true, scope);
    case Op::IsNone: return presence(argument(expr, 0), false, scope);
    case Op::IfNone:
    case Op::If: return choose(expr, scope);
    case Op::Min:
    case Op::Max:
    case Op::Clamp: return extreme(expr, scope);
    case Op::Round: return round(expr, scope);
    case Op::Sqrt: return root(expr, scope);
    case Op::Tiers: return tiers(expr, scope);
    case Op::Convert: return convert(expr, scope);
    // clang-format off
    case Op::Divide:  // only inside a rounding
    case Op::OverUnits: case Op::OverPeople:
    case Op::Error: case Op::Aggregate: case Op::GroupValue: case Op::Metric: case Op::Target:
    case Op::Baseline: case Op::Stretch: case Op::Attainment: case Op::LineValue: case Op::Growth:
    case Op::Change: case Op::Score: case Op::Grade: case Op::Payout:
    case Op::Points: case Op::Rank: case Op::Ranked: case Op::Share:
    case Op::Streak: case Op::Allocate: case Op::Versions: case Op::Held: case Op::Carried: case Op::Paid:
  case Op::PeriodShare:
      // clang-format on
      break;
  }
  KPI_CHECK(false && "not an operation on rows");
  return {};
}

Operand Block::constant(ProgramExprId id) const {
  const Expr& expr = expr_of(id);
  const Value& value = expr.constant;
  Operand out;
  out.constant = true;
  out.vector.values = {0};
  if (value.is_none()) {
    out.vector.present = {0};
  } else if (value.is_number()) {
    const auto digits = decimal_digits(value.number());
    KPI_CHECK(digits.has_value());
    out.vector.scale = *digits;
    const auto mantissa = to_int128(value.number() * power_of_ten(*digits));
    if (mantissa) out.vector.values[0] = *mantissa;
    if (!mantissa) {
      add_fault(out, 0, id);
      settle_faults(out, Scope{size_, id});
    }
  } else if (value.is_text()) {
    out.vector.dictionary = &evaluator_.texts().of_constant(value.text());
  } else if (value.is_bool()) {
    out.vector.values[0] = value.truth() ? 1 : 0;
  } else if (value.is_datetime()) {
    out.vector.values[0] = value.datetime().seconds;
  } else {
    out.vector.values[0] = value.date().days;
  }
  return out;
}

Operand Block::period_day(Op op) const {
  KPI_CHECK(!periods_.empty());
  const auto day = [op](const PeriodDays& period) {
    return op == Op::PeriodStart ? period.start.days : period.end.days;
  };
  Operand out;
  out.constant = period_of_ == nullptr;
  out.vector.values = {day(periods_[0])};
  if (out.constant) return out;
  out.vector.values.resize(size_);
  for (std::size_t i = 0; i < size_; ++i) {
    const std::size_t period = (*period_of_)[i];
    out.vector.values[i] = day(periods_[period < periods_.size() ? period : 0]);
  }
  return out;
}

Operand Block::compare(const Expr& expr, const Scope& scope) {
  const Operand& a = argument(expr, 0);
  const Operand& b = argument(expr, 1);
  const bool texts = a.vector.dictionary != nullptr || b.vector.dictionary != nullptr;
  return texts ? compare_texts(expr.op, a, b, scope) : compare_numbers(expr.op, a, b, scope);
}

/// `a and b and c` is one node with three arguments, as is `x is one of "a", "b", "c"`.
Operand Block::logic(const Expr& expr, const Scope& scope) {
  Operand decided = argument(expr, 0);
  for (std::size_t i = 1; i < expr.args.size(); ++i) {
    const Operand& next = argument(expr, i);
    decided = expr.op == Op::And ? both(decided, next, scope) : either(decided, next, scope);
  }
  return decided;
}

Operand Block::extreme(const Expr& expr, const Scope& scope) {
  if (expr.op == Op::Clamp) {
    return larger(argument(expr, 1), smaller(argument(expr, 0), argument(expr, 2), scope), scope);
  }
  Operand best = argument(expr, 0);
  for (std::size_t i = 1; i < expr.args.size(); ++i) {
    const Operand& next = argument(expr, i);
    best = expr.op == Op::Min ? smaller(best, next, scope) : larger(best, next, scope);
  }
  return best;
}

Operand Block::choose(const Expr& expr, const Scope& scope) {
  const std::size_t first = expr.op == Op::If ? 1 : 0;
  Operand a = argument(expr, first);
  Operand b = argument(expr, first + 1);
  unify(a, b, evaluator_.texts(), scope);
  return expr.op == Op::If ? if_else(argument(expr, 0), a, b, scope) : if_none(a, b, scope);
}

Operand Block::dates(const Expr& expr, const Scope& scope) {
  const Operand& a = argument(expr, 0);
  const Operand& b = argument(expr, 1);
  if (expr.op == Op::DaysBetween) return days_between(a, b, scope);
  if (expr.op == Op::Days) return days_counted(a, b, scope);
  if (expr.op == Op::Months) return months_completed(a, b, scope);
  if (expr.op == Op::Workdays) {
    return workdays_counted(a, b, evaluator_.program().calendar, scope);
  }
  if (expr.op == Op::AddDays) return add_whole_days(a, b, scope);
  return add_whole_months(a, b, scope);
}

}  // namespace kpi::rows
