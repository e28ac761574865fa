#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "diag/diagnostic.hpp"
#include "plan/scoring_program.hpp"
#include "table/table.hpp"

namespace kpi::reference {

class Evaluator;

/// Single steps of a plan computed again, for a trace that is to be checked: arithmetic on the
/// arguments that the trace shows, and aggregates row by row.
class Recompute {
 public:
  Recompute(const Program& program, const table::Dataset& data, Date as_of,
            Diagnostics& diagnostics);
  ~Recompute();
  Recompute(const Recompute&) = delete;
  Recompute& operator=(const Recompute&) = delete;

  /// A step from its arguments, null for those it does not have; nothing for steps that read more.
  std::optional<kpi::Value> from_arguments(const plan::Step& step,
                                           const std::vector<const kpi::Value*>& args) const;
  /// An aggregate of the rows that belong to a row of `people`, or to nobody (no row), in the days;
  /// without people that of the company.
  kpi::Value aggregate(AggregateId id, TableId people, std::optional<std::size_t> row,
                       DateRange days, bool looks_back);

 private:
  const Program& program_;
  std::unique_ptr<Evaluator> evaluator_;
};

}  // namespace kpi::reference
