#include "io/atomic_write.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <system_error>

#include "io/files.hpp"
#include "io/posix.hpp"

namespace kpi::io {
namespace {

using Failure = std::optional<std::string>;

/// An open file that is closed on every way out.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }
  /// Closing can report what writing did not: a full disk, a lost network folder.
  bool close() {
    const int number = number_;
    number_ = -1;
    return ::close(number) == 0;
  }

 private:
  int number_;
};

/// The access rights of the file to be replaced, or those of a new file.
mode_t rights_for(const std::string& path) {
  struct stat old {};
  if (::stat(path.c_str(), &old) == 0) return old.st_mode & 07777;
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return static_cast<mode_t>(0666) & ~mask;
}

Failure fill(int number, const std::string& path, std::string_view bytes) {
  Descriptor file(number);
  const bool written =
      write_bytes(number, bytes) && ::fchmod(number, rights_for(path)) == 0 && ::fsync(number) == 0;
  if (!written || !file.close()) return system_words(errno);
  return std::nullopt;
}

Failure replace(const std::string& path, std::string_view bytes) {
  const std::string folder = folder_of(path);
  std::string temporary = join_path(folder, ".kpi-XXXXXX");
  const int number = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (number < 0) return system_words(errno);
  Failure failure = fill(number, path, bytes);
  if (!failure && std::rename(temporary.c_str(), path.c_str()) != 0) failure = system_words(errno);
  if (failure) {
    ::unlink(temporary.c_str());
    return failure;
  }
  // The new name survives a power cut only once the folder is on the disk; a folder that cannot be
  // opened for that leaves a whole file all the same.
  const Descriptor directory(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_CLOEXEC));
  if (directory.number() >= 0) ::fsync(directory.number());
  return std::nullopt;
}

Failure write_in_place(const std::string& path, std::string_view bytes) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (file.number() < 0 || !write_bytes(file.number(), bytes)) return system_words(errno);
  if (!file.close()) return system_words(errno);
  return std::nullopt;
}

/// Where a symbolic link leads; the path itself if it is none.
std::string resolved(const std::string& path) {
  char* const target = ::realpath(path.c_str(), nullptr);
  if (target == nullptr) return path;
  std::string result(target);
  std::free(target);
  return result;
}

}  // namespace

std::string system_words(int error) {
  return std::generic_category().message(error);
}

std::optional<std::string> write_atomically(const std::string& path, std::string_view bytes) {
  struct stat old {};
  if (::stat(path.c_str(), &old) != 0) return replace(path, bytes);
  if (S_ISDIR(old.st_mode)) return system_words(EISDIR);
  if (!S_ISREG(old.st_mode)) return write_in_place(path, bytes);
  if (::access(path.c_str(), W_OK) != 0) return system_words(errno);
  return replace(resolved(path), bytes);
}

}  // namespace kpi::io
