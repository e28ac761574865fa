#pragma once

#include <memory>

#include "io/files.hpp"

namespace kpi::io {

/// What the file holds where it begins as gzip or Zstandard data do; else the file itself. Memory
/// is bounded; data that end early, are damaged, or grow beyond all measure end it, with a fault.
std::unique_ptr<Reader> decompressed(std::unique_ptr<Reader> bytes);

}  // namespace kpi::io
