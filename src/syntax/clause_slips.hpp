#pragma once

#include "syntax/slips.hpp"

namespace kpi::syntax {

/// Slips in conditions and in the clauses of cards and payouts. Reports the mistake if it is one.
bool report_clause_slip(const Mistake& mistake, Diagnostics& diagnostics);

}  // namespace kpi::syntax
