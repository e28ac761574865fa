#include "program/program.hpp"

namespace kpi {

std::string print(const Program&) { return {}; }

}  // namespace kpi
