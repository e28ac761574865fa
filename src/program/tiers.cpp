#include <algorithm>

#include "program/operations.hpp"

namespace kpi {
namespace {

bool contains(const TierRange& range, const Value& x) {
  if (x.is_text()) return !range.key || *range.key == x.text();
  const Rational& number = x.number();
  if (range.low && (range.low_included ? number < *range.low : number <= *range.low)) return false;
  if (range.high && (range.high_included ? number > *range.high : number >= *range.high)) {
    return false;
  }
  return true;
}

bool holds(const TierRow& row, const std::vector<Value>& args) {
  if (args.size() > 1 && !contains(row.second, args[1])) return false;
  return row.is_else || contains(row, args[0]);
}

/// The row that holds, `else` after all others; nothing if none does.
const TierRow* row_of(const std::vector<TierRow>& rows, const std::vector<Value>& args) {
  for (const bool others : {false, true}) {
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const TierRow& r) {
      return r.is_else == others && holds(r, args);
    });
    if (row != rows.end()) return &*row;
  }
  return nullptr;
}

Value cell(const Tiers& tiers, const TierRow& row, const std::vector<Value>& args) {
  if (tiers.result.kind == Kind::Text) return row.text;
  Rational value = row.intercept;
  if (!row.slope.is_zero()) value += row.slope * args[0].number();
  if (!row.second_slope.is_zero()) value += row.second_slope * args[1].number();
  return value;
}

Value whole(const Tiers& tiers, const std::vector<Value>& args) {
  const TierRow* row = row_of(tiers.rows, args);
  KPI_CHECK(row != nullptr);  // check proved that the rows cover every value
  return cell(tiers, *row, args);
}

/// The integral of the rate from 0 to x: each slice at its own rate; negative below zero.
Rational marginal(const Tiers& tiers, const Rational& x) {
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
Value interpolated(const Tiers& tiers, const std::vector<Value>& args) {
  if (const TierRow* row = row_of(tiers.outside, args)) return cell(tiers, *row, args);
  const std::vector<TierRow>& points = tiers.rows;
  const Rational& x = args[0].number();
  if (x <= *points.front().low) return points.front().intercept;
  if (x >= *points.back().low) return points.back().intercept;
  const auto right =
      std::find_if(points.begin(), points.end(), [&](const TierRow& p) { return *p.low >= x; });
  const auto left = std::prev(right);
  const Rational share = (x - *left->low) / (*right->low - *left->low);
  return left->intercept + share * (right->intercept - left->intercept);
}

Value exact_value(const Tiers& tiers, const std::vector<Value>& args) {
  if (tiers.kind == TierKind::Marginal) return marginal(tiers, args[0].number());
  if (tiers.kind == TierKind::Interpolated) return interpolated(tiers, args);
  return whole(tiers, args);
}

/// Of every slice the line that the sums so far make there.
std::vector<TierRow> slices_as_lines(const Tiers& tiers) {
  std::vector<TierRow> lines = tiers.rows;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    TierRow& line = lines[i];
    line.slope = line.intercept;
    line.intercept = Rational(0);
    if (!line.low && !line.high) continue;
    const Rational& edge = line.low ? *line.low : *line.high;
    const bool goes_on = i > 0 && line.low && lines[i - 1].high == line.low;
    const Rational before =
        goes_on ? lines[i - 1].slope * edge + lines[i - 1].intercept : marginal(tiers, edge);
    line.intercept = before - line.slope * edge;
  }
  return lines;
}

/// From each point to the next; before the first and from the last on its value is held.
std::vector<TierRow> points_as_lines(const Tiers& tiers) {
  std::vector<TierRow> lines = tiers.outside;
  for (std::size_t i = 0; i <= tiers.rows.size(); ++i) {
    TierRow line;
    if (i > 0) line.low = tiers.rows[i - 1].low;
    if (i < tiers.rows.size()) line.high = tiers.rows[i].low;
    line.intercept = tiers.rows[i > 0 ? i - 1 : 0].intercept;
    if (line.low && line.high) {
      line.slope = (tiers.rows[i].intercept - line.intercept) / (*line.high - *line.low);
      line.intercept = line.intercept - line.slope * *line.low;
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace

std::vector<TierRow> straight_pieces(const Tiers& tiers) {
  if (tiers.kind == TierKind::Marginal) return slices_as_lines(tiers);
  if (tiers.kind == TierKind::Interpolated) return points_as_lines(tiers);
  std::vector<TierRow> rows = tiers.rows;
  std::stable_partition(rows.begin(), rows.end(), [](const TierRow& row) { return !row.is_else; });
  for (TierRow& row : rows) {
    if (row.is_else) static_cast<TierRange&>(row) = {};  // what is left
  }
  return rows;
}

const TierRow* row_held(const std::vector<TierRow>& rows, const std::vector<Value>& args) {
  return row_of(rows, args);
}

bool are_decimal(const std::vector<TierRow>& lines) {
  constexpr int kMostDigits = 18;
  const auto is_decimal = [](const Rational& x) {
    const auto digits = decimal_digits(x);
    return digits && *digits <= kMostDigits;
  };
  return std::all_of(lines.begin(), lines.end(), [&](const TierRow& line) {
    return is_decimal(line.slope) && is_decimal(line.second_slope) && is_decimal(line.intercept);
  });
}

Value apply_tiers(const Tiers& tiers, const std::vector<Value>& args) {
  for (const Value& arg : args) {
    if (arg.is_none()) return arg;
  }
  return publish(exact_value(tiers, args), tiers.round);
}

}  // namespace kpi
