// Commas and line breaks, 64 bytes at a time: both ways equal a loop over the bytes.

#include "table/separators.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <string>

namespace kpi::table {
namespace {

struct Found {
  std::vector<std::uint32_t> places;
  std::vector<std::uint32_t> line_breaks;
  std::size_t stop = 0;
  friend bool operator==(const Found& a, const Found& b) {
    return a.places == b.places && a.line_breaks == b.line_breaks && a.stop == b.stop;
  }
};

Found byte_by_byte(const std::string& bytes, std::size_t begin) {
  Found found;
  found.stop = begin;
  for (; found.stop < bytes.size() && bytes[found.stop] != '"'; ++found.stop) {
    const char c = bytes[found.stop];
    if (c == '\n') found.line_breaks.push_back(static_cast<std::uint32_t>(found.places.size()));
    if (c == ',' || c == '\n') found.places.push_back(static_cast<std::uint32_t>(found.stop));
  }
  return found;
}

Found in_chunks(const std::string& bytes, std::size_t begin, ByteSearch search) {
  static Separators out;  // used again, as a splitter does
  out.count = 0;
  find_separators(bytes.data(), begin, bytes.size(), out, search);
  using Difference = std::ptrdiff_t;
  Found found;
  found.places.assign(out.places.begin(), out.places.begin() + static_cast<Difference>(out.count));
  found.line_breaks.assign(out.line_breaks.begin(),
                           out.line_breaks.begin() + static_cast<Difference>(out.line_count));
  found.stop = out.stop;
  return found;
}

void check_both(const std::string& bytes, std::size_t begin) {
  CAPTURE(bytes, begin);
  const Found expected = byte_by_byte(bytes, begin);
  REQUIRE(in_chunks(bytes, begin, ByteSearch::Portable) == expected);
  if (has_avx2()) REQUIRE(in_chunks(bytes, begin, ByteSearch::Avx2) == expected);
}

TEST_CASE("separators are found wherever they stand in a chunk") {
  check_both("", 0);
  for (std::size_t size = 1; size < 200; ++size) {
    for (const char c : {',', '\n', '"'}) {
      std::string bytes(size, 'x');
      bytes[size - 1] = c;
      check_both(bytes, 0);
      check_both(bytes, size / 2);
    }
    check_both(std::string(size, ','), 0);
    check_both(std::string(size, '\n'), 0);
  }
}

TEST_CASE("bytes that are nearly separators are none") {
  std::string bytes;
  for (int c = 0; c < 256; ++c) {
    if (c != '"') bytes += static_cast<char>(c);
  }
  check_both(bytes + bytes, 0);
  check_both(bytes + '"' + bytes, 3);
}

TEST_CASE("separators in random bytes", "[property]") {
  std::mt19937 random(20260101);
  const std::string alphabet = "abcdef,\n\r1";
  for (int i = 0; i < 2000; ++i) {
    std::string bytes;
    for (std::size_t size = random() % 400; size > 0; --size)
      bytes += random() % 97 == 0 ? '"' : alphabet[random() % alphabet.size()];
    check_both(bytes, bytes.empty() ? 0 : random() % bytes.size());
  }
}

}  // namespace
}  // namespace kpi::table
