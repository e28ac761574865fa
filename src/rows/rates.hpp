#pragma once

#include <map>
#include <string>
#include <vector>

#include "rows/rows.hpp"

/// Exchange rates by currency and day.
namespace kpi::rows {

class RateIndex {
 public:
  /// The days on which a row's rate holds.
  struct Stretch {
    DateRange days;
    Int128 rate = 0;  // mantissa with scale() digits
    std::size_t row = 0;
  };

  /// Empty while the table is not loaded.
  RateIndex(const Program& program, const table::Dataset& data, const Rates& rates);
  /// The mantissa of a day's rate: 1 for the currency itself, nothing where the day has none.
  std::optional<Int128> rate(const std::string& currency, Date day) const;
  /// By currency, each ascending by its first day.
  const std::map<std::string, std::vector<Stretch>>& all() const { return stretches_; }
  int scale() const { return scale_; }

 private:
  std::map<std::string, std::vector<Stretch>> stretches_;
  std::string into_;
  int scale_ = 0;
};

/// What the report of a row without a rate says: currency, day, and where they stand.
std::vector<Argument> missing_rate(const Evaluator& evaluator, TableId table, std::size_t row,
                                   ProgramExprId convert);

}  // namespace kpi::rows
