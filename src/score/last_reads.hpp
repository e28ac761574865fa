#pragma once

#include "score/steps.hpp"

namespace kpi::score {

/// Lets go of the values of steps that no later step reads: a query of ten thousand people over
/// eight quarters has a thousand steps of 400 KB each, and asks for twenty.
class LastReads {
 public:
  /// `kept`: steps whose values are wanted in the end.
  LastReads(const plan::Plan& plan, const std::vector<plan::StepId>& kept);
  /// After this step, nobody needs those it was the last to read.
  void let_go_after(plan::StepId step, Slots& slots) const;

 private:
  IdVector<plan::StepId, std::vector<plan::StepId>> read_last_by_;
};

}  // namespace kpi::score
