#pragma once

#include <optional>
#include <set>

#include "prove/ranges.hpp"

namespace kpi::prove {

/// Between which numbers a column of one row lies, by what conditions say of it:
/// `amount >= 0 CNY`, `not (amount < 0 CNY)`, `amount * 2 > cost`.
class RowBounds {
 public:
  RowBounds(const Program& program, Params params) : program_(program), params_(params) {}

  /// By the checks of its table.
  Range of(TableId table, ColumnId column);
  /// By a condition that is met, or is not, besides.
  void narrow(ProgramExprId condition, bool met, ColumnId column, Range& range);
  /// Whether the column stands in no condition that says something else.
  bool is_understood(TableId table, ColumnId column, ProgramExprId where);

 private:
  /// `times` of the column, and something else.
  struct Linear {
    Rational times;
    Range rest;
  };

  std::optional<Linear> linear(ProgramExprId id, ColumnId column);
  std::optional<Linear> product(const Expr& expr, const Linear& a, const Linear& b) const;
  void compare(Op op, const Linear& difference, Range& range) const;
  bool mentions(ProgramExprId id, ColumnId column) const;

  const Program& program_;
  Params params_;
  std::set<std::pair<std::uint32_t, std::uint32_t>> open_;  // columns on the way
  bool understood_ = true;
};

}  // namespace kpi::prove
