#pragma once

#include <set>
#include <utility>
#include <vector>

#include "exec/scan_plan.hpp"

namespace kpi::exec {

/// What the rows of one family, or of a part of them, have added up to.
struct Accumulated {
  explicit Accumulated(const Family& family, const SpaceIndex& space);
  CellIndex cells;
  std::vector<States> states;  // by task
  KeptCodes group_rows;        // where the family counts groups: the group of every row
};

/// A row whose value needs more than 38 digits, and the operation.
using FaultPlace = std::pair<std::size_t, ProgramExprId>;

struct Scanned {
  std::vector<Accumulated> families;  // in the order given
  std::set<FaultPlace> faults;
  /// A condition without an answer: groups cannot be counted without looking at each.
  bool has_faulty_groups = false;
};

/// Takes down which rows count for whom in one task of one family.
struct RowWatch {
  std::size_t family = 0;  // of the scan plan
  std::size_t task = 0;
  SlotRange slots;
  struct Row {
    std::uint64_t member = 0;  // its number
    std::int64_t group = 0;    // of families whose groups have cells of their own
    std::size_t row = 0;
  };
  std::vector<Row> rows;
};

/// Reads the table once for all its families, [first, last) of the scan plan.
Scanned scan_table(const rows::Evaluator& evaluator, const plan::AggregationPlan& plan,
                   const ScanPlan& scans, std::size_t first, std::size_t last,
                   const ExecOptions& options, std::vector<RowWatch>* watches = nullptr);

/// The same for a table whose rows pass by, while the next ones are read. What its rows say beside
/// is added up in `facts`.
Scanned scan_stream(const rows::Evaluator& evaluator, const plan::AggregationPlan& plan,
                    const ScanPlan& scans, std::size_t first, std::size_t last,
                    const ExecOptions& options, table::TableStream& stream, TableFacts& facts);

}  // namespace kpi::exec
