#include "lsp/positions.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

namespace kpi::lsp {
namespace {

TEST_CASE("a position counts units of the encoding", "[lsp]") {
  // 回 takes 3 bytes and one unit, 𠮷 and 😀 take 4 bytes and a pair of surrogates
  const std::string text = "a回𠮷b😀\r\nc\n";
  const Lines utf16(text, Encoding::Utf16), utf8(text, Encoding::Utf8);
  const std::size_t b = 1 + 3 + 4;
  CHECK(utf16.position(b) == Position{0, 4});
  CHECK(utf8.position(b) == Position{0, 8});
  CHECK(utf16.offset({0, 4}) == b);
  CHECK(utf8.offset({0, 8}) == b);
  const std::size_t c = b + 1 + 4 + 2;
  CHECK(utf16.position(c) == Position{1, 0});
  CHECK(utf16.offset({1, 0}) == c);
}

TEST_CASE("positions that are nowhere become the nearest that is", "[lsp]") {
  const std::string text = "ab😀\r\nc";
  const Lines lines(text, Encoding::Utf16);
  CHECK(lines.offset({0, 99}) == 6);  // before the line break
  CHECK(lines.offset({9, 0}) == text.size());
  CHECK(lines.offset({0, 3}) == 2);  // between surrogates: before the character
  CHECK(lines.position(99) == Position{1, 1});
  CHECK(Lines("", Encoding::Utf8).offset({3, 3}) == 0);
}

TEST_CASE("any text: every character is found where its position says", "[lsp]") {
  const std::vector<std::string> pieces = {
      "a",  "回", "𠮷", "😀",  "e\xCC\x81",          "\n", "\r\n",
      "\r", "é",  "，", "\t", "👩‍👩‍👧", "",   "\xEF\xBB\xBF"};
  std::mt19937 chance(5);
  for (int round = 0; round < 300; ++round) {
    std::string text;
    std::vector<std::size_t> starts;
    for (int i = 0; i < 40; ++i) {
      const std::string& piece = pieces[chance() % pieces.size()];
      if (!piece.empty()) starts.push_back(text.size());
      text += piece;
    }
    for (const Encoding encoding : {Encoding::Utf16, Encoding::Utf8}) {
      const Lines lines(text, encoding);
      Position last;
      for (const std::size_t start : starts) {
        const Position at = lines.position(start);
        const bool between = start > 0 && text[start - 1] == '\r' && text[start] == '\n';
        if (!between) CHECK(lines.offset(at) == start);
        CHECK((at.line > last.line || at.character >= last.character));
        last = at;
      }
    }
  }
}

}  // namespace
}  // namespace kpi::lsp
