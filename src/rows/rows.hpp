#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/int128.hpp"
#include "diag/diagnostic.hpp"
#include "table/load.hpp"
#include "table/table.hpp"

/// Row expressions evaluated a block of rows at a time.
namespace kpi::rows {

/// The values of one row expression over a block of rows: numbers as mantissas with `scale` digits
/// after the point, bools 0/1, days, seconds, texts as codes of `dictionary`, links as rows of the
/// linked table (table::kUnmatchedRow without a partner), periods as ordinals. 0 where absent.
struct Vector {
  std::vector<Int128> values;
  std::vector<std::uint8_t> present;  // empty: all present
  /// Kind::Text: what the codes mean, the same for every block of one expression. Of a `one of`
  /// column it lists the choices, so that a code is the index of its choice.
  const table::Dictionary* dictionary = nullptr;
  int scale = 0;           // at least the scale of the type
  std::int64_t parts = 1;  // of one that the mantissas count: hours from seconds, in 3600 parts
  bool has(std::size_t i) const { return present.empty() || present[i] != 0; }
};

/// The days a period word means inside a row condition.
struct PeriodDays {
  Date start;
  Date end;  // the last day that counts
};

/// What went wrong in a row: a value beyond 38 digits. Row index within the table.
struct RowFault {
  std::size_t row = 0;
  ProgramExprId expr;
};

/// A row that following links did not reach.
inline constexpr std::int64_t kEmptyLink = -2;  // an optional link without a value
inline constexpr std::int64_t kUnmatched = table::kUnmatchedRow;  // a value without a partner

class Texts;
class RateIndex;

/// A table of tiers as the straight lines that rows are computed with.
struct TierLines {
  std::vector<TierRow> lines;
  bool are_decimal = true;
};

class Evaluator {
 public:
  Evaluator(const Program& program, const table::Dataset& data);
  /// Evaluates over rows[begin, end) of the table. `period` is needed only where
  /// Aggregate::reads_period; faults are appended.
  Vector evaluate(ProgramExprId expr, TableId table, std::size_t begin, std::size_t end,
                  const PeriodDays* period, std::vector<RowFault>& faults) const;
  /// The row reached by following links from a row; nothing if a link is empty or unmatched.
  std::optional<std::size_t> follow(TableId table, const ColumnPath& path, std::size_t row) const;
  /// The same; where no row is reached, kEmptyLink or kUnmatched.
  std::int64_t follow_links(TableId table, const std::vector<ColumnId>& links,
                            std::size_t row) const;
  /// The table that the links lead to.
  TableId reached_table(TableId table, const std::vector<ColumnId>& links) const;
  /// True if the value depends on period.start or period.end.
  bool reads_period(ProgramExprId expr) const;
  /// One expression stands for all that say the same, so that each is evaluated once.
  ProgramExprId canonical(ProgramExprId expr) const { return canonical_[expr.index()]; }

  const Program& program() const { return program_; }
  const table::Dataset& data() const { return data_; }
  Texts& texts() const { return *texts_; }
  const TierLines& lines_of(TiersId tiers) const { return tiers_[tiers]; }
  const RateIndex& rates(RatesId rates) const { return *rates_[rates]; }

 private:
  const Program& program_;
  const table::Dataset& data_;
  std::vector<ProgramExprId> canonical_;
  IdVector<TiersId, TierLines> tiers_;
  IdVector<RatesId, std::shared_ptr<const RateIndex>> rates_;
  std::shared_ptr<Texts> texts_;  // filled on first use, by whichever block asks first
};

/// Runs every `check`, `unique` and `valid` of the used tables. With keep_going rows that fail
/// a check are taken out of the dataset and listed in rejects.
void validate(const Program& program, table::Loaded& loaded, const table::LoadOptions& options,
              Diagnostics& diagnostics);

}  // namespace kpi::rows
