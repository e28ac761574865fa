#pragma once

#include <optional>
#include <string>

#include "io/files.hpp"

namespace kpi::io {

/// Of a regular file of this machine; nothing for a pipe, a folder, or what cannot be opened.
std::optional<FileIdentity> identity_of(const std::string& path);

}  // namespace kpi::io
