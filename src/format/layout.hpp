#pragma once

#include <string>
#include <vector>

#include "format/pieces.hpp"

namespace kpi::format {

/// The pieces as text: each on the line it was on, indented by the braces around it, in columns
/// where lines of one kind follow each other.
std::string laid_out(const std::vector<Piece>& pieces);

}  // namespace kpi::format
