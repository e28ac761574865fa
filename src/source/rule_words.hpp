#pragma once

#include <string>

#include "source/source.hpp"

namespace kpi {

/// The rule's own words on one line: without comments, with the brackets that an expression begins
/// and ends with.
std::string rule_words(const SourceMap& sources, Span span);

}  // namespace kpi
