#include <algorithm>

#include "base/check.hpp"
#include "reference/value.hpp"

/// What every operation means on exact values, written again from the language's rules.
namespace kpi::reference {
namespace {

bool is_inside(const TierRange& range, const Value& value) {
  if (!is_number(value)) return !range.key || *range.key == text_of(value);
  const Number& x = number_of(value);
  if (range.low) {
    const Number low = exact(*range.low);
    if (x < low || (x == low && !range.low_included)) return false;
  }
  if (range.high) {
    const Number high = exact(*range.high);
    if (x > high || (x == high && !range.high_included)) return false;
  }
  return true;
}

/// So many times each argument, and something.
Value cell_of(const Tiers& tiers, const TierRow& row, const std::vector<Value>& args) {
  if (tiers.result.kind == Kind::Text) return row.text;
  Number total = exact(row.intercept);
  if (is_number(args[0])) total += exact(row.slope) * number_of(args[0]);
  if (args.size() > 1 && is_number(args[1])) {
    total += exact(row.second_slope) * number_of(args[1]);
  }
  return total;
}

std::optional<Value> cell_in(const Tiers& tiers, const std::vector<TierRow>& rows,
                             const std::vector<Value>& args) {
  const auto second = [&](const TierRow& row) {
    return args.size() < 2 || is_inside(row.second, args[1]);
  };
  for (const TierRow& row : rows) {
    if (!row.is_else && is_inside(row, args[0]) && second(row)) return cell_of(tiers, row, args);
  }
  for (const TierRow& row : rows) {
    if (row.is_else && second(row)) return cell_of(tiers, row, args);
  }
  return std::nullopt;
}

/// The part of a row between 0 and x, each at the row's own rate; counted backwards below 0.
Number slice_by_slice(const Tiers& tiers, const Number& x) {
  const Number first = std::min(x, Number(0));
  const Number last = std::max(x, Number(0));
  Number total = 0;
  for (const TierRow& row : tiers.rows) {
    const Number low = row.low ? std::max(exact(*row.low), first) : first;
    const Number high = row.high ? std::min(exact(*row.high), last) : last;
    if (low < high) total += (high - low) * exact(row.intercept);
  }
  return x < 0 ? Number(-total) : total;
}

/// A straight line from each point to the next, held outside.
Number between_points(const Tiers& tiers, const Number& x) {
  const std::vector<TierRow>& points = tiers.rows;
  if (x <= exact(*points.front().low)) return exact(points.front().intercept);
  for (std::size_t i = 1; i < points.size(); ++i) {
    const Number right = exact(*points[i].low);
    if (x > right) continue;
    const Number left = exact(*points[i - 1].low);
    const Number from = exact(points[i - 1].intercept);
    const Number to = exact(points[i].intercept);
    return from + (to - from) * (x - left) / (right - left);
  }
  return exact(points.back().intercept);
}

Value zero_target(const Number& actual, const Better& better) {
  if (!better.zero_target) return NoneReason::ZeroTarget;
  const bool met = better.direction == Direction::Lower ? actual <= 0 : actual >= 0;
  if (met) return exact(*better.zero_target);
  return better.zero_target_else ? exact(*better.zero_target_else) : Number(0);
}

/// 100 % where the target is met, and as far away as the actual is, in targets.
Number linear(const Number& actual, const Number& target, Direction direction) {
  const Number size = target < 0 ? Number(-target) : target;
  const Number beyond = (actual - target) / size;
  return direction == Direction::Lower ? Number(1 - beyond) : Number(1 + beyond);
}

Value inside(const Number& x, const Better& better) {
  const Number low = exact(better.within_low), high = exact(better.within_high);
  const Number none_below = exact(better.zero_low), none_above = exact(better.zero_high);
  if (low <= x && x <= high) return whole(1);
  if (x <= none_below || x >= none_above) return whole(0);
  if (x < low) return Number((x - none_below) / (low - none_below));
  return Number((none_above - x) / (none_above - high));
}

Value growth(const Expr& expr, const Number& value, const Number& base) {
  if (base == 0) return NoneReason::ZeroBase;
  if (base > 0) return Number((value - base) / base);
  if (!expr.is_signed) return NoneReason::NegativeBase;
  return Number((value - base) / Number(-base));
}

bool is_ratio(const Type& type) {
  return type.unit.quantity == Quantity::Ratio && !type.unit.per;
}

Value quotient(const Expr& expr, const Number& top, const Number& bottom) {
  if (bottom == 0) return NoneReason::ZeroDenominator;
  // like units make a ratio, and a ratio of something negative says nothing
  if (bottom < 0 && is_ratio(expr.type) && !expr.is_signed) return NoneReason::NegativeDenominator;
  return Number(top / bottom);
}

bool is_comparison(Op op) {
  return op == Op::Less || op == Op::LessEqual || op == Op::Greater || op == Op::GreaterEqual ||
         op == Op::Equal || op == Op::NotEqual;
}

bool holds(Op op, int order) {
  if (op == Op::Less) return order < 0;
  if (op == Op::LessEqual) return order <= 0;
  if (op == Op::Greater) return order > 0;
  if (op == Op::GreaterEqual) return order >= 0;
  return op == Op::Equal ? order == 0 : order != 0;
}

Date date_of_moment(DateTime moment) {
  constexpr std::int64_t kDay = 24 * 60 * 60;
  std::int64_t days = moment.seconds / kDay;
  while (days * kDay > moment.seconds)
    --days;
  return Date{static_cast<std::int32_t>(days)};
}

bool has_day(const std::vector<Date>& days, Date day) {
  return std::find(days.begin(), days.end(), day) != days.end();
}

/// Day by day; backwards every day between takes one away. A day of which the holidays say nothing
/// leaves the count open.
Value workdays_between(const Calendar& calendar, Date first, Date last) {
  const bool backwards = last < first;
  const Date begin = backwards ? Date{last.days + 1} : first;
  const Date end = backwards ? Date{first.days - 1} : last;
  std::int64_t count = 0;
  for (Date day = begin; day <= end; ++day.days) {
    if (calendar.workdays && !calendar.workdays->known.contains(day)) return NoneReason::NoData;
    if (is_worked(day, calendar)) ++count;
  }
  return whole(backwards ? -count : count);
}

/// The day so many days or months later; failed where that is no whole number or far outside.
Value later(Op op, Date day, const Number& number) {
  constexpr std::int64_t kMostDays = 3'652'059;  // 0001-01-01 to 9999-12-31
  const auto count = plain(number).to_int64();
  if (!count || *count > kMostDays || *count < -kMostDays) return NoneReason::Failed;
  const int so_many = static_cast<int>(*count);
  if (op == Op::AddMonths && !has_months_later(day, so_many)) return NoneReason::Failed;
  const Date moved = op == Op::AddMonths ? add_months(day, so_many) : Date{day.days + so_many};
  if (moved < kFirstDay || kLastDay < moved) return NoneReason::Failed;
  return moved;
}

/// All arguments are there.
// One line per operation. NOLINTNEXTLINE(readability-function-size)
Value computed(const Program& program, const Expr& expr, const std::vector<Value>& args) {
  if (is_comparison(expr.op)) return truth(holds(expr.op, order_of(args[0], args[1])));
  const auto number = [&](std::size_t i) { return number_of(args[i]); };
  switch (expr.op) {
    case Op::Add: return Number(number(0) + number(1));
    case Op::Subtract:
    case Op::Change: return Number(number(0) - number(1));
    case Op::Multiply: return Number(number(0) * number(1));
    case Op::Divide:
    case Op::Share: return quotient(expr, number(0), number(1));
    case Op::Negate: return Number(-number(0));
    case Op::Growth: return growth(expr, number(0), number(1));
    case Op::Clamp: return std::max(number(1), std::min(number(0), number(2)));
    case Op::Round: return rounded(number(0), *expr.round);
    case Op::Not: return truth(!is_true(args[0]));
    case Op::DaysBetween: return whole(date_of(args[0]).days - date_of(args[1]).days);
    case Op::HoursBetween:
      return Number(moment_of(args[1]).seconds - moment_of(args[0]).seconds) / Number(60 * 60);
    case Op::DayOf: return date_of_moment(moment_of(args[0]));
    case Op::Days: {
      const auto apart = date_of(args[1]).days - date_of(args[0]).days;
      return whole(apart < 0 ? apart - 1 : apart + 1);
    }
    case Op::Workdays:
      return workdays_between(program.calendar, date_of(args[0]), date_of(args[1]));
    case Op::Months: return whole(months_between(date_of(args[0]), date_of(args[1])));
    case Op::AddDays:
    case Op::AddMonths: return later(expr.op, date_of(args[0]), number(1));
    case Op::Sqrt:
      return number(0) < 0 ? Value(NoneReason::NegativeBase) : Value(root_of(number(0)));
    case Op::Tiers: return tiers_of(program.tiers[expr.tiers], args);
    case Op::Min:
    case Op::Max: break;
    case Op::Error:
    case Op::Constant:
    case Op::Column:
    case Op::Convert:
    case Op::PeriodStart:
    case Op::PeriodEnd:
    case Op::PeriodShare:
    case Op::Less:
    case Op::LessEqual:
    case Op::Greater:
    case Op::GreaterEqual:
    case Op::Equal:
    case Op::NotEqual:
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
  KPI_CHECK(expr.op == Op::Min || expr.op == Op::Max);
  Value best = args[0];
  for (const Value& arg : args) {
    const int order = order_of(arg, best);
    if (expr.op == Op::Min ? order < 0 : order > 0) best = arg;
  }
  return best;
}

/// False decides `and`, true decides `or`; nothing else does while a part is open.
Value joined(Op op, const std::vector<Value>& args) {
  const bool deciding = op == Op::Or;
  for (const Value& arg : args) {
    if (!is_none(arg) && is_true(arg) == deciding) return truth(deciding);
  }
  if (const auto open = strongest_reason(args)) return *open;
  return truth(!deciding);
}

bool absorbs(const Expr& expr, NoneReason reason) {
  if (expr.reason) return *expr.reason == reason;
  return reason != NoneReason::NoData && reason != NoneReason::NullInput &&
         reason != NoneReason::NoVersion;
}

}  // namespace

bool is_worked(Date day, const Calendar& calendar) {
  const bool weekend = weekday(day) > 5;
  if (!calendar.workdays) return !weekend;
  return weekend ? has_day(calendar.workdays->worked, day) : !has_day(calendar.workdays->off, day);
}

Value operation(const Program& program, const Expr& expr, const std::vector<Value>& args) {
  if (expr.op == Op::And || expr.op == Op::Or) return joined(expr.op, args);
  if (expr.op == Op::IsNone || expr.op == Op::IsPresent) {
    const bool none = is_none(args[0]) && (!expr.reason || *expr.reason == reason_of(args[0]));
    return truth(none == (expr.op == Op::IsNone));
  }
  if (expr.op == Op::IfNone) {
    return is_none(args[0]) && absorbs(expr, reason_of(args[0])) ? args[1] : args[0];
  }
  if (expr.op == Op::If) {
    if (is_none(args[0])) return args[0];
    return is_true(args[0]) ? args[1] : args[2];
  }
  if (const auto reason = strongest_reason(args)) return *reason;
  return computed(program, expr, args);
}

bool is_failed(const Value& value) {
  return is_none(value) && reason_of(value) == NoneReason::Failed;
}

/// What a part that failed, for want of a rate, leaves open: everything another part does not
/// decide.
bool fails(Op op, const std::vector<Value>& args) {
  if (std::none_of(args.begin(), args.end(), is_failed)) return false;
  const auto is_false = [](const Value& value) { return !is_failed(value) && !is_true(value); };
  if (op == Op::And) return std::none_of(args.begin(), args.end(), is_false);
  if (op == Op::Or) return std::none_of(args.begin(), args.end(), is_true);
  if (op == Op::If) return is_failed(args[0]) || is_failed(args[is_true(args[0]) ? 1 : 2]);
  if (op == Op::IfNone) return is_failed(args[0]) || (is_none(args[0]) && is_failed(args[1]));
  return true;
}

Value row_operation(const Program& program, const Expr& expr, const std::vector<Value>& args) {
  const Op op = expr.op;
  if (fails(op, args)) return NoneReason::Failed;
  if (op == Op::And) return truth(std::all_of(args.begin(), args.end(), is_true));
  if (op == Op::Or) return truth(std::any_of(args.begin(), args.end(), is_true));
  if (op == Op::Not) return truth(!is_true(args[0]));
  if (op == Op::IsPresent) return truth(!is_none(args[0]));
  if (op == Op::IsNone) return truth(is_none(args[0]));
  if (op == Op::IfNone) return is_none(args[0]) ? args[1] : args[0];
  if (op == Op::If) return is_true(args[0]) ? args[1] : args[2];
  const bool absent = std::any_of(args.begin(), args.end(), is_none);
  if (absent) return is_comparison(op) ? truth(false) : Value(NoneReason::NullInput);
  if (op == Op::Divide) {
    if (number_of(args[1]) == 0) return NoneReason::NullInput;
    return Number(number_of(args[0]) / number_of(args[1]));
  }
  const Value value = computed(program, expr, args);
  return is_none(value) ? Value(NoneReason::NullInput) : value;  // the root of a negative number
}

Value tiers_of(const Tiers& tiers, const std::vector<Value>& args) {
  if (const auto reason = strongest_reason(args)) return *reason;
  if (tiers.kind == TierKind::Marginal) {
    return rounded(Value(slice_by_slice(tiers, number_of(args[0]))), tiers.round);
  }
  const bool points = tiers.kind == TierKind::Interpolated;
  const auto cell = cell_in(tiers, points ? tiers.outside : tiers.rows, args);
  if (cell) return rounded(*cell, tiers.round);
  KPI_CHECK(points);  // check proved that the rows cover every value
  return rounded(Value(between_points(tiers, number_of(args[0]))), tiers.round);
}

Value attainment_of(const Value& actual, const Value& target, const Better& better) {
  if (better.direction == Direction::Within) {
    return is_none(actual) ? actual : inside(number_of(actual), better);
  }
  if (const auto reason = strongest_reason({actual, target})) return *reason;
  const Number& a = number_of(actual);
  const Number& t = number_of(target);
  const bool lower = better.direction == Direction::Lower;
  if (t == 0) return zero_target(a, better);
  if (lower ? better.method == LowerMethod::Linear : better.linear && t < 0) {
    return linear(a, t, better.direction);
  }
  if (t < 0) return NoneReason::NegativeTarget;
  if (!lower) return Number(a / t);
  if (a > 0) return Number(t / a);
  return better.at_zero ? Value(exact(*better.at_zero)) : Value(NoneReason::ZeroDenominator);
}

}  // namespace kpi::reference
