#include <algorithm>

#include "base/check.hpp"
#include "exec/states.hpp"

// From what was seen to the value of an aggregate.

namespace kpi::exec {

bool States::any_row(SlotRange ranks) const {
  for (std::uint32_t rank = ranks.begin; rank < ranks.end; ++rank) {
    if (states_[rank].rows > 0) return true;
  }
  return false;
}

bool States::has_failed(SlotRange ranks) const {
  const auto found = failed_.lower_bound(ranks.begin);
  return found != failed_.end() && *found < ranks.end;
}

States::State States::total(SlotRange ranks, Rational& beyond) const {
  State all;
  const bool sums = kind_ == AggregateKind::Sum || kind_ == AggregateKind::Avg;
  for (std::uint32_t rank = ranks.begin; rank < ranks.end; ++rank) {
    const State& state = states_[rank];
    Int128 sum = 0;
    if (sums && __builtin_add_overflow(all.value, state.value, &sum)) {
      beyond += Rational::from_int128(all.value);
      sum = state.value;
    }
    if (sums) {
      all.value = sum;
    } else if (state.values > 0) {
      keep_extreme(all, state.value);
    }
    all.rows += state.rows;
    all.values += state.values;
  }
  for (auto at = beyond_.lower_bound(ranks.begin); at != beyond_.end() && at->first < ranks.end;
       ++at) {
    beyond += at->second;
  }
  return all;
}

Rational States::number(Int128 value) const {
  const Rational number = Rational::from_decimal(value, scale_);
  return parts_ == 1 ? number : number / Rational(parts_);
}

Value States::to_value(const Program& program, const table::Dataset& data, Int128 value,
                       const Type& type) const {
  const auto code = static_cast<std::int64_t>(value);
  switch (type.kind) {
    case Kind::Number: return number(value);
    case Kind::Period: return Rational(code);
    case Kind::Date: return Date{static_cast<std::int32_t>(code)};
    case Kind::DateTime: return DateTime{code};
    case Kind::Bool: return Value::boolean(code != 0);
    case Kind::Text: return std::string(dictionary_->text(code));
    case Kind::Link: {
      const ColumnId key = program.tables[type.link].key;
      if (code < 0 || !key) return NoneReason::NullInput;
      return table::cell_text(program, data, type.link, key, static_cast<std::size_t>(code));
    }
    case Kind::Error: break;
  }
  KPI_CHECK(false && "value without a kind");
  return {};
}

/// Some value is there.
Value States::statistic(SlotRange ranks) const {
  if (keeps_moments_) {
    Moments moments = moments_.of(ranks);
    if (kind_ == AggregateKind::Corr) return corr_of(moments);
    const Rational unit = number(1);  // the root is rounded in the value's own unit
    moments.x *= unit;
    moments.xx *= unit * unit;
    return stddev_of(kind_, moments);
  }
  std::vector<Int128> mantissas = kept_.of(ranks);
  const auto count = static_cast<std::int64_t>(mantissas.size());
  const std::int64_t left_out = how_.top > 0 ? std::max<std::int64_t>(count - how_.top, 0) : 0;
  mantissas.erase(mantissas.begin(), mantissas.begin() + left_out);
  const auto at = [&](std::size_t i) { return number(mantissas[i]); };
  if (kind_ == AggregateKind::Percentile) return percentile_of(count - left_out, how_.fraction, at);
  if (kind_ == AggregateKind::Min) return at(0);
  if (kind_ == AggregateKind::Max) return at(mantissas.size() - 1);
  std::vector<Rational> values;
  for (std::size_t i = 0; i < mantissas.size(); ++i)
    values.push_back(at(i));
  if (kind_ == AggregateKind::Stddev || kind_ == AggregateKind::StddevAll) {
    return statistic_of(kind_, how_.fraction, std::move(values));
  }
  Rational sum;
  for (const Rational& value : values)
    sum += value;
  return kind_ == AggregateKind::Sum ? sum : sum / Rational(count - left_out);
}

Outcome States::finish_only(const Program& program, const table::Dataset& data, SlotRange ranks,
                            const State& all, const Type& type) const {
  Outcome outcome;
  const std::int64_t matched = skipping_none_ ? all.values : all.rows;
  outcome.rows = matched;
  if (matched == 0) {
    outcome.value = all.rows == 0 ? NoneReason::NoRow : NoneReason::NullInput;
  } else if (matched == 1) {
    outcome.value =
        all.values == 1 ? to_value(program, data, all.value, type) : Value(NoneReason::NullInput);
  } else {
    std::vector<std::int64_t> rows;
    for (std::uint32_t rank = ranks.begin; rank < ranks.end; ++rank) {
      if (first_rows_[rank].first >= 0) rows.push_back(first_rows_[rank].first);
      if (first_rows_[rank].second >= 0) rows.push_back(first_rows_[rank].second);
    }
    std::partial_sort(rows.begin(), rows.begin() + 2, rows.end());
    outcome.value = NoneReason::Failed;
    outcome.conflict = OnlyConflict::Rows;
    outcome.first_row = static_cast<std::size_t>(rows[0]);
    outcome.second_row = static_cast<std::size_t>(rows[1]);
  }
  return outcome;
}

Outcome States::finish(const Program& program, const table::Dataset& data, SlotRange ranks,
                       const Type& type) const {
  Rational beyond;
  const State all = total(ranks, beyond);
  Outcome outcome;
  outcome.rows = skipping_none_ ? all.values : all.rows;
  if (has_failed(ranks)) {
    outcome.value = NoneReason::Failed;
    return outcome;
  }
  if (kind_ == AggregateKind::Count) {
    outcome.value = Rational(all.values);
    return outcome;
  }
  if (kind_ == AggregateKind::CountDistinct) {
    outcome.value = Rational(distinct_.distinct(ranks));
    return outcome;
  }
  if (kind_ == AggregateKind::Only) return finish_only(program, data, ranks, all, type);
  if (all.rows == 0) {
    outcome.value = kind_ == AggregateKind::Sum ? Value(Rational(0)) : Value(NoneReason::NoRows);
  } else if (all.values == 0 || (!skipping_none_ && all.values < all.rows)) {
    outcome.value = NoneReason::NullInput;
  } else if (keeps_values_ || keeps_moments_) {
    outcome.value = statistic(ranks);
  } else if (kind_ == AggregateKind::Min || kind_ == AggregateKind::Max) {
    outcome.value = to_value(program, data, all.value, type);
  } else {
    Rational sum = number(all.value);
    if (!beyond.is_zero()) sum += beyond * power_of_ten(-scale_) / Rational(parts_);
    outcome.value = kind_ == AggregateKind::Sum ? sum : sum / Rational(all.values);
  }
  return outcome;
}

}  // namespace kpi::exec
