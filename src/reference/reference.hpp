#pragma once

#include <optional>
#include <string>
#include <vector>

#include "diag/diagnostic.hpp"
#include "plan/plan.hpp"
#include "program/program.hpp"
#include "reference/touched.hpp"
#include "score/result.hpp"
#include "table/table.hpp"

/// The second evaluator: a row at a time, fractions of any size, every value computed from its
/// definition where it is asked for. It shares the typed program and the loaded columns with the
/// engine and nothing else, so that what both agree on is unlikely to be a slip of either.
namespace kpi::reference {

/// What `kpi run` computes: scorecards and payouts for every cycle inside the days. `of`: only the
/// subject with this key. The tables and columns the rules read must be loaded and marked used.
/// Nothing where `only` met two rows, which is reported.
std::optional<score::RunResult> run(const Program& program, const table::Dataset& data,
                                    DateRange days, Date as_of,
                                    const std::optional<std::string>& of, Diagnostics& diagnostics);

/// What `kpi query` computes. The request must be one that a plan could be made of. `touched`: what
/// is looked at on the way is entered there.
score::QueryResult query(const Program& program, const table::Dataset& data,
                         const plan::QueryRequest& request,
                         const std::vector<score::QueryResult::Measure>& measures,
                         const std::vector<std::string>& by_names, Diagnostics& diagnostics,
                         Touched* touched = nullptr);

/// A link to the rows of a history (Column::history): of each row of the table the one that holds
/// on its own day.
table::ColumnData held_rows(const Program& program, const table::Dataset& data, TableId table,
                            ColumnId column, Diagnostics& diagnostics);

}  // namespace kpi::reference
