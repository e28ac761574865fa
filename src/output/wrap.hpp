#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kpi::output {

/// Lines of at most `width` terminal columns, broken at spaces and between wide characters (never
/// before closing punctuation). A word longer than the width stands on a line of its own. A width
/// of 0 or less never breaks.
std::vector<std::string> wrap(std::string_view text, int width);

}  // namespace kpi::output
