#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/files.hpp"

namespace kpi::io {

/// A folder of files that any number of programs add to and take from at any time, and that may be
/// deleted without loss. A file is written beside and renamed, so that nobody meets half of one
/// that a program left when it was killed; it is not forced to the disk, so that after a power cut
/// it may hold anything. Only files whose names begin with kOwn are looked at or touched.
class CacheFolder {
 public:
  static constexpr const char* kOwn = "kpi-";

  explicit CacheFolder(std::string path) : path_(std::move(path)) {}
  const std::string& path() const { return path_; }

  /// The file, which is then the one used last; nothing where there is none.
  std::unique_ptr<Reader> open(const std::string& name) const;
  /// Writes the pieces one behind the other; makes the folder where there is none. Only the user
  /// can read what is written. The system's words when it failed.
  std::optional<std::string> add(const std::string& name,
                                 const std::vector<std::string_view>& pieces) const;
  struct Item {
    std::string name;
    std::uint64_t bytes = 0;
    std::int64_t used = 0;  // nanoseconds since 1970
  };
  /// The one not used for longest first.
  std::vector<Item> items() const;
  /// False where it could not be removed.
  bool remove(const std::string& name) const;
  /// Removes what writers left that were killed an hour ago or earlier.
  void remove_leftovers() const;

 private:
  std::string path_;
};

}  // namespace kpi::io
