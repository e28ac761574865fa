#pragma once

#include "driver/ask.hpp"

namespace kpi::driver {

/// Cells that a run before computed by the same plan from the same files: rules may have other
/// weights, tiers, targets or grades since. Then only the tables that scores read are loaded.
class CellsOfBefore {
 public:
  CellsOfBefore(const MakePlan& make_plan, const RunRequest& request, const io::Files& files)
      : make_plan_(make_plan), request_(request), files_(files) {}

  /// Completes what is planned: fills in the cube, loads what is read beside it, and says what is
  /// to be said of the rows. False, and nothing done, where the cells are not kept.
  bool take(Computed& computed, Diagnostics& diagnostics);
  /// What take() did not find. `said`: of the rows, on the way from the files to the cells; cells
  /// are not kept if some of it has a place in the rules, or rows were left out.
  void keep(const Computed& computed, std::vector<Diagnostic> said);

 private:
  using Tables = IdVector<TableId, std::uint8_t>;
  bool look_at_files(const Computed& computed);
  bool plan_again(Computed& computed) const;
  std::optional<std::string> key_of(const Computed& computed) const;
  /// Nothing where there is something wrong with the tables.
  std::optional<table::Loaded> load(const Program& program, const Tables& tables) const;

  const MakePlan& make_plan_;
  const RunRequest& request_;
  const io::Files& files_;
  std::vector<std::string> paths_;  // by table; empty where no file is read
  std::optional<std::vector<io::FileIdentity>> state_;
  bool planned_twice_ = false;  // the plan depends on the days of the rows
};

}  // namespace kpi::driver
