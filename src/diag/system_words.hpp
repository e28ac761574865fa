#pragma once

#include <string_view>

#include "diag/diagnostic.hpp"

namespace kpi {

/// The argument `why` of a message: what the operating system said, in the reader's language where
/// the words are known. What cannot be written for want of a folder is no missing file.
Argument why_argument(std::string_view words_of_system, bool writing = false);

}  // namespace kpi
