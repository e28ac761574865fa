#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "io/files.hpp"

namespace kpi::io {

using OpenFile = std::function<std::unique_ptr<Reader>(const std::string& path, std::string& why)>;

/// Several files one behind the other: read() ends with each of them, next_file() goes on. Nothing
/// where there is no first, or it cannot be opened; `why` then holds the system's words. One behind
/// it that cannot be opened is a reader with an error.
std::unique_ptr<Reader> joined(std::vector<std::string> paths, OpenFile open, std::string& why);

}  // namespace kpi::io
