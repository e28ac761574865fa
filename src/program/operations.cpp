#include "program/operations.hpp"

#include <algorithm>

#include "program/statistics.hpp"

namespace kpi {
namespace {

/// The absent argument that decides, if any argument is absent.
std::optional<NoneReason> first_none(const std::vector<Value>& args) {
  std::optional<NoneReason> reason;
  for (const Value& arg : args) {
    if (!arg.is_none()) continue;
    reason = reason ? stronger(*reason, arg.reason()) : arg.reason();
  }
  return reason;
}

/// A quotient is a ratio of like things when its unit is: only then has the sign a meaning.
Value divide(const Expr& expr, const Rational& numerator, const Rational& denominator) {
  if (denominator.is_zero()) return NoneReason::ZeroDenominator;
  const bool like_units = expr.type.unit.quantity == Quantity::Ratio && !expr.type.unit.per;
  if (like_units && denominator.sign() < 0 && !expr.is_signed) {
    return NoneReason::NegativeDenominator;
  }
  return numerator / denominator;
}

int compare_values(const Value& a, const Value& b) {
  if (a.is_number()) return compare(a.number(), b.number());
  if (a.is_text()) return a.text().compare(b.text());
  if (a.is_date()) return a.date().days - b.date().days;
  if (a.is_datetime())
    return a.datetime() == b.datetime() ? 0 : a.datetime() < b.datetime() ? -1 : 1;
  return static_cast<int>(a.truth()) - static_cast<int>(b.truth());
}

bool holds(Op op, int order) {
  if (op == Op::Less) return order < 0;
  if (op == Op::LessEqual) return order <= 0;
  if (op == Op::Greater) return order > 0;
  if (op == Op::GreaterEqual) return order >= 0;
  if (op == Op::Equal) return order == 0;
  return order != 0;
}

/// `and` is decided by one false, `or` by one true, whatever the others are.
Value apply_logic(Op op, const std::vector<Value>& args) {
  const bool deciding = op == Op::Or;
  for (const Value& arg : args) {
    if (arg.is_bool() && arg.truth() == deciding) return Value::boolean(deciding);
  }
  if (const auto reason = first_none(args)) return *reason;
  return Value::boolean(!deciding);
}

Value apply_if_none(const Expr& expr, const std::vector<Value>& args) {
  if (!args[0].is_none()) return args[0];
  const NoneReason reason = args[0].reason();
  const bool absorbs = expr.reason ? reason == *expr.reason : !absorbed_only_by_name(reason);
  return absorbs ? args[1] : args[0];
}

Value apply_is_none(const Expr& expr, const Value& arg) {
  const bool none = arg.is_none() && (!expr.reason || arg.reason() == *expr.reason);
  return Value::boolean(expr.op == Op::IsNone ? none : !none);
}

Value extreme(Op op, const std::vector<Value>& args) {
  const Value* best = &args[0];
  for (const Value& arg : args) {
    const int order = compare_values(arg, *best);
    if (op == Op::Min ? order < 0 : order > 0) best = &arg;
  }
  return *best;
}

Value days_as_number(std::int64_t days) {
  return Rational(days);
}

Value apply_dates(Op op, const std::vector<Value>& args) {
  const Date a = args[0].date();
  if (op == Op::AddDays || op == Op::AddMonths) {
    const auto count = args[1].number().to_int64();
    constexpr std::int64_t kMostDays = 3'652'059;  // 0001-01-01 to 9999-12-31
    if (!count || *count > kMostDays || *count < -kMostDays) return NoneReason::Failed;
    const int so_many = static_cast<int>(*count);
    if (op == Op::AddMonths && !has_months_later(a, so_many)) return NoneReason::Failed;
    const Date later = op == Op::AddMonths ? add_months(a, so_many) : Date{a.days + so_many};
    const bool known = kFirstDay <= later && later <= kLastDay;
    return known ? Value(later) : Value(NoneReason::Failed);
  }
  const Date b = args[1].date();
  if (op == Op::DaysBetween) return days_as_number(a.days - b.days);
  if (op == Op::Days) return days_as_number(b.days - a.days + (b < a ? -1 : 1));
  return days_as_number(months_between(a, b));
}

/// Days of which the holidays say nothing are not counted as if they did.
Value workdays_of(const Calendar& calendar, DateRange days) {
  if (!knows_workdays(days, calendar)) return NoneReason::NoData;
  return Rational(count_workdays(days, calendar));
}

Value hours_between(DateTime from, DateTime to) {
  return Rational::fraction(to.seconds - from.seconds, kSecondsPerHour);
}

/// Nothing has a negative square.
Value root_of(const Rational& x) {
  if (x.sign() < 0) return NoneReason::NegativeBase;
  return square_root(x, kRootDigits);
}

/// All arguments are present.
// One line per operation. NOLINTNEXTLINE(readability-function-size)
Value apply_present(const Program& program, const Expr& expr, const std::vector<Value>& args) {
  switch (expr.op) {
    case Op::Add: return args[0].number() + args[1].number();
    case Op::Subtract: return args[0].number() - args[1].number();
    case Op::Multiply: return args[0].number() * args[1].number();
    case Op::Divide:
    case Op::Share: return divide(expr, args[0].number(), args[1].number());
    case Op::Negate: return -args[0].number();
    case Op::DaysBetween:
    case Op::AddDays:
    case Op::AddMonths:
    case Op::Months:
    case Op::Days: return apply_dates(expr.op, args);
    case Op::Workdays: return workdays_of(program.calendar, {args[0].date(), args[1].date()});
    case Op::HoursBetween: return hours_between(args[0].datetime(), args[1].datetime());
    case Op::DayOf: return day_of(args[0].datetime());
    case Op::Less:
    case Op::LessEqual:
    case Op::Greater:
    case Op::GreaterEqual:
    case Op::Equal:
    case Op::NotEqual: return Value::boolean(holds(expr.op, compare_values(args[0], args[1])));
    case Op::Not: return Value::boolean(!args[0].truth());
    case Op::Min:
    case Op::Max: return extreme(expr.op, args);
    case Op::Clamp: return std::max(args[1].number(), std::min(args[0].number(), args[2].number()));
    case Op::Round: return round_to_step(args[0].number(), expr.round->step, expr.round->mode);
    case Op::Sqrt: return root_of(args[0].number());
    case Op::Tiers: return apply_tiers(program.tiers[expr.tiers], args);
    case Op::Growth: return growth_of(expr, args[0], args[1]);
    case Op::Change: return args[0].number() - args[1].number();
    case Op::Error:
    case Op::Constant:
    case Op::Column:
    case Op::Convert:
    case Op::PeriodStart:
    case Op::PeriodEnd:
    case Op::PeriodShare:
    case Op::And:
    case Op::Or:
    case Op::IsPresent:
    case Op::IsNone:
    case Op::IfNone:
    case Op::If:
    case Op::Aggregate:
    case Op::OverUnits:
    case Op::OverPeople:
    case Op::GroupValue:
    case Op::Metric:
    case Op::Target:
    case Op::Baseline:
    case Op::Stretch:
    case Op::Attainment:
    case Op::LineValue:
    case Op::Score:
    case Op::Grade:
    case Op::Payout:
    case Op::Points:
    case Op::Rank:
    case Op::Ranked:
    case Op::Streak:
    case Op::Allocate:
    case Op::Versions:
    case Op::Held:
    case Op::Carried:
    case Op::Paid: break;
  }
  KPI_CHECK(false && "operation needs a context");
  return NoneReason::Failed;
}

}  // namespace

bool lengthens(Op op) {
  return op == Op::Add || op == Op::Subtract || op == Op::Multiply || op == Op::Divide ||
         op == Op::Growth || op == Op::Change;
}

Value apply(const Program& program, const Expr& expr, const std::vector<Value>& args) {
  if (expr.op == Op::And || expr.op == Op::Or) return apply_logic(expr.op, args);
  if (expr.op == Op::IsPresent || expr.op == Op::IsNone) return apply_is_none(expr, args[0]);
  if (expr.op == Op::IfNone) return apply_if_none(expr, args);
  if (expr.op == Op::If) {
    if (args[0].is_none()) return args[0];
    return args[0].truth() ? args[1] : args[2];
  }
  if (const auto reason = first_none(args)) return *reason;
  return apply_present(program, expr, args);
}

Value publish(const Value& value, const std::optional<RoundSpec>& round) {
  if (!round || !value.is_number()) return value;
  return round_to_step(value.number(), round->step, round->mode);
}

Value growth_of(const Expr& expr, const Value& value, const Value& base) {
  if (value.is_none() && base.is_none()) return stronger(value.reason(), base.reason());
  if (value.is_none()) return value;
  if (base.is_none()) return base;
  if (base.number().is_zero()) return NoneReason::ZeroBase;
  if (base.number().sign() < 0 && !expr.is_signed) return NoneReason::NegativeBase;
  return (value.number() - base.number()) / abs(base.number());
}

}  // namespace kpi
