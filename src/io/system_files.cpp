#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "io/atomic_write.hpp"
#include "io/file_identity.hpp"
#include "io/files.hpp"

namespace kpi::io {
namespace {

class SystemReader final : public Reader {
 public:
  explicit SystemReader(int descriptor) : descriptor_(descriptor) {}
  ~SystemReader() override { ::close(descriptor_); }
  SystemReader(const SystemReader&) = delete;
  SystemReader& operator=(const SystemReader&) = delete;

  std::size_t read(char* buffer, std::size_t size) override {
    while (true) {
      const ssize_t count = ::read(descriptor_, buffer, size);
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno == EINTR) continue;
      error_ = system_words(errno);
      return 0;
    }
  }
  std::size_t size() const override {
    struct stat status {};
    const bool known = ::fstat(descriptor_, &status) == 0 && S_ISREG(status.st_mode);
    return known ? static_cast<std::size_t>(status.st_size) : 0;
  }
  std::optional<std::string> error() const override { return error_; }

 private:
  int descriptor_;
  std::optional<std::string> error_;
};

class SystemFiles final : public Files {
 public:
  std::unique_ptr<Reader> open(const std::string& path, std::string& why) const override {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
      why = system_words(errno);
      return nullptr;
    }
    auto reader = std::make_unique<SystemReader>(descriptor);
    if (is_folder(path)) {  // opens, but cannot be read
      why = system_words(EISDIR);
      return nullptr;
    }
    return reader;
  }

  bool is_file(const std::string& path) const override {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 && !S_ISDIR(status.st_mode);
  }

  bool is_folder(const std::string& path) const override {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
  }

  bool same_file(const std::string& one, const std::string& other) const override {
    struct stat a {
    }, b{};
    const bool first = ::stat(one.c_str(), &a) == 0;
    const bool second = ::stat(other.c_str(), &b) == 0;
    if (first && second) return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
    const auto place = [](const std::string& path) {
      return std::filesystem::absolute(path).lexically_normal();
    };
    return !first && !second && place(one) == place(other);
  }

  std::optional<FileIdentity> identity(const std::string& path) const override {
    return identity_of(path);
  }

  std::vector<std::string> list(const std::string& folder) const override {
    std::vector<std::string> names;
    DIR* const directory = ::opendir(folder.empty() ? "." : folder.c_str());
    if (directory == nullptr) return names;
    while (const dirent* entry = ::readdir(directory)) {
      const std::string name = entry->d_name;
      if (name != "." && name != "..") names.push_back(name);
    }
    ::closedir(directory);
    std::sort(names.begin(), names.end());
    return names;
  }

  std::optional<std::string> write(const std::string& path, std::string_view bytes) override {
    return write_atomically(path, bytes);
  }
};

}  // namespace

std::unique_ptr<Files> system_files() {
  return std::make_unique<SystemFiles>();
}

}  // namespace kpi::io
