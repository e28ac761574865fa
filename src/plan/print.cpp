#include "plan/scoring_program.hpp"

namespace kpi::plan {

std::string print(const Plan&, const Program&) { return {}; }

}  // namespace kpi::plan
