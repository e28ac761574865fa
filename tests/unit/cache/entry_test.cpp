#include "cache/entry.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <set>

#include "../support/temporary_folder.hpp"

namespace kpi::cache {
namespace {

const std::string kKey = "made from this";
const std::string kName = name_of("column", kKey);

struct Content {
  std::vector<std::int16_t> narrow;
  std::vector<std::uint64_t> wide;
  std::string text;
  friend bool operator==(const Content& a, const Content& b) {
    return a.narrow == b.narrow && a.wide == b.wide && a.text == b.text;
  }
};

/// The first section is longer than what is read at a time.
Content sample() {
  Content content;
  for (int i = 0; i < 70'001; ++i)
    content.narrow.push_back(static_cast<std::int16_t>(i * 7));
  content.wide = {0, ~std::uint64_t{0}, 3};
  content.text = "北京 and a NUL: " + std::string(1, '\0');
  return content;
}

void write(const io::CacheFolder& folder, const Content& content) {
  EntryWriter entry(kKey);
  entry.add(content.narrow);
  entry.add(std::string_view());
  entry.add(content.wide);
  entry.add(content.text);
  REQUIRE_FALSE(entry.write(folder, kName));
}

std::optional<Content> read(const io::CacheFolder& folder, const std::string& key = kKey) {
  auto entry = EntryReader::open(folder, kName, key);
  Content content;
  std::string nothing;
  const bool whole = entry && entry->read(content.narrow) && entry->read(nothing) &&
                     entry->read(content.wide) && entry->read(content.text) && entry->at_end();
  if (!whole || !nothing.empty()) return std::nullopt;
  return content;
}

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

void overwrite(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

}  // namespace

TEST_CASE("what is kept is read back, by its key alone") {
  const test::TemporaryFolder place;
  const io::CacheFolder folder(place / "made/when/needed");
  CHECK_FALSE(read(folder));
  write(folder, sample());
  CHECK(read(folder) == sample());
  CHECK_FALSE(read(folder, "made from that"));
  CHECK_FALSE(read(folder, kKey + " "));
  write(folder, {});
  CHECK(read(folder) == Content());
}

TEST_CASE("a section is only read as numbers it can be made of") {
  const test::TemporaryFolder place;
  const io::CacheFolder folder(place.path());
  EntryWriter entry(kKey);
  entry.add("odd");
  REQUIRE_FALSE(entry.write(folder, kName));
  std::vector<std::uint64_t> numbers;
  CHECK_FALSE(EntryReader::open(folder, kName, kKey)->read(numbers));
}

TEST_CASE("a file that was cut off or added to is not believed") {
  const test::TemporaryFolder place;
  const io::CacheFolder folder(place.path());
  write(folder, sample());
  const std::string whole = bytes_of(place / kName);
  for (std::size_t size = 0; size < whole.size(); size += size < 400 ? 1 : 9'973) {
    overwrite(place / kName, whole.substr(0, size));
    CHECK_FALSE(read(folder));
  }
  overwrite(place / kName, whole.substr(0, whole.size() - 1));
  CHECK_FALSE(read(folder));
  overwrite(place / kName, whole + "x");
  CHECK_FALSE(read(folder));
}

TEST_CASE("a changed byte is found wherever it is") {
  const test::TemporaryFolder place;
  const io::CacheFolder folder(place.path());
  write(folder, sample());
  const std::string whole = bytes_of(place / kName);
  for (std::size_t at = 0; at < whole.size(); at += at < 400 ? 1 : 331) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << (at % 8)));
    overwrite(place / kName, damaged);
    CHECK_FALSE(read(folder));
  }
}

TEST_CASE("sums differ by order, by length and by seed") {
  const std::string zeros(200, '\0');
  std::set<std::uint64_t> sums;
  for (std::size_t size = 0; size <= zeros.size(); ++size)
    sums.insert(checksum(zeros.substr(0, size)));
  CHECK(sums.size() == zeros.size() + 1);
  CHECK(checksum("ab") != checksum("ba"));
  CHECK(checksum("ab", 1) != checksum("ab", 2));
  Checksum in_parts;
  in_parts.add(zeros.data(), 64);
  in_parts.add(zeros.data() + 64, 136);
  CHECK(in_parts.value() == checksum(zeros));
}

}  // namespace kpi::cache
