#pragma once

#include "program/program.hpp"

namespace kpi::prove {

inline bool is_comparison(Op op) {
  return op == Op::Less || op == Op::LessEqual || op == Op::Greater || op == Op::GreaterEqual ||
         op == Op::Equal || op == Op::NotEqual;
}

/// What holds where the comparison does not.
inline Op opposite(Op op) {
  if (op == Op::Less) return Op::GreaterEqual;
  if (op == Op::LessEqual) return Op::Greater;
  if (op == Op::Greater) return Op::LessEqual;
  if (op == Op::GreaterEqual) return Op::Less;
  if (op == Op::Equal) return Op::NotEqual;
  return Op::Equal;
}

}  // namespace kpi::prove
