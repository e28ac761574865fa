#pragma once

#include <string>

#include "program/program.hpp"

namespace kpi {

/// The window in the words of the language: `last 3 months`.
std::string written(const Window& window);

/// Whether no other window can be laid over it, nor it over another: its days are no period of its
/// own that could be moved.
bool is_shape(const Window& window);

}  // namespace kpi
