#pragma once

#include <algorithm>
#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/files.hpp"

// Files that exist only in a test.

namespace kpi::test {

class TextReader final : public io::Reader {
 public:
  explicit TextReader(std::string_view text) : text_(text) {}
  std::size_t read(char* buffer, std::size_t size) override {
    const std::size_t count = std::min(size, text_.size() - at_);
    std::memcpy(buffer, text_.data() + at_, count);
    at_ += count;
    return count;
  }
  std::optional<std::string> error() const override { return std::nullopt; }

 private:
  std::string text_;
  std::size_t at_ = 0;
};

class MemoryFiles final : public io::Files {
 public:
  MemoryFiles() = default;
  explicit MemoryFiles(std::map<std::string, std::string> files) : files_(std::move(files)) {}

  std::unique_ptr<io::Reader> open(const std::string& path, std::string& why) const override {
    const auto found = files_.find(path);
    if (found != files_.end()) return std::make_unique<TextReader>(found->second);
    why = is_folder(path) ? "Is a directory" : "No such file or directory";
    return nullptr;
  }
  bool is_file(const std::string& path) const override { return files_.count(path) != 0; }
  bool is_folder(const std::string& path) const override {
    return std::any_of(files_.begin(), files_.end(), [&](const auto& file) {
      return file.first.substr(0, path.size() + 1) == path + "/";
    });
  }
  /// Other bytes are another file.
  std::optional<io::FileIdentity> identity(const std::string& path) const override {
    const auto found = files_.find(path);
    if (found == files_.end()) return std::nullopt;
    io::FileIdentity file;
    file.path = path;
    file.inode = std::hash<std::string>()(found->second);
    file.bytes = found->second.size();
    file.settled = true;
    return file;
  }
  std::vector<std::string> list(const std::string& folder) const override {
    std::vector<std::string> names;
    for (const auto& file : files_) {
      if (io::folder_of(file.first) != folder) continue;
      names.push_back(folder.empty() ? file.first : file.first.substr(folder.size() + 1));
    }
    return names;
  }
  std::optional<std::string> write(const std::string& path, std::string_view bytes) override {
    files_[path] = std::string(bytes);
    return std::nullopt;
  }
  std::map<std::string, std::string>& all() { return files_; }

 private:
  std::map<std::string, std::string> files_;
};

}  // namespace kpi::test
