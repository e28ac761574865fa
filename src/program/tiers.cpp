#include <algorithm>

#include "program/operations.hpp"

namespace kpi {
namespace {

bool contains(const TierRow& row, const Rational& x) {
  if (row.low && (row.low_included ? x < *row.low : x <= *row.low)) return false;
  if (row.high && (row.high_included ? x > *row.high : x >= *row.high)) return false;
  return true;
}

const TierRow* row_of(const Tiers& tiers, const Rational& x) {
  const auto row = std::find_if(tiers.rows.begin(), tiers.rows.end(),
                                [&](const TierRow& r) { return !r.is_else && contains(r, x); });
  if (row != tiers.rows.end()) return &*row;
  const auto other = std::find_if(tiers.rows.begin(), tiers.rows.end(),
                                  [](const TierRow& r) { return r.is_else; });
  return other == tiers.rows.end() ? nullptr : &*other;
}

Value cell(const Tiers& tiers, const TierRow& row, const Rational& x) {
  if (tiers.result.kind == Kind::Text) return row.text;
  return row.slope * x + row.intercept;
}

Value whole(const Tiers& tiers, const Rational& x) {
  const TierRow* row = row_of(tiers, x);
  KPI_CHECK(row != nullptr);  // check proved that the rows cover every value
  return cell(tiers, *row, x);
}

/// The integral of the rate from 0 to x: each slice at its own rate; negative below zero.
Value marginal(const Tiers& tiers, const Rational& x) {
  const Rational zero(0);
  const Rational& from = x < zero ? x : zero;
  const Rational& to = x < zero ? zero : x;
  Rational total;
  for (const TierRow& row : tiers.rows) {
    const Rational low = row.low ? std::max(*row.low, from) : from;
    const Rational high = row.high ? std::min(*row.high, to) : to;
    if (low < high) total += (high - low) * row.intercept;
  }
  return x < zero ? -total : total;
}

/// Rows are points (low = the key, intercept = the value) in ascending order.
Value interpolated(const Tiers& tiers, const Rational& x) {
  const std::vector<TierRow>& points = tiers.rows;
  if (x <= *points.front().low) return points.front().intercept;
  if (x >= *points.back().low) return points.back().intercept;
  const auto right =
      std::find_if(points.begin(), points.end(), [&](const TierRow& p) { return *p.low >= x; });
  const auto left = std::prev(right);
  const Rational share = (x - *left->low) / (*right->low - *left->low);
  return left->intercept + share * (right->intercept - left->intercept);
}

Value by_text(const Tiers& tiers, const std::string& x) {
  for (const TierRow& row : tiers.rows) {
    if (row.is_else || row.key == x) return cell(tiers, row, Rational(0));
  }
  KPI_CHECK(false && "check proved that every text has a row");
  return NoneReason::Failed;
}

}  // namespace

Value apply_tiers(const Tiers& tiers, const Value& x) {
  if (x.is_none()) return x;
  if (x.is_text()) return by_text(tiers, x.text());
  if (tiers.kind == TierKind::Marginal) return marginal(tiers, x.number());
  if (tiers.kind == TierKind::Interpolated) return interpolated(tiers, x.number());
  return whole(tiers, x.number());
}

}  // namespace kpi
