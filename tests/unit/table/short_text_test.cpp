// Cells as numbers: digits, decimals and codes of texts.

#include "table/short_text.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <string>

#include "table/cell_values.hpp"
#include "table/column_values.hpp"
#include "table/dictionary.hpp"
#include "table/plain_values.hpp"

namespace kpi::table {
namespace {

TEST_CASE("one to eight digits are read, and nothing else") {
  std::uint64_t number = 0;
  CHECK_FALSE(read_digits("", number));
  CHECK_FALSE(read_digits("123456789", number));
  for (std::uint64_t wanted = 0; wanted < 100'000'000; wanted += wanted < 20'000 ? 1 : 99'991) {
    const std::string digits = std::to_string(wanted);
    REQUIRE(read_digits(digits, number));
    REQUIRE(number == wanted);
    REQUIRE(read_digits(std::string(8 - digits.size(), '0') + digits, number));
    REQUIRE(number == wanted);
  }
  for (int c = 0; c < 256; ++c) {
    for (std::size_t size = 1; size <= 8; ++size) {
      for (std::size_t at = 0; at < size; ++at) {
        std::string text(size, '9');
        text[at] = static_cast<char>(c);
        REQUIRE(read_digits(text, number) == (c >= '0' && c <= '9'));
      }
    }
  }
}

bool read_plain(std::string text, int scale, std::int64_t& mantissa) {
  const std::size_t size = text.size();
  text += "12345678";  // what stands behind a text does not matter
  return size > 0 && PlainDecimals(scale).read(std::string_view(text).substr(0, size), mantissa);
}

TEST_CASE("what is taken for a plain decimal is the decimal", "[property]") {
  std::mt19937 random(7);
  const std::string alphabet = "0123456789012345678901234567890.-+ ,x";
  std::size_t taken = 0;
  for (int i = 0; i < 200'000; ++i) {
    std::string text;
    for (std::size_t size = random() % 14; size > 0; --size)
      text += alphabet[random() % alphabet.size()];
    if (random() % 2 == 0) text = std::to_string(random() % 100'000) + ".25";
    const int scale = static_cast<int>(random() % 6);
    std::int64_t quick = 0;
    std::int64_t exact = 0;
    if (!read_plain(text, scale, quick)) continue;
    ++taken;
    CAPTURE(text, scale);
    REQUIRE(read_decimal(text, scale, 0, exact) == NumberFault::None);
    REQUIRE(quick == exact);
  }
  CHECK(taken > 10'000);
  std::int64_t value = 0;
  CHECK(read_plain("-99999999.99999999", 8, value));
  CHECK(value == -9'999'999'999'999'999);
  CHECK_FALSE(read_plain("100000000.00", 2, value));
  CHECK_FALSE(read_plain(".50", 2, value));
  CHECK_FALSE(read_plain("-", 0, value));
}

TEST_CASE("every day of the century is read, and nothing that is none", "[property]") {
  const auto read = [](std::string text, std::int64_t& days) {
    const std::size_t size = text.size();
    text += "12345678";
    return PlainDays::read(std::string_view(text).substr(0, size), days);
  };
  std::int64_t days = 0;
  const std::int32_t end = from_civil(2100, 1, 1)->days;
  for (Date day = *from_civil(2000, 1, 1); day.days < end; ++day.days) {
    REQUIRE(read(to_string(day), days));
    REQUIRE(days == day.days);
  }
  std::mt19937 random(5);
  for (int i = 0; i < 200'000; ++i) {
    std::string text = to_string(Date{static_cast<std::int32_t>(random() % 60'000)});
    const auto c = static_cast<char>(random() % 256);
    text[random() % text.size()] = random() % 4 == 0 ? c : static_cast<char>('0' + random() % 10);
    const std::optional<Date> day = read_day(text, "");
    CAPTURE(text);
    if (read(text, days)) REQUIRE(day == Date{static_cast<std::int32_t>(days)});
  }
}

TEST_CASE("a dictionary numbers texts in the order in which they come", "[property]") {
  std::mt19937 random(11);
  Dictionary texts;
  std::map<std::string, std::int64_t> expected;
  for (int i = 0; i < 100'000; ++i) {
    std::string text;
    switch (random() % 5) {
      case 0: text = std::to_string(random() % 30'000); break;
      case 1: text = "R" + std::to_string(random() % 20'000); break;
      case 2: text = std::to_string(random()); break;  // too large to be looked up by
      case 3: text = "0" + std::to_string(random() % 100); break;
      default: text = std::string(random() % 30, static_cast<char>('a' + random() % 3)); break;
    }
    const auto found = expected.find(text);
    CAPTURE(text);
    REQUIRE(texts.find(text).has_value() == (found != expected.end()));
    const std::int64_t code = texts.intern(text);
    if (found == expected.end()) {
      REQUIRE(code == static_cast<std::int64_t>(expected.size()));
      expected.emplace(text, code);
    } else {
      REQUIRE(code == found->second);
    }
    REQUIRE(texts.text(code) == text);
  }
  CHECK(texts.size() == expected.size());
}

TEST_CASE("ids that begin alike are told apart, whatever was first", "[property]") {
  const auto digits = [](std::size_t number, std::size_t size) {
    std::string text = std::to_string(number);
    return std::string(size - std::min(size, text.size()), '0') + text;
  };
  std::mt19937 random(12);
  for (const std::string first : {"R000001", "R001", "7", "007", "R", "员0001", "Q1", "", "A1B2",
                                  "R1234567", "R12345678", "12345678", "RR00001"}) {
    Dictionary texts;
    std::map<std::string, std::int64_t> expected;
    std::vector<std::string> batch{first};
    for (int i = 0; i < 200; ++i) {
      for (std::size_t n = 0; n < 64; ++n) {
        const char* const begins[] = {"", "R", "RR", "S", "员", "Q", "r"};
        batch.push_back(begins[random() % 7] + digits(random() % 200, 1 + random() % 7));
      }
      std::vector<Dictionary::Key> keys;  // as they are before any text of the batch is in it
      for (const std::string& text : batch)
        keys.push_back(texts.key_of(text));
      for (std::size_t n = 0; n < batch.size(); ++n) {
        const auto known = expected.emplace(batch[n], expected.size());
        const std::int64_t found = texts.code_of(batch[n], keys[n]);
        CAPTURE(first, batch[n]);
        if (known.second) REQUIRE(found == Dictionary::kUnknown);
        if (found != Dictionary::kUnknown) REQUIRE(found == known.first->second);
        REQUIRE(texts.intern(batch[n], keys[n]) == known.first->second);
        REQUIRE(texts.code_of(batch[n]) == known.first->second);
        REQUIRE(texts.text(known.first->second) == batch[n]);
      }
      batch.clear();
    }
  }
}

TEST_CASE("the numbers of a column are the same in four bytes and in eight") {
  ColumnValues values;
  values.append({1, -2, 3});
  values.push_back(INT32_MAX);
  CHECK(values[3] == INT32_MAX);
  values.set(0, std::int64_t{INT32_MAX} + 1);
  CHECK(values[0] == std::int64_t{INT32_MAX} + 1);
  CHECK(values[1] == -2);
  values.append({5, INT64_MIN});
  CHECK(values.size() == 6);
  CHECK(values.ends() ==
        std::pair<std::int64_t, std::int64_t>(INT64_MIN, std::int64_t{INT32_MAX} + 1));
  values.remove({0, 1, 0, 1, 0, 1});
  CHECK(values.size() == 3);
  CHECK(values[2] == 5);
  values.assign(2, INT64_MAX);
  CHECK(values[1] == INT64_MAX);
}

}  // namespace
}  // namespace kpi::table
