#pragma once

#include "base/calendar.hpp"
#include "diag/diagnostic.hpp"

namespace kpi {

/// `quarter` as a word of messages.
Text word_of(PeriodUnit unit);

}  // namespace kpi
