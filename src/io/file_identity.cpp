#include "io/file_identity.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>

#include "io/posix.hpp"

namespace kpi::io {
namespace {

constexpr std::int64_t kMillisecond = 1'000'000;

/// Two changes within one tick of a file system's clock leave the same time. Linux ticks every 10
/// ms at most; a time of whole milliseconds may come from a system that counts in two seconds.
constexpr std::int64_t kTick = 100 * kMillisecond;
constexpr std::int64_t kCoarseTick = 3 * kSecond;

/// Whether a change from now on would show in the file's times.
bool is_settled(const FileIdentity& file) {
  const std::int64_t tick = file.changed % kMillisecond == 0 ? kCoarseTick : kTick;
  return std::max(file.modified, file.changed) + tick < clock_nanoseconds(CLOCK_REALTIME);
}

std::string canonical(const std::string& path) {
  char* const found = ::realpath(path.c_str(), nullptr);
  std::string result = found == nullptr ? path : found;
  std::free(found);
  return result;
}

}  // namespace

std::optional<FileIdentity> identity_of(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  // Opened, a file of a network folder has the server's times and not remembered ones.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return std::nullopt;
  const bool known = ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
  ::close(descriptor);
  if (!known) return std::nullopt;
  FileIdentity file;
  file.path = canonical(path);
  file.device = status.st_dev;
  file.inode = status.st_ino;
  file.bytes = static_cast<std::uint64_t>(status.st_size);
  file.modified = nanoseconds(status.st_mtim);
  file.changed = nanoseconds(status.st_ctim);
  file.settled = is_settled(file);
  return file;
}

}  // namespace kpi::io
