#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "diag/render.hpp"
#include "output/json.hpp"
#include "prove/prove.hpp"
#include "score/test_coverage.hpp"

/// What is known of rules without data, and what their tests leave untested -> text.
namespace kpi::output {

enum class ReportFormat : std::uint8_t { Text, Json };

std::string render_proofs(const std::vector<prove::Proof>& proofs, const SourceMap& sources,
                          ReportFormat format, Language language);

/// The items that no test touches, and how many of all are covered.
std::string coverage_text(const std::vector<score::CoverageItem>& items, const SourceMap& sources,
                          Language language);
Json coverage_json(const std::vector<score::CoverageItem>& items, const SourceMap& sources);

}  // namespace kpi::output
