#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "io/files.hpp"

namespace kpi::io {

/// The files inside a zip archive that lies in memory, by names without regard to case. What the
/// archive says of itself is believed only as far as its bytes bear it out.
class ZipArchive {
 public:
  /// Nothing where the bytes are no whole archive.
  static std::optional<ZipArchive> of(std::string bytes);

  bool has(std::string_view name) const;
  bool has_folder(std::string_view name) const;
  /// Whether some file in it wants a password.
  bool is_encrypted() const { return encrypted_; }
  std::size_t size() const { return bytes_.size(); }
  /// What the file holds, to be read while the archive lives. Damage, and growth beyond all
  /// measure, end it with a fault. Null where there is no such file.
  std::unique_ptr<Reader> open(std::string_view name) const;

 private:
  struct Entry {
    bool deflated = false;
    std::uint32_t checksum = 0;
    std::uint64_t packed = 0, size = 0;
    std::uint64_t header = 0;  // where its own header begins
  };
  bool read_directory();
  std::size_t read_entry(std::size_t at);
  void read_large_sizes(std::string_view extra, Entry& entry) const;
  std::optional<std::string_view> packed_bytes(const Entry& entry) const;

  std::string bytes_;
  std::map<std::string, Entry> entries_;
  bool encrypted_ = false;
};

}  // namespace kpi::io
