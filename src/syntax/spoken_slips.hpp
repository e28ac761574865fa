#pragma once

#include "syntax/slips.hpp"

namespace kpi::syntax {

/// Formulas as they are spoken, or as a database writes them: `average order value`, `金额 大于 5`,
/// `count(*)`, `100%+`. Reports the mistake if it is one.
bool report_spoken_slip(const Mistake& mistake, Diagnostics& diagnostics);

}  // namespace kpi::syntax
