#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cache/checksum.hpp"
#include "io/cache_folder.hpp"

/// Files of the cache. Each says in full what it was made from (its key), and has a checksum of
/// every section: what is cut off, damaged, or of another program is as if it were not there.
///
///   magic, byte order, format, count of sections | size and checksum of each | checksum of these
///   section 0: the key | section 1 | …
namespace kpi::cache {

/// The name of the file with that key: `kpi-column-3f…`. Two keys may share a name; the key inside
/// tells them apart.
std::string name_of(const char* kind, std::string_view key);

/// Sections to be written; what they show must stay where it is until then.
class EntryWriter {
 public:
  explicit EntryWriter(std::string_view key) { add(key); }
  void add(std::string_view section) { sections_.push_back(section); }
  template <class T>
  void add(const std::vector<T>& numbers) {
    add(std::string_view(reinterpret_cast<const char*>(numbers.data()),
                         numbers.size() * sizeof(T)));
  }
  std::uint64_t bytes() const;
  /// The system's words when it failed.
  std::optional<std::string> write(const io::CacheFolder& folder, const std::string& name) const;

 private:
  std::vector<std::string_view> sections_;
};

/// Reads section by section, straight to where the bytes are wanted.
class EntryReader {
 public:
  /// Nothing where there is no file of that name whose key is this one.
  static std::optional<EntryReader> open(const io::CacheFolder& folder, const std::string& name,
                                         std::string_view key);

  /// The next section; false where it is not what was written, or not of such numbers.
  template <class Numbers>
  bool read(Numbers& numbers) {
    using Number = typename Numbers::value_type;
    if (next_ == sections_.size() || sections_[next_].bytes % sizeof(Number) != 0) return false;
    const Section section = sections_[next_++];
    const std::size_t count = section.bytes / sizeof(Number);
    constexpr std::size_t kAtOnce = kBlockBytes / sizeof(Number);
    Checksum sum;
    numbers.clear();
    numbers.reserve(count);
    // grown block by block, so that the bytes are still at hand when they are written and summed
    for (std::size_t at = 0; at < count; at = numbers.size()) {
      numbers.resize(at + kAtOnce < count ? at + kAtOnce : count);
      char* const bytes = reinterpret_cast<char*>(numbers.data() + at);
      const std::size_t size = (numbers.size() - at) * sizeof(Number);
      if (!fill(bytes, size)) return false;
      sum.add(bytes, size);
    }
    return sum.value() == section.checksum;
  }
  std::uint64_t bytes() const { return file_->size(); }
  /// Whether every section was read.
  bool at_end() const { return next_ == sections_.size(); }

 private:
  static constexpr std::size_t kBlockBytes = 128 * 1024;  // a multiple of Checksum::kStep
  struct Section {
    std::uint64_t bytes = 0;
    std::uint64_t checksum = 0;
  };

  explicit EntryReader(std::unique_ptr<io::Reader> file) : file_(std::move(file)) {}
  bool read_head();
  bool fill(char* bytes, std::size_t size);

  std::unique_ptr<io::Reader> file_;
  std::vector<Section> sections_;
  std::size_t next_ = 0;
};

}  // namespace kpi::cache
