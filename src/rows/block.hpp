#pragma once

#include <cstdint>
#include <map>
#include <unordered_map>
#include <vector>

#include "rows/operand.hpp"

namespace kpi::rows {

/// rows[begin, end) of one table. Every expression and every chain of links is evaluated once,
/// however many ask for it. References stay valid as long as the block.
class Block {
 public:
  Block(const Evaluator& evaluator, TableId table, std::size_t begin, std::size_t end);
  /// The same rows inside a period: what does not read the period is taken from `outer`.
  Block(Block& outer, const PeriodDays& period);
  /// The same where each row has a period of its own, by its number; others are not looked at.
  Block(Block& outer, std::vector<PeriodDays> periods, const std::vector<std::uint32_t>& period_of);

  const Operand& value(ProgramExprId asked);
  /// Per row the row reached, or kEmptyLink or kUnmatched.
  const std::vector<std::int64_t>& reached(const std::vector<ColumnId>& links);
  /// Per row the value of a column at the end of links, as the column stores it.
  Operand column(const ColumnPath& path);
  /// Numbers that differ exactly where the values written differ, to group and to count distinct
  /// values by: of a link column its texts, so that values without a partner stay apart. A path
  /// that ends in a row is absent where no row is reached.
  Operand key(const ColumnPath& path);

  const Evaluator& evaluator() const { return evaluator_; }
  TableId table() const { return table_; }
  std::size_t begin() const { return begin_; }
  std::size_t size() const { return size_; }

 private:
  Operand compute(ProgramExprId id);
  Operand constant(ProgramExprId id) const;
  Operand period_day(Op op) const;
  Operand compare(const Expr& expr, const Scope& scope);
  Operand logic(const Expr& expr, const Scope& scope);
  Operand extreme(const Expr& expr, const Scope& scope);
  Operand round(const Expr& expr, const Scope& scope);
  Operand round_row_by_row(ProgramExprId inner, const RoundSpec& round, const Scope& scope);
  Operand choose(const Expr& expr, const Scope& scope);
  Operand root(const Expr& expr, const Scope& scope);
  Operand tiers(const Expr& expr, const Scope& scope);
  Operand convert(const Expr& expr, const Scope& scope);
  Operand dates(const Expr& expr, const Scope& scope);
  void take_leaf_faults(ProgramExprId id, Operand& out);
  bool divides(ProgramExprId id) const;
  std::optional<Rational> fraction(ProgramExprId id, std::size_t row);
  std::optional<Rational> fraction_of_tiers(const Expr& expr, std::size_t row);
  const Operand& argument(const Expr& expr, std::size_t index) { return value(expr.args[index]); }
  const Expr& expr_of(ProgramExprId id) const { return evaluator_.program().exprs[id]; }

  const Evaluator& evaluator_;
  TableId table_;
  std::size_t begin_ = 0;
  std::size_t size_ = 0;
  Block* outer_ = nullptr;
  std::vector<PeriodDays> periods_;                        // none: outside of any
  const std::vector<std::uint32_t>* period_of_ = nullptr;  // by row; absent: the only one
  std::unordered_map<ProgramExprId, Operand> values_;
  std::map<std::vector<ColumnId>, std::vector<std::int64_t>> reached_;
};

}  // namespace kpi::rows
