#pragma once

#include <string>
#include <vector>

namespace kpi::check {

/// The headers from the first to the last, both included: one number in them goes up (`M01` to
/// `M12`), or they are names of months or quarters. Empty where they cannot be counted through.
std::vector<std::string> counted_headers(const std::string& first, const std::string& last);

}  // namespace kpi::check
