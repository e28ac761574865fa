#include "io/memory_files.hpp"

namespace kpi::io {
namespace {

class TextReader final : public Reader {
 public:
  explicit TextReader(std::string_view text) : rest_(text) {}
  std::size_t read(char* buffer, std::size_t size) override {
    const std::size_t count = rest_.copy(buffer, size);
    rest_.remove_prefix(count);
    return count;
  }
  std::optional<std::string> error() const override { return std::nullopt; }

 private:
  std::string_view rest_;
};

}  // namespace

std::unique_ptr<Reader> MemoryFiles::open(const std::string& path, std::string& why) const {
  const auto found = texts_.find(normal_path(path));
  if (found != texts_.end()) return std::make_unique<TextReader>(found->second);
  if (behind_ != nullptr) return behind_->open(path, why);
  why = "No such file";
  return nullptr;
}

bool MemoryFiles::is_file(const std::string& path) const {
  return texts_.count(normal_path(path)) != 0 || (behind_ != nullptr && behind_->is_file(path));
}

bool MemoryFiles::is_folder(const std::string& path) const {
  return behind_ != nullptr && behind_->is_folder(path);
}

bool MemoryFiles::same_file(const std::string& one, const std::string& other) const {
  return normal_path(one) == normal_path(other) ||
         (behind_ != nullptr && behind_->same_file(one, other));
}

/// Texts in memory are as quickly read as anything kept of them.
std::optional<FileIdentity> MemoryFiles::identity(const std::string& path) const {
  if (behind_ == nullptr || texts_.count(normal_path(path)) != 0) return std::nullopt;
  return behind_->identity(path);
}

std::vector<std::string> MemoryFiles::list(const std::string& folder) const {
  return behind_ != nullptr ? behind_->list(folder) : std::vector<std::string>();
}

std::optional<std::string> MemoryFiles::write(const std::string&, std::string_view) {
  return "files in memory cannot be written";
}

}  // namespace kpi::io
