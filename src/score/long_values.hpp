#pragma once

#include <set>
#include <utility>

#include "score/steps.hpp"

namespace kpi::score {

/// Exact values can double their digits with every step. One that no statement could print and
/// that the next steps would double again fails, and is reported once for its place in the rules.
class LongValues {
 public:
  LongValues(const Program& program, Diagnostics& diagnostics)
      : program_(program), diagnostics_(diagnostics) {}
  void bound(const plan::Step& step, Slot& slot);

 private:
  const Program& program_;
  Diagnostics& diagnostics_;
  std::set<std::pair<FileId, std::uint32_t>> reported_;  // places
};

}  // namespace kpi::score
