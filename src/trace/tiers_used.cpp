#include <algorithm>

#include "program/operations.hpp"
#include "trace/tracer.hpp"

/// The row of a table that held, as the author wrote it.
namespace kpi::trace {
namespace {

/// Each slice between 0 and the argument, with its rate.
void add_slices(const Tiers& tiers, const Rational& x, TiersUsed& used) {
  const Rational zero(0);
  const Rational& from = x < zero ? x : zero;
  const Rational& to = x < zero ? zero : x;
  for (const TierRow& row : tiers.rows) {
    const Rational low = row.low ? std::max(*row.low, from) : from;
    const Rational high = row.high ? std::min(*row.high, to) : to;
    if (low >= high) continue;
    const Rational width = x < zero ? low - high : high - low;
    used.slices.push_back({width, row.intercept});
  }
}

/// The row in which the argument itself lies; at 0 the slice that begins there.
const TierRow* slice_at(const Tiers& tiers, const Rational& x) {
  for (const TierRow& row : tiers.rows) {
    const bool begun = !row.low || *row.low <= x;
    const bool over = row.high && x >= *row.high;
    if (begun && !over) return &row;
  }
  return nullptr;
}

TiersUsed::Point point_of(const TierRow& row) {
  return {*row.low, row.intercept};
}

void add_points(const Tracer& tracer, const Tiers& tiers, const Rational& x, TiersUsed& used) {
  const auto right = std::find_if(tiers.rows.begin(), tiers.rows.end(),
                                  [&](const TierRow& point) { return *point.low >= x; });
  const bool beyond = right == tiers.rows.end();
  const bool on_point = !beyond && *right->low == x;
  const bool before = !beyond && !on_point && right == tiers.rows.begin();
  const TierRow& left = beyond               ? tiers.rows.back()
                        : on_point || before ? *right
                                             : *std::prev(right);
  used.row = tracer.words_of(left.span);
  used.place = tracer.place_of(left.span);
  used.left = point_of(left);
  if (beyond || on_point || before) return;
  used.upto = tracer.words_of(right->span);
  used.right = point_of(*right);
}

void add_row(const Tracer& tracer, const TierRow* row, bool computes, TiersUsed& used) {
  if (row == nullptr) return;
  used.row = tracer.words_of(row->span);
  used.place = tracer.place_of(row->span);
  if (!computes || row->slope.is_zero() || !row->second_slope.is_zero()) return;
  used.slope = row->slope;
  used.intercept = row->intercept;
}

}  // namespace

TiersUsed tiers_used(const Tracer& tracer, const Tiers& tiers, const std::vector<Value>& args) {
  TiersUsed used;
  used.name = tiers.name;
  used.kind = tiers.kind;
  if (tiers.kind == TierKind::Whole) {
    add_row(tracer, row_held(tiers.rows, args), tiers.result.kind == Kind::Number, used);
  } else if (tiers.kind == TierKind::Marginal) {
    add_slices(tiers, args[0].number(), used);
    add_row(tracer, slice_at(tiers, args[0].number()), false, used);
  } else if (tiers.kind == TierKind::Interpolated) {
    const TierRow* outside = row_held(tiers.outside, args);
    if (outside != nullptr) {
      add_row(tracer, outside, true, used);
    } else {
      add_points(tracer, tiers, args[0].number(), used);
    }
  }
  return used;
}

}  // namespace kpi::trace
