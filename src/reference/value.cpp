#include "reference/value.hpp"

#include <algorithm>

namespace kpi::reference {
namespace {

using Integer = boost::multiprecision::number<boost::multiprecision::cpp_int_backend<>,
                                              boost::multiprecision::et_off>;

Integer numerator_of(const Number& number) {
  return Integer(numerator(number));
}
Integer denominator_of(const Number& number) {
  return Integer(denominator(number));
}

/// The largest whole number that is not above.
Integer floor_of(const Number& number) {
  const Integer top = numerator_of(number);
  const Integer bottom = denominator_of(number);
  const Integer quotient = top / bottom;
  const bool cut_upwards = top < 0 && quotient * bottom != top;
  return cut_upwards ? Integer(quotient - 1) : quotient;
}

Integer whole_number(const Number& number, RoundMode mode) {
  const Integer below = floor_of(number);
  const Number rest = number - Number(below);
  if (rest == 0) return below;
  const Integer above = below + 1;
  const bool negative = number < 0;
  const Number half(1, 2);
  switch (mode) {
    case RoundMode::Floor: return below;
    case RoundMode::Ceil: return above;
    case RoundMode::Up: return negative ? below : above;
    case RoundMode::Down: return negative ? above : below;
    case RoundMode::HalfUp:
      if (rest == half) return negative ? below : above;
      break;
    case RoundMode::HalfEven:
      if (rest == half) return below % 2 == 0 ? below : above;
      break;
  }
  return rest < half ? below : above;
}

Rational decimal(const Integer& number) {
  return *Rational::parse_decimal(number.str());
}

}  // namespace

Value whole(std::int64_t number) {
  return Value(Number(number));
}

Value truth(bool is_so) {
  return Value(std::in_place_type<bool>, is_so);
}

Number exact(const Rational& number) {
  if (const auto small = number.to_int64()) return Number(*small);
  return Number(to_fraction_string(number));
}

Rational plain(const Number& number) {
  return decimal(numerator_of(number)) / decimal(denominator_of(number));
}

Value exact(const kpi::Value& value) {
  if (value.is_none()) return value.reason();
  if (value.is_number()) return exact(value.number());
  if (value.is_text()) return value.text();
  if (value.is_bool()) return truth(value.truth());
  if (value.is_datetime()) return value.datetime();
  return value.date();
}

kpi::Value plain(const Value& value) {
  if (is_none(value)) return reason_of(value);
  if (is_number(value)) return plain(number_of(value));
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* is_so = std::get_if<bool>(&value)) return kpi::Value::boolean(*is_so);
  if (std::holds_alternative<DateTime>(value)) return moment_of(value);
  return date_of(value);
}

Number rounded(const Number& number, const RoundSpec& round) {
  const Number step = exact(round.step);
  return Number(whole_number(number / step, round.mode)) * step;
}

Value rounded(const Value& value, const std::optional<RoundSpec>& round) {
  if (!round || !is_number(value)) return value;
  return rounded(number_of(value), *round);
}

/// Of the two neighbours with 18 digits the one whose middle the number does not reach.
Number root_of(const Number& number) {
  const Integer unit = boost::multiprecision::pow(Integer(10), 18);
  Integer low = 0;
  Integer high = unit;
  while (Number(high * high) <= number * Number(unit * unit))
    high *= 2;
  while (high - low > 1) {
    const Integer middle = (low + high) / 2;
    const bool fits = Number(middle * middle) <= number * Number(unit * unit);
    (fits ? low : high) = middle;
  }
  const Number half = Number(low) + Number(1, 2);
  return Number(half * half <= number * Number(unit * unit) ? high : low) / Number(unit);
}

int order_of(const Value& a, const Value& b) {
  if (is_number(a)) return number_of(a).compare(number_of(b));
  if (std::holds_alternative<DateTime>(a)) {
    const std::int64_t later = moment_of(a).seconds - moment_of(b).seconds;
    return later == 0 ? 0 : later < 0 ? -1 : 1;
  }
  if (std::holds_alternative<Date>(a)) return date_of(a).days - date_of(b).days;
  if (const auto* text = std::get_if<std::string>(&a)) return text->compare(text_of(b));
  return static_cast<int>(is_true(a)) - static_cast<int>(is_true(b));
}

std::optional<NoneReason> strongest_reason(const std::vector<Value>& values) {
  std::optional<NoneReason> strongest;
  for (const Value& value : values) {
    if (!is_none(value)) continue;
    const NoneReason reason = reason_of(value);
    strongest = strongest ? std::min(*strongest, reason) : reason;
  }
  return strongest;
}

Value sum_of_expected(std::vector<Value> parts, NoneReason none) {
  const auto unexpected = [](const Value& part) {
    return is_none(part) && reason_of(part) == NoneReason::OutOfScope;
  };
  parts.erase(std::remove_if(parts.begin(), parts.end(), unexpected), parts.end());
  if (parts.empty()) return none;
  if (const auto reason = strongest_reason(parts)) return *reason;
  Number sum = 0;
  for (const Value& part : parts)
    sum += number_of(part);
  return sum;
}

}  // namespace kpi::reference
