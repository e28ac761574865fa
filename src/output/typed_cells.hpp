#pragma once

#include <string>

#include "base/typed_sheet.hpp"
#include "output/labels.hpp"
#include "score/result.hpp"

namespace kpi::output {

/// A text that a workbook never takes for a formula; empty where there is none.
TypedCell text_cell(const std::string& text);
/// A number with the digits it was published with; what is none as its words.
TypedCell typed(const score::Quantity& quantity, const Words& words);

}  // namespace kpi::output
