#pragma once

#include <vector>

#include "exec/scan.hpp"

namespace kpi::exec {

/// Whether a condition that is absent for this reason leaves the whole open, and not its group out.
inline bool leaves_open(NoneReason reason) {
  return absorbed_only_by_name(reason) || reason == NoneReason::NoPrior ||
         reason == NoneReason::NotDue || reason == NoneReason::Failed;
}

/// `agg(e per K where c)` of one member over one interval, from the finished aggregates of its
/// groups. Groups are added one by one; a group whose condition is undecided does not count.
class GroupTotal {
 public:
  GroupTotal(const Program& program, const Aggregate& aggregate, rows::PeriodDays days)
      : program_(program), aggregate_(aggregate), days_(days) {}
  /// The group's aggregates by index, its rows, and how many groups are like it. Says whether it is
  /// chosen.
  bool add(const std::vector<Value>& group_values, std::int64_t rows, std::int64_t groups);
  /// One group that was chosen; `other` is read by Corr only.
  void add_group(Value value, const Value& other, std::int64_t rows);
  Outcome finish() const;

 private:
  std::size_t group_count() const {
    return values_.size() + static_cast<std::size_t>(counted_) + absent_count_;
  }
  Value evaluate(ProgramExprId expr, const std::vector<Value>& group_values) const;
  Value total() const;
  /// The values, or the so many largest of them.
  std::vector<Rational> numbers() const;
  Value sum() const;
  Value mean() const;
  Value extreme() const;

  const Program& program_;
  const Aggregate& aggregate_;
  rows::PeriodDays days_;
  std::vector<Value> values_;         // of the groups that passed
  std::int64_t counted_ = 0;          // those that only their number is asked of
  std::size_t absent_count_ = 0;      // groups that passed without a value
  std::optional<NoneReason> absent_;  // the strongest reason among them
  Moments moments_;                   // Corr
  std::int64_t rows_ = 0;
};

}  // namespace kpi::exec
