#include "base/check.hpp"
#include "rows/kernels.hpp"
#include "rows/wide.hpp"

namespace kpi::rows {
namespace {

/// Calls f with the comparison as a function of two numbers.
template <class Function>
Operand with_comparison(Op op, Function f) {
  if (op == Op::Less) return f([](Int128 x, Int128 y) { return x < y; });
  if (op == Op::LessEqual) return f([](Int128 x, Int128 y) { return x <= y; });
  if (op == Op::Greater) return f([](Int128 x, Int128 y) { return x > y; });
  if (op == Op::GreaterEqual) return f([](Int128 x, Int128 y) { return x >= y; });
  if (op == Op::Equal) return f([](Int128 x, Int128 y) { return x == y; });
  KPI_CHECK(op == Op::NotEqual);
  return f([](Int128 x, Int128 y) { return x != y; });
}

/// A row without both values does not hold, whatever the comparison.
void make_two_valued(Operand& out) {
  for (std::size_t i = 0; i < out.vector.present.size(); ++i) {
    if (out.vector.present[i] == 0) out.vector.values[i] = 0;
  }
  out.vector.present.clear();
}

/// Negative, zero or positive as x * first is less than, equal to or greater than y * second; one
/// of the powers is 1. A product beyond 38 digits is further from zero than any value.
int order_of(Int128 x, Int128 first, Int128 y, Int128 second) {
  if (!scale_up_fits(x, first, x)) return x < 0 ? -1 : 1;
  if (!scale_up_fits(y, second, y)) return y < 0 ? 1 : -1;
  return x < y ? -1 : (x > y ? 1 : 0);
}

/// The codes of `operand`, row by row, as codes of another dictionary; -1 for a text it lacks.
Operand translated(const Operand& operand, const table::Dictionary& to, const Scope& scope) {
  const table::Dictionary& from = *operand.vector.dictionary;
  return map_rows(operand, scope, [&](Int128 code, Int128& result) {
    result = to.find(from.text(static_cast<std::int64_t>(code))).value_or(-1);
    return true;
  });
}

Operand compare_texts_in_order(Op op, const Operand& a, const Operand& b, const Scope& scope) {
  const table::Dictionary& first = *a.vector.dictionary;
  const table::Dictionary& second = *b.vector.dictionary;
  return with_comparison(op, [&](auto holds) {
    return map_rows(a, b, scope, [&](Int128 x, Int128 y, Int128& result) {
      // UTF-8 bytes stand in the order of their code points.
      const int order = first.text(static_cast<std::int64_t>(x))
                            .compare(second.text(static_cast<std::int64_t>(y)));
      result = holds(order, 0) ? 1 : 0;
      return true;
    });
  });
}

}  // namespace

Operand compare_numbers(Op op, const Operand& a, const Operand& b, const Scope& scope) {
  const Alignment align(a, b);
  const Int128 first = align.first;
  const Int128 second = align.second;
  Operand out = with_comparison(op, [&](auto holds) {
    if (first == 1 && second == 1) {
      return map_rows(a, b, scope, [&](Int128 x, Int128 y, Int128& result) {
        result = holds(x, y) ? 1 : 0;
        return true;
      });
    }
    return map_rows(a, b, scope, [&](Int128 x, Int128 y, Int128& result) {
      result = holds(order_of(x, first, y, second), 0) ? 1 : 0;
      return true;
    });
  });
  make_two_valued(out);
  return out;
}

Operand compare_texts(Op op, const Operand& a, const Operand& b, const Scope& scope) {
  if (a.vector.dictionary == nullptr || b.vector.dictionary == nullptr) {
    Operand never;  // an absent constant has no texts at all
    never.constant = true;
    never.vector.values = {0};
    return never;
  }
  Operand out;
  if (op != Op::Equal && op != Op::NotEqual) {
    // An absent row has code 0, which an empty dictionary does not have.
    if (a.vector.dictionary->size() == 0 || b.vector.dictionary->size() == 0) {
      return compare_numbers(Op::Less, a, a, scope);
    }
    out = compare_texts_in_order(op, a, b, scope);
    make_two_valued(out);
    return out;
  }
  if (a.vector.dictionary == b.vector.dictionary) return compare_numbers(op, a, b, scope);
  // The shorter way: a constant is looked up once, a column row by row.
  const bool move_second = b.constant || !a.constant;
  const Operand& moved = move_second ? b : a;
  const Operand& kept = move_second ? a : b;
  if (moved.vector.dictionary->size() == 0) return compare_numbers(Op::Less, moved, moved, scope);
  return compare_numbers(op, kept, translated(moved, *kept.vector.dictionary, scope), scope);
}

}  // namespace kpi::rows
