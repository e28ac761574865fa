#include <algorithm>
#include <limits>

#include "base/check.hpp"
#include "program/operations.hpp"
#include "program/statistics.hpp"
#include "rows/block.hpp"
#include "rows/kernels.hpp"
#include "rows/wide.hpp"

// Tables of tiers row by row: the line that holds for the arguments, in whole numbers of the last
// digit. Check let nothing through whose lines are not decimal, unless it is rounded.

namespace kpi::rows {
namespace {

/// The mantissas a range holds for, both ends included; of texts one code per text.
struct Bounds {
  Int128 low = std::numeric_limits<Int128>::min();
  Int128 high = std::numeric_limits<Int128>::max();
  const std::string* text = nullptr;
};

/// One line over mantissas.
struct Line {
  Bounds first, second;
  Int128 slope = 0, second_slope = 0, intercept = 0;
};

bool is_text(const Operand& operand) {
  return operand.vector.dictionary != nullptr;
}

/// A limit that no mantissa reaches is none.
void set_bounds(const TierRange& range, const Operand& argument, Bounds& bounds) {
  if (range.key) bounds.text = &*range.key;
  const Rational unit = power_of_ten(argument.vector.scale) * Rational(argument.vector.parts);
  if (range.low) {
    const Rational edge = *range.low * unit;
    Rational first = round_to_integer(edge, RoundMode::Ceil);
    if (first == edge && !range.low_included) first += Rational(1);
    const Int128 beyond =
        first.sign() > 0 ? std::numeric_limits<Int128>::max() : std::numeric_limits<Int128>::min();
    bounds.low = to_int128(first).value_or(beyond);
  }
  if (range.high) {
    const Rational edge = *range.high * unit;
    Rational last = round_to_integer(edge, RoundMode::Floor);
    if (last == edge && !range.high_included) last = last - Rational(1);
    const Int128 beyond =
        last.sign() > 0 ? std::numeric_limits<Int128>::max() : std::numeric_limits<Int128>::min();
    bounds.high = to_int128(last).value_or(beyond);
  }
}

bool contains(const Bounds& bounds, const Operand& argument, std::size_t row) {
  const Int128 value = argument.at(row);
  if (is_text(argument)) {
    return bounds.text == nullptr ||
           argument.vector.dictionary->text(static_cast<std::int64_t>(value)) == *bounds.text;
  }
  return bounds.low <= value && value <= bounds.high;
}

int digits_of(const Rational& x) {
  return decimal_digits(x).value_or(0);
}

/// The digits that every line's result fits into.
int scale_of(const std::vector<TierRow>& rows, const Operand& x, const Operand* y) {
  int scale = 0;
  for (const TierRow& row : rows) {
    scale = std::max({scale, digits_of(row.intercept), x.vector.scale + digits_of(row.slope)});
    if (y != nullptr) scale = std::max(scale, y->vector.scale + digits_of(row.second_slope));
  }
  return scale;
}

/// The lines for mantissas; nothing where a coefficient is beyond 38 digits.
std::optional<std::vector<Line>> lines_over(const std::vector<TierRow>& rows, const Operand& x,
                                            const Operand* y, int scale) {
  std::vector<Line> lines;
  const std::int64_t other_parts = y == nullptr ? 1 : y->vector.parts;
  const auto whole = [](const Rational& factor, int exponent, std::int64_t parts) {
    return to_int128(factor * power_of_ten(exponent) * Rational(parts));
  };
  for (const TierRow& row : rows) {
    Line line;
    set_bounds(row, x, line.first);
    if (y != nullptr) set_bounds(row.second, *y, line.second);
    const auto slope = whole(row.slope, scale - (is_text(x) ? 0 : x.vector.scale), other_parts);
    const auto second = y == nullptr || is_text(*y)
                            ? std::optional<Int128>(0)
                            : whole(row.second_slope, scale - y->vector.scale, x.vector.parts);
    const auto intercept = whole(row.intercept, scale, x.vector.parts * other_parts);
    if (!slope || !second || !intercept) return std::nullopt;
    line.slope = *slope;
    line.second_slope = *second;
    line.intercept = *intercept;
    lines.push_back(line);
  }
  return lines;
}

/// Check proved that one holds.
const Line* line_for(const std::vector<Line>& lines, const Operand& x, const Operand* y,
                     std::size_t row) {
  const auto found = std::find_if(lines.begin(), lines.end(), [&](const Line& line) {
    return contains(line.first, x, row) && (y == nullptr || contains(line.second, *y, row));
  });
  return found == lines.end() ? nullptr : &*found;
}

bool value_of(const Line& line, const Operand& x, const Operand* y, std::size_t row, Int128& out) {
  Int128 part = 0;
  out = line.intercept;
  if (line.slope != 0) {
    if (!multiply_fits(line.slope, x.at(row), part) || !add_fits(out, part, out)) return false;
  }
  if (line.second_slope == 0) return true;
  return multiply_fits(line.second_slope, y->at(row), part) && add_fits(out, part, out);
}

}  // namespace

Operand Block::tiers(const Expr& expr, const Scope& scope) {
  const Tiers& table = evaluator_.program().tiers[expr.tiers];
  const TierLines& lines = evaluator_.lines_of(expr.tiers);
  if (!lines.are_decimal) return round_row_by_row(scope.expr, *table.round, scope);
  const Operand& x = argument(expr, 0);
  const Operand* y = expr.args.size() > 1 ? &argument(expr, 1) : nullptr;
  Operand out = y == nullptr ? shaped_like(x, scope) : shaped_like(x, *y, scope);
  const bool texts = table.result.kind == Kind::Text;
  if (texts) out.vector.dictionary = &evaluator_.texts().of_tiers(expr.tiers, lines.lines);
  if (!texts) out.vector.scale = scale_of(lines.lines, x, y);
  if (!texts) out.vector.parts = x.vector.parts * (y == nullptr ? 1 : y->vector.parts);
  const auto over = lines_over(lines.lines, x, y, out.vector.scale);
  for (std::size_t i = 0; i < out.vector.values.size(); ++i) {
    const bool known = out.vector.has(i) && !x.is_faulty(i) && (y == nullptr || !y->is_faulty(i));
    if (!known) continue;
    const Line* line = over ? line_for(*over, x, y, i) : nullptr;
    if (line != nullptr && texts) {
      const std::string& text = lines.lines[static_cast<std::size_t>(line - over->data())].text;
      out.vector.values[i] = *out.vector.dictionary->find(text);
    } else if (line == nullptr || !value_of(*line, x, y, i, out.vector.values[i])) {
      add_fault(out, i, scope.expr);
    }
  }
  settle_faults(out, scope);
  return table.round ? rounded(out, *table.round, scope) : out;
}

std::optional<Rational> Block::fraction_of_tiers(const Expr& expr, std::size_t row) {
  std::vector<kpi::Value> args;
  for (std::size_t i = 0; i < expr.args.size(); ++i) {
    const Operand& operand = argument(expr, i);
    if (!operand.has(row) || operand.is_faulty(row)) return std::nullopt;
    if (is_text(operand)) {
      const auto code = static_cast<std::int64_t>(operand.at(row));
      args.emplace_back(std::string(operand.vector.dictionary->text(code)));
    } else {
      args.emplace_back(number_of(operand.at(row), operand.vector));
    }
  }
  const kpi::Value value = apply_tiers(evaluator_.program().tiers[expr.tiers], args);
  return value.number();
}

/// A root of something negative is absent.
Operand Block::root(const Expr& expr, const Scope& scope) {
  const Operand& x = argument(expr, 0);
  Operand out = shaped_like(x, scope);
  out.vector.scale = kRootDigits;
  for (std::size_t i = 0; i < out.vector.values.size(); ++i) {
    if (!out.vector.has(i) || x.is_faulty(i)) continue;
    if (x.at(i) < 0) {
      if (out.vector.present.empty()) out.vector.present.resize(out.vector.values.size(), 1);
      out.vector.present[i] = 0;
      continue;
    }
    const Rational root = square_root(number_of(x.at(i), x.vector), kRootDigits);
    const auto mantissa = to_int128(root * power_of_ten(kRootDigits));
    if (mantissa) out.vector.values[i] = *mantissa;
    if (!mantissa) add_fault(out, i, scope.expr);
  }
  settle_faults(out, scope);
  return out;
}

}  // namespace kpi::rows
