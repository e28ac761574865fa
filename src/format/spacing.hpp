#pragma once

#include "format/pieces.hpp"

namespace kpi::format {

/// Whether a blank stands between two pieces of one line.
bool is_blank_between(const Piece& left, const Piece& right);

}  // namespace kpi::format
