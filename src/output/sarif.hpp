#pragma once

#include <string>

#include "diag/render.hpp"

namespace kpi::output {

/// The messages as one SARIF 2.1.0 document, as code hosts and editors take them in. Columns count
/// UTF-16 units; paths are relative as they were given, and percent-encoded. Every code that occurs
/// is a rule with its text; edits are `fixes`.
/// Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0, 2020.
std::string to_sarif(const Diagnostics& diagnostics, const SourceMap& sources, Language language);

}  // namespace kpi::output
