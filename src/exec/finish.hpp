#pragma once

#include <set>

#include "exec/scan.hpp"

namespace kpi::exec {

/// What the rows of a family added up to, in the order in which cells are finished.
struct Finished {
  Finished() = default;
  Finished(const Family& family, Accumulated accumulated);
  /// The entities of a member: all its groups, or itself.
  std::pair<const Entity*, const Entity*> entities_of(std::uint64_t member) const;
  CellOrder order;
  std::vector<States> states;
  KeptCodes group_rows;  // where the family counts groups
};

/// A cell in which `only` met more than one.
struct Conflict {
  plan::CellsId cells;
  std::size_t member = 0;  // of the cube
  plan::IntervalId interval;
  OnlyConflict kind = OnlyConflict::Rows;
  std::size_t first_row = 0;  // of the fact table; where it is about rows
  std::size_t second_row = 0;
};

/// Writes the cells of a request for every member of the cube. `numbers` are the members' numbers
/// in the space index, `members` what they stand for.
void finish_request(const rows::Evaluator& evaluator, const plan::AggregationPlan& plan,
                    const ScanPlan& scans, const Asked& asked,
                    const std::vector<Finished>& finished,
                    const std::vector<std::uint64_t>& numbers, const Members& members, Cells& cells,
                    std::vector<Conflict>& conflicts);

/// Which groups of the member count in a request with `per`, whose families look at each group.
/// `number`: the member's in the space index.
std::set<std::int64_t> chosen_groups(const rows::Evaluator& evaluator,
                                     const plan::AggregationPlan& plan, const ScanPlan& scans,
                                     const Asked& asked, const std::vector<Finished>& finished,
                                     std::uint64_t number, const Member& member);

}  // namespace kpi::exec
