#pragma once

#include <vector>

#include "exec/scan.hpp"

namespace kpi::exec {

/// `agg(e per K where c)` of one member over one interval, from the finished aggregates of its
/// groups. Groups are added one by one; a group whose condition is undecided does not count.
class GroupTotal {
 public:
  GroupTotal(const Program& program, const Aggregate& aggregate, rows::PeriodDays days)
      : program_(program), aggregate_(aggregate), days_(days) {}
  /// The group's aggregates by index, and its rows.
  void add(const std::vector<Value>& group_values, std::int64_t rows);
  Outcome finish() const;

 private:
  std::size_t group_count() const { return values_.size() + absent_count_; }
  Value evaluate(ProgramExprId expr, const std::vector<Value>& group_values) const;
  Value total() const;
  Value sum() const;
  Value extreme() const;

  const Program& program_;
  const Aggregate& aggregate_;
  rows::PeriodDays days_;
  std::vector<Value> values_;         // of the groups that passed
  std::size_t absent_count_ = 0;      // groups that passed without a value
  std::optional<NoneReason> absent_;  // the strongest reason among them
  std::int64_t rows_ = 0;
};

}  // namespace kpi::exec
