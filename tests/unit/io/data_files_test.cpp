// Encodings and compression, however few bytes come at a time.

#include "io/data_files.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "base/text.hpp"
#include "io/compression.hpp"

namespace kpi::io {
namespace {

/// Gives a few bytes at a time.
class Drip final : public Reader {
 public:
  Drip(std::string bytes, std::size_t most) : bytes_(std::move(bytes)), most_(most) {}
  std::size_t read(char* buffer, std::size_t size) override {
    const std::size_t count = std::min({size, most_, bytes_.size() - at_});
    std::memcpy(buffer, bytes_.data() + at_, count);
    at_ += count;
    return count;
  }
  std::optional<std::string> error() const override { return std::nullopt; }

 private:
  std::string bytes_;
  std::size_t most_;
  std::size_t at_ = 0;
};

struct Read {
  std::string text;
  std::optional<ContentFault> fault;
};

Read read_all_of(Reader& reader, std::size_t at_a_time) {
  Read read;
  std::string buffer(at_a_time, '\0');
  for (std::size_t got = 0; (got = reader.read(buffer.data(), buffer.size())) != 0;)
    read.text.append(buffer, 0, got);
  read.fault = reader.fault();
  return read;
}

/// What `make` reads of the bytes, the same in whatever pieces they come and are asked for.
template <class Make>
Read read_in_pieces(const std::string& bytes, Make make) {
  struct Pieces {
    std::size_t given, asked;
  };
  const auto read = [&](Pieces pieces) {
    return read_all_of(*make(std::make_unique<Drip>(bytes, pieces.given)), pieces.asked);
  };
  Read first = read({1'000'000, 4096});
  for (const Pieces pieces : {Pieces{1, 64}, {2, 64}, {3, 64}, {5, 3}, {7, 1}, {1000, 4096}}) {
    const Read again = read(pieces);
    CHECK(again.text == first.text);
    CHECK(again.fault.has_value() == first.fault.has_value());
    if (again.fault && first.fault) CHECK(again.fault->offset == first.fault->offset);
  }
  return first;
}

Read decoded_text(const std::string& bytes, Encoding encoding) {
  return read_in_pieces(
      bytes, [&](std::unique_ptr<Reader> reader) { return decoded(std::move(reader), encoding); });
}

std::string bytes_of(std::initializer_list<int> values) {
  std::string bytes;
  for (const int value : values)
    bytes += static_cast<char>(value);
  return bytes;
}

std::string gzipped(const std::string& text) {
  constexpr int kGzip = 16, kMemory = 8;
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, MAX_WBITS + kGzip, kMemory,
               Z_DEFAULT_STRATEGY);
  std::string in = text;
  std::string out(deflateBound(&stream, static_cast<uLong>(in.size())) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

Read decompressed_text(const std::string& bytes) {
  return read_in_pieces(
      bytes, [](std::unique_ptr<Reader> reader) { return decompressed(std::move(reader)); });
}

}  // namespace

TEST_CASE("GB18030: one, two and four bytes, wherever they are cut") {
  // 北京, a letter, the euro sign of GBK, U+00E4 and U+20000 of four bytes
  const std::string bytes = bytes_of({0xB1, 0xB1, 0xBE, 0xA9, 'a', 0xA2, 0xE3, 0x81, 0x30, 0x8A,
                                      0x31, 0x95, 0x32, 0x82, 0x36, ',', '\n'});
  const Read read = decoded_text(bytes, Encoding::Gb18030);
  CHECK_FALSE(read.fault);
  CHECK(read.text == "北京a€ä𠀀,\n");
}

TEST_CASE("bytes that are no character are named with their place") {
  const Read lead = decoded_text("ab" + bytes_of({0xFF}) + "c", Encoding::Gb18030);
  REQUIRE(lead.fault);
  CHECK(lead.text == "ab");
  CHECK(lead.fault->offset == 2);
  CHECK(lead.fault->byte == 0xFF);
  const Read half = decoded_text("abc" + bytes_of({0xB1}), Encoding::Gb18030);
  REQUIRE(half.fault);
  CHECK(half.fault->offset == 3);
  const Read western = decoded_text("a" + bytes_of({0xFC, 0x81}), Encoding::Windows1252);
  REQUIRE(western.fault);
  CHECK(western.text == "aü");
  CHECK(western.fault->offset == 2);
  const Read lone = decoded_text(bytes_of({'a', 0, 0x00, 0xDC, 'b', 0}), Encoding::Utf16Le);
  REQUIRE(lone.fault);
  CHECK(lone.fault->offset == 2);
  const Read odd = decoded_text(bytes_of({'a', 0, 'b'}), Encoding::Utf16Le);
  REQUIRE(odd.fault);
  CHECK(odd.text == "a");
}

TEST_CASE("a byte order mark decides, and is no text in UTF-16") {
  const std::string little = bytes_of({0xFF, 0xFE, 'a', 0, 0x17, 0x53, 0x40, 0xD8, 0x00, 0xDC});
  CHECK(decoded_text(little, Encoding::Gb18030).text == "a北𠀀");
  const std::string big = bytes_of({0xFE, 0xFF, 0, 'a', 0x53, 0x17});
  CHECK(decoded_text(big, Encoding::Utf8).text == "a北");
  CHECK(decoded_text("\xEF\xBB\xBF"
                     "a",
                     Encoding::Gb18030)
            .text ==
        "\xEF\xBB\xBF"
        "a");
  CHECK(decoded_text("", Encoding::Utf16Le).text.empty());
  CHECK(decoded_text("x", Encoding::Gb18030).text == "x");
}

TEST_CASE("gzip data are read whole, in one part or several") {
  std::string text;
  for (int i = 0; i < 5000; ++i)
    text += "R" + std::to_string(i * 7919 % 10007) + ",2025-01-03\n";
  const Read one = decompressed_text(gzipped(text));
  CHECK_FALSE(one.fault);
  CHECK(one.text == text);
  const Read two = decompressed_text(gzipped(text) + gzipped("x,y\n"));
  CHECK_FALSE(two.fault);
  CHECK(two.text == text + "x,y\n");
  CHECK(decompressed_text(gzipped("")).text.empty());
  CHECK(decompressed_text("plain").text == "plain");
}

TEST_CASE("gzip data that are cut anywhere end with a fault") {
  const std::string bytes = gzipped("id,amount\n1,2\n3,4\n");
  for (std::size_t size = 2; size < bytes.size(); ++size) {
    const auto reader = decompressed(std::make_unique<Drip>(bytes.substr(0, size), 4096));
    const Read read = read_all_of(*reader, 4096);
    INFO(size);
    REQUIRE(read.fault);
    CHECK(read.fault->kind == ContentFault::Kind::EndsEarly);
  }
}

TEST_CASE("Zstandard data, whole, cut and damaged") {
  // `zstd` of "id,n\n1,2\n" without a check sum, as one raw block
  const std::string bytes =
      bytes_of({0x28, 0xB5, 0x2F, 0xFD, 0x20, 0x09, 0x49, 0x00, 0x00}) + "id,n\n1,2\n";
  const Read whole = decompressed_text(bytes);
  CHECK_FALSE(whole.fault);
  CHECK(whole.text == "id,n\n1,2\n");
  const Read cut = decompressed_text(bytes.substr(0, bytes.size() - 2));
  REQUIRE(cut.fault);
  CHECK(cut.fault->kind == ContentFault::Kind::EndsEarly);
  const Read damaged = decompressed_text(bytes.substr(0, 4) + std::string(20, '\xFF'));
  REQUIRE(damaged.fault);
  CHECK(damaged.fault->kind == ContentFault::Kind::Damaged);
}

TEST_CASE("names of encodings") {
  CHECK(encoding_named("GBK") == Encoding::Gb18030);
  CHECK(encoding_named("Utf-16") == Encoding::Utf16Le);
  CHECK_FALSE(encoding_named("latin9"));
  CHECK_FALSE(encoding_named(""));
}

}  // namespace kpi::io
