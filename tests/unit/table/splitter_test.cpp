// Bytes -> records: the book, every block size, and what is not CSV.

#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "table/records.hpp"

namespace kpi::table {
namespace {

std::string fault_name(const Record& record) {
  switch (record.fault) {
    case RecordFault::None: return "";
    case RecordFault::StrayQuote: return " stray:" + std::to_string(record.fault_field);
    case RecordFault::TooLong: return " long";
    case RecordFault::OpenQuote: return " open:" + std::to_string(record.fault_line);
  }
  return "?";
}

void print(const RecordBatch& batch, std::vector<std::string>& out) {
  std::string scratch;
  batch.for_each_record([&](const Record& record) {
    std::string line = std::to_string(record.line) + "@" + std::to_string(record.offset) + ":";
    for (std::size_t i = 0; i < record.field_count; ++i) {
      line += "[" + std::string(batch.text(record, i, scratch)) + "]";
    }
    out.push_back(line + fault_name(record) + (record.blank() ? " blank" : ""));
  });
}

std::vector<std::string> split(std::string_view text, std::size_t block) {
  Splitter splitter;
  RecordBatch batch;
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size(); at += block) {
    const std::string_view bytes = text.substr(at, block);
    bytes.copy(splitter.room(batch, bytes.size()), bytes.size());
    splitter.split(batch, bytes.size());
    print(batch, out);
  }
  splitter.finish(batch);
  print(batch, out);
  return out;
}

using Records = std::vector<std::string>;

TEST_CASE("fields and records follow RFC 4180") {
  CHECK(split("a,b\n1,2\n", 99) == Records{"1@0:[a][b]", "2@4:[1][2]"});
  CHECK(split("a,b\r\n1,2\r\n", 99) == Records{"1@0:[a][b]", "2@5:[1][2]"});
  CHECK(split("a,b\n1,2", 99) == Records{"1@0:[a][b]", "2@4:[1][2]"});
  CHECK(split("a\r", 99) == Records{"1@0:[a]"});
  CHECK(split("\xEF\xBB\xBF\x61,b\n", 99) == Records{"1@3:[a][b]"});
  CHECK(split("\"a,b\",\"c\"\"d\"\n", 99) == Records{"1@0:[a,b][c\"d]"});
  CHECK(split("\"\"\"\",\"\"\n", 99) == Records{"1@0:[\"][]"});
  CHECK(split("\"x\ny\r\nz\",1\n2,3\n", 99) == Records{"1@0:[x\ny\r\nz][1]", "4@11:[2][3]"});
  CHECK(split("\"a\"\r\n\"b\"", 99) == Records{"1@0:[a]", "2@5:[b]"});
  CHECK(split(",\n", 99) == Records{"1@0:[][]"});
  CHECK(split("a,", 99) == Records{"1@0:[a][]"});
  CHECK(split(" a , b \n", 99) == Records{"1@0:[ a ][ b ]"});
}

TEST_CASE("an empty file has no records, an empty line is a blank one") {
  CHECK(split("", 9).empty());
  CHECK(split("\xEF\xBB\xBF", 1).empty());
  CHECK(split("\n", 9) == Records{"1@0:[] blank"});
  CHECK(split("a\r\n\r\n", 9) == Records{"1@0:[a]", "2@3:[] blank"});
  CHECK(split("\"\"\n", 9) == Records{"1@0:[]"});
  CHECK(split("\xEF\xBB", 1) == Records{"1@0:[\xEF\xBB]"});
}

TEST_CASE("quotation marks out of place are noticed") {
  CHECK(split("a,5\" pipe\nb,c\n", 99) == Records{"1@0:[a][5\" pipe] stray:1", "2@10:[b][c]"});
  CHECK(split("\"a\"b,c\n", 99) == Records{"1@0:[a\"b][c] stray:0"});
  CHECK(split("\"a\" ,c\n", 99)[0].find("stray:0") != std::string::npos);
  CHECK(split("\"a\"\rb\n", 99)[0].find("stray:0") != std::string::npos);
  CHECK(split("h\na,\"b\nc\n", 99) == Records{"1@0:[h]", "2@2:[a][b\nc\n] open:2"});
  CHECK(split("\"", 1) == Records{"1@0:[] open:1"});
}

TEST_CASE("a row beyond the limit has no fields, whatever the block") {
  const std::string text = "h\n" + std::string(kMaxRecordBytes + 1, 'x') + ",y\nz\n";
  const Records expected = {"1@0:[h]", "2@2: long",
                            "3@" + std::to_string(kMaxRecordBytes + 6) + ":[z]"};
  for (const std::size_t block : std::vector<std::size_t>{1000, 65536, 4 << 20})
    CHECK(split(text, block) == expected);
  const std::string fits = std::string(kMaxRecordBytes, 'x') + "\n";
  CHECK(split(fits, 4096)[0].size() == kMaxRecordBytes + 6);
  const std::string lost = "h\n\"" + std::string(2 * kMaxRecordBytes, '\n');
  for (const std::size_t block : std::vector<std::size_t>{1000, 4 << 20}) {
    CHECK(split(lost, block) == Records{"1@0:[h]", "2@2: open:2"});
  }
}

TEST_CASE("block sizes never show", "[property]") {
  std::mt19937 random(20250701);
  const std::string alphabet = "a\",\n\r1\xE4\xBD\xA0";
  for (int i = 0; i < 3000; ++i) {
    std::string text = random() % 4 == 0 ? "\xEF\xBB\xBF" : "";
    for (std::size_t size = random() % 40; size > 0; --size) {
      text += alphabet[random() % alphabet.size()];
    }
    CAPTURE(text);
    const Records whole = split(text, 1 << 20);
    for (const std::size_t block : std::vector<std::size_t>{1, 2, 3, 7})
      REQUIRE(split(text, block) == whole);
  }
}

}  // namespace
}  // namespace kpi::table
