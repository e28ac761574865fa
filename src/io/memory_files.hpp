#pragma once

#include <map>

#include "io/files.hpp"

namespace kpi::io {

/// Files that exist only in memory, in front of those of another source if one is given, by paths
/// in their normal form. Nothing can be written.
class MemoryFiles final : public Files {
 public:
  explicit MemoryFiles(const Files* behind = nullptr) : behind_(behind) {}
  void add(const std::string& path, std::string text) {
    texts_[normal_path(path)] = std::move(text);
  }
  void remove(const std::string& path) { texts_.erase(normal_path(path)); }

  std::unique_ptr<Reader> open(const std::string& path, std::string& why) const override;
  bool is_file(const std::string& path) const override;
  bool is_folder(const std::string& path) const override;
  bool same_file(const std::string& one, const std::string& other) const override;
  std::optional<FileIdentity> identity(const std::string& path) const override;
  std::vector<std::string> list(const std::string& folder) const override;
  std::optional<std::string> write(const std::string& path, std::string_view bytes) override;

 private:
  std::map<std::string, std::string> texts_;
  const Files* behind_;
};

}  // namespace kpi::io
