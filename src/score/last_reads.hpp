#pragma once

#include <utility>
#include <vector>

#include "score/steps.hpp"

namespace kpi::score {

/// Memory of values nobody needs any more, for those of the next step.
class Room {
 public:
  /// Values to be written over, or none.
  std::vector<Value> take() {
    if (free_.empty()) return {};
    std::vector<Value> values = std::move(free_.back());
    free_.pop_back();
    return values;
  }
  void give(std::vector<Value>&& values) {
    if (values.size() > 1) free_.push_back(std::move(values));
  }

 private:
  std::vector<std::vector<Value>> free_;
};

/// Lets go of the values of steps that no later step reads: a query of ten thousand people over
/// eight quarters has a thousand steps of 240 KB each, and asks for twenty.
class LastReads {
 public:
  /// `kept`: steps whose values are wanted in the end.
  LastReads(const plan::Plan& plan, const std::vector<plan::StepId>& kept);
  /// After this step, nobody needs those it was the last to read.
  void let_go_after(plan::StepId step, Slots& slots, Room& room) const;

 private:
  IdVector<plan::StepId, std::vector<plan::StepId>> read_last_by_;
};

}  // namespace kpi::score
