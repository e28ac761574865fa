#include "cache/entry.hpp"

#include <array>
#include <cstring>

namespace kpi::cache {
namespace {

constexpr std::array<char, 8> kMagic = {'k', 'p', 'i', ' ', 'k', 'e', 'p', 't'};
constexpr std::uint32_t kByteOrder = 0x01020304;
constexpr std::uint32_t kFormat = 1;
constexpr std::uint64_t kMostSections = 64;

struct Head {
  std::array<char, 8> magic = kMagic;
  std::uint32_t byte_order = kByteOrder;
  std::uint32_t format = kFormat;
  std::uint64_t sections = 0;
};
static_assert(sizeof(Head) == 24);

template <class T>
std::string_view bytes_of(const T& item) {
  return std::string_view(reinterpret_cast<const char*>(&item), sizeof(item));
}

}  // namespace

std::string name_of(const char* kind, std::string_view key) {
  constexpr char kDigits[] = "0123456789abcdef";
  constexpr std::uint64_t kSeeds[] = {1, 2};
  std::string name = std::string(io::CacheFolder::kOwn) + kind + "-";
  for (const std::uint64_t seed : kSeeds) {
    const std::uint64_t sum = checksum(key, seed);
    for (int shift = 60; shift >= 0; shift -= 4)
      name += kDigits[(sum >> shift) & 15];
  }
  return name;
}

std::uint64_t EntryWriter::bytes() const {
  std::uint64_t bytes = 0;
  for (const std::string_view section : sections_)
    bytes += section.size();
  return bytes;
}

std::optional<std::string> EntryWriter::write(const io::CacheFolder& folder,
                                              const std::string& name) const {
  Head head;
  head.sections = sections_.size();
  std::string start(bytes_of(head));
  for (const std::string_view section : sections_) {
    start += bytes_of(std::uint64_t{section.size()});
    start += bytes_of(checksum(section));
  }
  start += bytes_of(checksum(start));
  std::vector<std::string_view> pieces = {start};
  pieces.insert(pieces.end(), sections_.begin(), sections_.end());
  return folder.add(name, pieces);
}

bool EntryReader::fill(char* bytes, std::size_t size) {
  while (size > 0) {
    const std::size_t count = file_->read(bytes, size);
    if (count == 0) return false;
    bytes += count;
    size -= count;
  }
  return true;
}

/// The sizes must be those of the file, so that nobody makes room for what is not there.
bool EntryReader::read_head() {
  std::string start(sizeof(Head), '\0');
  if (!fill(start.data(), start.size())) return false;
  Head head;
  std::memcpy(&head, start.data(), sizeof(head));
  const bool ours = head.magic == kMagic && head.byte_order == kByteOrder &&
                    head.format == kFormat && head.sections <= kMostSections;
  if (!ours) return false;
  sections_.resize(head.sections);
  const std::size_t size = sections_.size() * sizeof(Section);
  start.resize(start.size() + size);
  if (!fill(start.data() + sizeof(Head), size)) return false;
  std::uint64_t sum = 0;
  if (!fill(reinterpret_cast<char*>(&sum), sizeof(sum)) || sum != checksum(start)) return false;
  std::memcpy(sections_.data(), start.data() + sizeof(Head), size);
  std::uint64_t bytes = start.size() + sizeof(sum);
  for (const Section& section : sections_)
    bytes += section.bytes;
  return bytes == file_->size();
}

std::optional<EntryReader> EntryReader::open(const io::CacheFolder& folder, const std::string& name,
                                             std::string_view key) {
  auto file = folder.open(name);
  if (!file) return std::nullopt;
  EntryReader reader(std::move(file));
  std::string found;
  if (!reader.read_head() || !reader.read(found) || found != key) return std::nullopt;
  return reader;
}

}  // namespace kpi::cache
