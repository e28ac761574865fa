#include "io/zip_archive.hpp"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <new>
#include <utility>

#include "base/text.hpp"
#include "io/growth.hpp"

namespace kpi::io {
namespace {

constexpr std::string_view kDirectoryEnd{"PK\x05\x06", 4};
constexpr std::string_view kLargeDirectoryEnd{"PK\x06\x06", 4};
constexpr std::string_view kLargeLocator{"PK\x06\x07", 4};
constexpr std::string_view kDirectoryEntry{"PK\x01\x02", 4};
constexpr std::string_view kFileHeader{"PK\x03\x04", 4};
constexpr std::size_t kEndSize = 22, kLocatorSize = 20, kLargeEndSize = 56, kEntrySize = 46,
                      kHeaderSize = 30;
constexpr std::size_t kLongestComment = 0xFFFF;
constexpr std::uint64_t kInExtra = 0xFFFFFFFF;  // a size of 32 bits that stands in the extra field

/// A number as zip archives write it, the lowest byte first.
std::uint64_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t number = 0;
  for (std::size_t i = size; i-- > 0;)
    number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
  return number;
}

bool stands_at(std::string_view bytes, std::uint64_t at, std::string_view mark, std::size_t size) {
  return at <= bytes.size() && bytes.size() - at >= size &&
         bytes.substr(static_cast<std::size_t>(at), mark.size()) == mark;
}

std::string entry_name(std::string_view name) {
  std::string plain = ascii_lower(name);
  std::replace(plain.begin(), plain.end(), '\\', '/');
  return plain.substr(std::min(plain.find_first_not_of('/'), plain.size()));
}

/// Where the list of all files begins, and how many there are.
struct Directory {
  std::uint64_t begin = 0, count = 0;
};

std::optional<Directory> find_directory(std::string_view bytes) {
  const std::size_t from = bytes.size() - std::min(bytes.size(), kEndSize + kLongestComment);
  const std::size_t end = bytes.rfind(kDirectoryEnd);
  if (end == std::string_view::npos || end < from || bytes.size() - end < kEndSize) return {};
  Directory found{number_at(bytes, end + 16, 4), number_at(bytes, end + 10, 2)};
  const bool large = end >= kLocatorSize && stands_at(bytes, end - kLocatorSize, kLargeLocator, 4);
  if (!large) return found;
  const std::uint64_t at = number_at(bytes, end - kLocatorSize + 8, 8);
  if (!stands_at(bytes, at, kLargeDirectoryEnd, kLargeEndSize)) return {};
  const auto place = static_cast<std::size_t>(at);
  return Directory{number_at(bytes, place + 48, 8), number_at(bytes, place + 32, 8)};
}

ContentFault fault_of_zip(ContentFault::Kind kind, std::uint64_t offset) {
  return {kind, "zip", offset};
}

/// One file of the archive. It is whole when its size and its checksum are those it should have.
class EntryReader final : public Reader {
 public:
  EntryReader(std::string_view packed, bool deflated, std::uint64_t size, std::uint32_t checksum)
      : packed_(packed), deflated_(deflated), size_(size), checksum_(checksum) {
    if (deflated_ && inflateInit2(&stream_, -MAX_WBITS) != Z_OK) throw std::bad_alloc();
    if (grows_too_far(size_, packed_.size())) fail(ContentFault::Kind::GrowsTooFar);
  }
  ~EntryReader() override {
    if (deflated_) inflateEnd(&stream_);
  }
  EntryReader(const EntryReader&) = delete;
  EntryReader& operator=(const EntryReader&) = delete;

  std::size_t read(char* buffer, std::size_t size) override {
    if (fault_ || ended_) return 0;
    size = std::min<std::size_t>(size, std::numeric_limits<uInt>::max());
    const std::size_t count = deflated_ ? inflate_to(buffer, size) : copy_to(buffer, size);
    made_ += count;
    seen_ = static_cast<std::uint32_t>(
        crc32(seen_, reinterpret_cast<const Bytef*>(buffer), static_cast<uInt>(count)));
    if (count == 0) ended_ = true;
    const bool wrong = made_ > size_ || (ended_ && (made_ != size_ || seen_ != checksum_));
    if (wrong && !fault_) fail(ContentFault::Kind::Damaged);
    return fault_ ? 0 : count;
  }
  std::size_t size() const override { return static_cast<std::size_t>(size_); }
  std::optional<std::string> error() const override { return std::nullopt; }
  std::optional<ContentFault> fault() const override { return fault_; }

 private:
  std::size_t copy_to(char* buffer, std::size_t size) {
    const std::size_t count = packed_.copy(buffer, size);
    packed_.remove_prefix(count);
    return count;
  }
  std::size_t inflate_to(char* buffer, std::size_t size) {
    const std::size_t given =
        std::min<std::size_t>(packed_.size(), std::numeric_limits<uInt>::max());
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed_.data()));
    stream_.avail_in = static_cast<uInt>(given);
    stream_.next_out = reinterpret_cast<Bytef*>(buffer);
    stream_.avail_out = static_cast<uInt>(size);
    const int result = inflate(&stream_, Z_NO_FLUSH);
    packed_.remove_prefix(given - stream_.avail_in);
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
      fail(ContentFault::Kind::Damaged);
    }
    return size - stream_.avail_out;
  }
  void fail(ContentFault::Kind kind) { fault_ = fault_of_zip(kind, made_); }

  std::string_view packed_;
  bool deflated_;
  std::uint64_t size_, made_ = 0;
  std::uint32_t checksum_, seen_ = 0;
  z_stream stream_{};
  bool ended_ = false;
  std::optional<ContentFault> fault_;
};

}  // namespace

std::optional<ZipArchive> ZipArchive::of(std::string bytes) {
  ZipArchive archive;
  archive.bytes_ = std::move(bytes);
  if (!archive.read_directory()) return std::nullopt;
  return archive;
}

bool ZipArchive::read_directory() {
  const std::optional<Directory> directory = find_directory(bytes_);
  if (!directory || directory->begin > bytes_.size()) return false;
  auto at = static_cast<std::size_t>(directory->begin);
  for (std::uint64_t i = 0; i < directory->count; ++i) {
    const std::size_t size = read_entry(at);
    if (size == 0) return false;
    at += size;
  }
  return true;
}

/// How many bytes of the directory the entry takes; 0 where it is none.
std::size_t ZipArchive::read_entry(std::size_t at) {
  constexpr unsigned kEncrypted = 1;
  constexpr std::uint64_t kStored = 0, kDeflated = 8;
  const std::string_view bytes = bytes_;
  if (!stands_at(bytes, at, kDirectoryEntry, kEntrySize)) return 0;
  const auto name_size = static_cast<std::size_t>(number_at(bytes, at + 28, 2));
  const auto extra_size = static_cast<std::size_t>(number_at(bytes, at + 30, 2));
  const auto comment_size = static_cast<std::size_t>(number_at(bytes, at + 32, 2));
  const std::size_t whole = kEntrySize + name_size + extra_size + comment_size;
  if (bytes.size() - at < whole) return 0;
  const std::uint64_t method = number_at(bytes, at + 10, 2);
  Entry entry;
  entry.deflated = method == kDeflated;
  entry.checksum = static_cast<std::uint32_t>(number_at(bytes, at + 16, 4));
  entry.packed = number_at(bytes, at + 20, 4);
  entry.size = number_at(bytes, at + 24, 4);
  entry.header = number_at(bytes, at + 42, 4);
  read_large_sizes(bytes.substr(at + kEntrySize + name_size, extra_size), entry);
  if ((number_at(bytes, at + 8, 2) & kEncrypted) != 0) encrypted_ = true;
  const bool known = method == kStored || method == kDeflated;
  if (known) entries_[entry_name(bytes.substr(at + kEntrySize, name_size))] = entry;
  return whole;
}

/// What does not fit into 32 bits stands in a field of its own, one behind the other.
void ZipArchive::read_large_sizes(std::string_view extra, Entry& entry) const {
  constexpr std::uint64_t kLargeSizes = 1;
  constexpr std::size_t kFieldHead = 4, kNumber = 8;
  while (extra.size() >= kFieldHead) {
    const std::uint64_t kind = number_at(extra, 0, 2);
    const auto size = static_cast<std::size_t>(number_at(extra, 2, 2));
    std::string_view field = extra.substr(kFieldHead, size);
    extra.remove_prefix(std::min(extra.size(), kFieldHead + size));
    if (kind != kLargeSizes) continue;
    for (std::uint64_t* const number : {&entry.size, &entry.packed, &entry.header}) {
      if (*number != kInExtra || field.size() < kNumber) continue;
      *number = number_at(field, 0, kNumber);
      field.remove_prefix(kNumber);
    }
  }
}

bool ZipArchive::has(std::string_view name) const {
  return entries_.count(entry_name(name)) != 0;
}

bool ZipArchive::has_folder(std::string_view name) const {
  const std::string begin = entry_name(name) + '/';
  const auto first = entries_.lower_bound(begin);
  return first != entries_.end() && first->first.compare(0, begin.size(), begin) == 0;
}

std::optional<std::string_view> ZipArchive::packed_bytes(const Entry& entry) const {
  const std::string_view bytes = bytes_;
  if (!stands_at(bytes, entry.header, kFileHeader, kHeaderSize)) return std::nullopt;
  const auto at = static_cast<std::size_t>(entry.header);
  const std::uint64_t begin =
      at + kHeaderSize + number_at(bytes, at + 26, 2) + number_at(bytes, at + 28, 2);
  if (begin > bytes.size() || bytes.size() - begin < entry.packed) return std::nullopt;
  return bytes.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(entry.packed));
}

std::unique_ptr<Reader> ZipArchive::open(std::string_view name) const {
  const auto found = entries_.find(entry_name(name));
  if (found == entries_.end()) return nullptr;
  const Entry& entry = found->second;
  const auto packed = packed_bytes(entry);
  if (!packed) {
    const ContentFault damaged = fault_of_zip(ContentFault::Kind::Damaged, 0);
    return std::make_unique<FaultyReader>(damaged);
  }
  return std::make_unique<EntryReader>(*packed, entry.deflated, entry.size, entry.checksum);
}

}  // namespace kpi::io
