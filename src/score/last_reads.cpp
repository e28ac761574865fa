#include "score/last_reads.hpp"

namespace kpi::score {

LastReads::LastReads(const plan::Plan& plan, const std::vector<plan::StepId>& kept) {
  std::vector<std::uint8_t> spoken_for(plan.steps.size(), 0);
  for (const plan::StepId step : kept) {
    if (step) spoken_for[step.index()] = 1;
  }
  read_last_by_.resize(plan.steps.size());
  for (std::size_t i = plan.steps.size(); i-- > 0;) {
    const plan::StepId reader(i);
    if (spoken_for[i] == 0) read_last_by_[reader].push_back(reader);  // nobody reads it at all
    const auto read = [&](plan::StepId id) {
      if (!id || spoken_for[id.index()] != 0) return;
      spoken_for[id.index()] = 1;
      read_last_by_[reader].push_back(id);
    };
    for (const plan::StepId arg : plan.steps[reader].args)
      read(arg);
    for (const plan::Rival& rival : plan.steps[reader].rivals)
      read(rival.member);
  }
}

void LastReads::let_go_after(plan::StepId step, Slots& slots, Room& room) const {
  for (const plan::StepId read : read_last_by_[step]) {
    room.give(std::move(slots[read].values));
    slots[read].values.clear();
  }
}

}  // namespace kpi::score
