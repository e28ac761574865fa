#include "io/cache_folder.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <tuple>

#include "io/atomic_write.hpp"
#include "io/posix.hpp"

namespace kpi::io {
namespace {

constexpr std::int64_t kHour = 3600 * kSecond;
constexpr const char* kUnfinished = "kpi-new-";  // what a writer has not renamed yet

bool begins_with(const std::string& text, std::string_view lead) {
  return text.compare(0, lead.size(), lead) == 0;
}

/// The folder and those around it that are missing, for the user alone.
void make_folders(const std::string& path) {
  if (path.empty() || ::mkdir(path.c_str(), 0700) == 0 || errno != ENOENT) return;
  make_folders(folder_of(path));
  ::mkdir(path.c_str(), 0700);
}

}  // namespace

std::unique_ptr<Reader> CacheFolder::open(const std::string& name) const {
  const std::string path = join_path(path_, name);
  std::string why;
  auto reader = system_files()->open(path, why);
  if (reader) ::utimensat(AT_FDCWD, path.c_str(), nullptr, 0);
  return reader;
}

std::optional<std::string> CacheFolder::add(const std::string& name,
                                            const std::vector<std::string_view>& pieces) const {
  make_folders(path_);
  std::string unfinished = join_path(path_, std::string(kUnfinished) + "XXXXXX");
  const int descriptor = ::mkostemp(unfinished.data(), O_CLOEXEC);
  if (descriptor < 0) return system_words(errno);
  const bool written = std::all_of(pieces.begin(), pieces.end(), [&](std::string_view piece) {
    return write_bytes(descriptor, piece);
  });
  int error = written ? 0 : errno;
  if (::close(descriptor) != 0 && error == 0) error = errno;
  if (error == 0 && std::rename(unfinished.c_str(), join_path(path_, name).c_str()) != 0) {
    error = errno;
  }
  if (error == 0) return std::nullopt;
  ::unlink(unfinished.c_str());
  return system_words(error);
}

std::vector<CacheFolder::Item> CacheFolder::items() const {
  std::vector<Item> items;
  for (const std::string& name : system_files()->list(path_)) {
    struct stat status {};
    const bool own = begins_with(name, kOwn) &&
                     ::lstat(join_path(path_, name).c_str(), &status) == 0 &&
                     S_ISREG(status.st_mode);
    if (!own) continue;
    items.push_back(
        {name, static_cast<std::uint64_t>(status.st_size), nanoseconds(status.st_mtim)});
  }
  std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
    return std::tie(a.used, a.name) < std::tie(b.used, b.name);
  });
  return items;
}

bool CacheFolder::remove(const std::string& name) const {
  return begins_with(name, kOwn) && ::unlink(join_path(path_, name).c_str()) == 0;
}

void CacheFolder::remove_leftovers() const {
  const std::int64_t now = clock_nanoseconds(CLOCK_REALTIME);
  for (const Item& item : items()) {
    const bool old = item.used + kHour < now;
    if (old && begins_with(item.name, kUnfinished)) remove(item.name);
  }
}

}  // namespace kpi::io
