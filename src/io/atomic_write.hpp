#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kpi::io {

/// Writes the whole file or nothing: a temporary file beside it, forced to the disk, then a rename.
/// A path that is a symbolic link replaces the file it leads to; a path that is no regular file
/// (`/dev/stdout`, a pipe) is written in place. Returns the system's words when it failed.
std::optional<std::string> write_atomically(const std::string& path, std::string_view bytes);

/// The system's words for an `errno`.
std::string system_words(int error);

}  // namespace kpi::io
