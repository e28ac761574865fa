#pragma once

#include "base/calendar.hpp"
#include "diag/diagnostic.hpp"

namespace kpi {

/// `quarter` as a word of messages.
Text word_of(PeriodUnit unit);

/// `2025-01-01 to 2025-03-31`
Phrase words_of(DateRange days);

/// Reports a text that is not a period, with the one that was meant where that is clear.
void report_no_period(Diagnostics& diagnostics, Span span, std::string_view text);

}  // namespace kpi
