#pragma once

#include <cstdint>
#include <vector>

#include "base/int128.hpp"
#include "diag/diagnostic.hpp"
#include "table/load.hpp"
#include "table/table.hpp"

/// Row expressions evaluated a block of rows at a time.
namespace kpi::rows {

/// The values of one row expression over a block of rows. Numbers are mantissas with the scale of
/// the expression's type; bools 0/1; days; texts are codes of `dictionary` (or choice indexes);
/// links are rows of the linked table.
struct Vector {
  std::vector<Int128> values;
  std::vector<std::uint8_t> present;                    // empty: all present
  const table::Dictionary* dictionary = nullptr;        // Kind::Text from a dictionary
  bool has(std::size_t i) const { return present.empty() || present[i] != 0; }
};

/// The days a period word means inside a row condition.
struct PeriodDays {
  Date start;
  Date end;   // the last day that counts
};

/// What went wrong in a row: a value beyond 38 digits. Row index within the table.
struct RowFault {
  std::size_t row = 0;
  ProgramExprId expr;
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

 private:
  const Program& program_;
  const table::Dataset& data_;
};

/// Runs every `check`, `unique` and `valid` of the used tables. With keep_going rows that fail
/// a check are taken out of the dataset and listed in rejects.
void validate(const Program& program, table::Loaded& loaded, const table::LoadOptions& options,
              Diagnostics& diagnostics);

}  // namespace kpi::rows
