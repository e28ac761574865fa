#include "score/peers.hpp"

#include <algorithm>
#include <map>

namespace kpi::score {
namespace {

using Members = std::vector<std::size_t>;

/// The members that are compared, by group, the best first; members with equal values in any order.
std::map<std::string, Members> in_order(const Field& field, Direction direction) {
  std::map<std::string, Members> groups;
  for (std::size_t m = 0; m < field.values.size(); ++m) {
    if (field.present[m] && field.values[m].is_number()) groups[field.groups[m]].push_back(m);
  }
  for (auto& [group, members] : groups) {
    std::stable_sort(members.begin(), members.end(), [&](std::size_t a, std::size_t b) {
      const int order = compare(field.values[a].number(), field.values[b].number());
      return direction == Direction::Lower ? order < 0 : order > 0;
    });
  }
  return groups;
}

/// What those get who are not compared: the reason of their own value, or that they stand apart.
std::vector<Value> outside(const Field& field) {
  std::vector<Value> values(field.values.size(), NoneReason::OutOfScope);
  for (std::size_t m = 0; m < values.size(); ++m) {
    if (field.present[m] && field.values[m].is_none()) values[m] = field.values[m];
  }
  return values;
}

/// Calls visit(first, last) for every run of equal values, last excluded.
template <class Visit>
void each_tie(const Field& field, const Members& members, Visit visit) {
  for (std::size_t first = 0; first < members.size();) {
    std::size_t last = first + 1;
    while (last < members.size() && field.values[members[last]] == field.values[members[first]])
      ++last;
    visit(first, last);
    first = last;
  }
}

std::size_t rounded_half_up(const Rational& x) {
  return static_cast<std::size_t>(*round_to_integer(x, RoundMode::HalfUp).to_int64());
}

}  // namespace

std::string group_name(const Value& value) {
  if (value.is_number()) return to_fraction_string(value.number());
  if (value.is_date()) return to_string(value.date());
  if (value.is_datetime()) return to_string(value.datetime());
  if (value.is_bool()) return value.truth() ? "true" : "false";
  return value.text();
}

std::vector<Value> ranks(const Field& field, Direction direction, bool dense) {
  std::vector<Value> values = outside(field);
  for (const auto& group : in_order(field, direction)) {
    const Members& members = group.second;
    std::int64_t different = 0;
    each_tie(field, members, [&](std::size_t first, std::size_t last) {
      ++different;
      const std::int64_t place = dense ? different : static_cast<std::int64_t>(first) + 1;
      for (std::size_t i = first; i < last; ++i)
        values[members[i]] = Rational(place);
    });
  }
  return values;
}

std::vector<std::size_t> cuts_of(const Tiers& tiers, std::size_t count) {
  std::vector<std::size_t> cuts;
  for (const TierRow& row : tiers.rows) {
    const Rational all(static_cast<std::int64_t>(count));
    cuts.push_back(row.is_else ? count : rounded_half_up(all * row.share));
  }
  return cuts;
}

std::size_t row_of_place(const std::vector<std::size_t>& cuts, std::size_t place) {
  std::size_t row = 0;
  while (row + 1 < cuts.size() && place > cuts[row])
    ++row;
  return row;
}

std::vector<Value> ranked_rows(const Field& field, Direction direction, const Tiers& tiers) {
  std::vector<Value> values = outside(field);
  for (const auto& group : in_order(field, direction)) {
    const Members& members = group.second;
    const std::vector<std::size_t> cuts = cuts_of(tiers, members.size());
    each_tie(field, members, [&](std::size_t first, std::size_t last) {
      const std::size_t place = tiers.ties == Ties::Up ? first + 1 : last;
      const TierRow& cell = tiers.rows[row_of_place(cuts, place)];
      for (std::size_t i = first; i < last; ++i) {
        values[members[i]] =
            tiers.result.kind == Kind::Text ? Value(cell.text) : Value(cell.intercept);
      }
    });
  }
  return values;
}

std::vector<Rational> largest_remainder(const Rational& total, const std::vector<Rational>& weights,
                                        const Rational& step) {
  Rational weight;
  for (const Rational& part : weights)
    weight += part;
  const Rational steps = abs(total) / step;
  std::vector<Rational> parts, remainders;
  Rational left = steps;
  for (const Rational& part : weights) {
    const Rational quota = steps * part / weight;
    parts.push_back(round_to_integer(quota, RoundMode::Floor));
    remainders.push_back(quota - parts.back());
    left = left - parts.back();
  }
  std::vector<std::size_t> order(weights.size());
  for (std::size_t i = 0; i < order.size(); ++i)
    order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return remainders[a] > remainders[b]; });
  for (std::size_t i = 0; left.sign() > 0; ++i, left = left - Rational(1))
    parts[order[i]] += Rational(1);
  const Rational sign(total.sign() < 0 ? -1 : 1);
  for (Rational& part : parts)
    part *= step * sign;
  return parts;
}

Division divided(const Value& total, const std::vector<Value>& weights,
                 const std::vector<std::string>& names, const Rational& step) {
  Division division;
  division.parts = weights;
  std::vector<std::size_t> counted;
  std::vector<Rational> numbers;
  Rational all;
  std::optional<NoneReason> open;
  if (total.is_none()) open = total.reason();
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i].is_none()) {
      const NoneReason reason = weights[i].reason();
      if (absorbed_only_by_name(reason)) open = open ? stronger(*open, reason) : reason;
      continue;
    }
    counted.push_back(i);
    numbers.push_back(weights[i].number());
    all += numbers.back();
    if (numbers.back().sign() >= 0) continue;
    division.negative += (division.negative.empty() ? "`" : ", `") + names[i] + "`";
  }
  if (!division.negative.empty()) open = NoneReason::Failed;
  if (!open && all.is_zero()) open = NoneReason::ZeroDenominator;
  if (open) {
    division.parts.assign(weights.size(), *open);
    return division;
  }
  const std::vector<Rational> found = largest_remainder(total.number(), numbers, step);
  for (std::size_t i = 0; i < counted.size(); ++i)
    division.parts[counted[i]] = found[i];
  return division;
}

std::vector<Value> even_unless_weighted(const std::vector<Value>& weights) {
  for (const Value& weight : weights) {
    const bool open = weight.is_none() && absorbed_only_by_name(weight.reason());
    const bool counts = weight.is_number() && !weight.number().is_zero();
    if (open || counts) return weights;
  }
  return std::vector<Value>(weights.size(), Rational(1));
}

Division parts_of_pool(const Value& pool, const std::vector<Value>& amounts,
                       const std::vector<std::string>& names, const Rational& step) {
  Rational sum;
  std::optional<NoneReason> open;
  if (pool.is_none()) open = pool.reason();
  for (const Value& amount : amounts) {
    if (amount.is_number()) sum += amount.number();
    const bool waits = amount.is_none() && absorbed_only_by_name(amount.reason());
    if (waits) open = open ? stronger(*open, amount.reason()) : amount.reason();
  }
  if (open) return {std::vector<Value>(amounts.size(), *open), {}};
  const Rational most = std::max(pool.number(), Rational(0));
  if (sum <= most) return {amounts, {}};
  return divided(most, amounts, names, step);
}

}  // namespace kpi::score
