// UTF-8, normalisation, widths, identifiers and suggestions.

#include "base/text.hpp"

#include <catch2/catch.hpp>

namespace kpi {
namespace {

std::string utf8(std::initializer_list<char32_t> code_points) {
  std::string text;
  for (const char32_t code_point : code_points)
    append_utf8(text, code_point);
  return text;
}

TEST_CASE("every code point survives a trip through UTF-8") {
  for (char32_t code_point = 0; code_point <= 0x10FFFF; ++code_point) {
    if (code_point >= 0xD800 && code_point <= 0xDFFF) continue;
    const std::string text = utf8({code_point});
    std::size_t offset = 0;
    if (next_code_point(text, offset) != code_point || offset != text.size()) {
      FAIL("code point " << static_cast<std::uint32_t>(code_point));
    }
  }
  CHECK(utf8({0x7F}).size() == 1);
  CHECK(utf8({0x80}).size() == 2);
  CHECK(utf8({0x800}).size() == 3);
  CHECK(utf8({0x10000}) == "\xF0\x90\x80\x80");
}

TEST_CASE("bytes that are not UTF-8 are found where they stand") {
  CHECK_FALSE(first_invalid_utf8("").has_value());
  CHECK_FALSE(first_invalid_utf8("销售额 = 1\n").has_value());
  CHECK(first_invalid_utf8("ab\xFF") == 2U);
  CHECK(first_invalid_utf8("销\xE9\x94") == 3U);        // cut short
  CHECK(first_invalid_utf8("\x80") == 0U);              // a continuation alone
  CHECK(first_invalid_utf8("a\xC0\xAF") == 1U);         // overlong
  CHECK(first_invalid_utf8("\xE0\x80\xAF") == 0U);      // overlong
  CHECK(first_invalid_utf8("\xED\xA0\x80") == 0U);      // a surrogate
  CHECK(first_invalid_utf8("\xF4\x90\x80\x80") == 0U);  // beyond 10FFFF
  std::size_t offset = 1;
  CHECK_FALSE(next_code_point("a\xFF\x62", offset).has_value());
  CHECK(offset == 2);
  CHECK(next_code_point("a\xFF\x62", offset) == U'b');
}

TEST_CASE("GB18030 text is recognised") {
  CHECK(looks_like_gb18030("\xCF\xFA\xCA\xDB\xB6\xEE,100\r\n"));  // 销售额
  CHECK(looks_like_gb18030("a\x81\x30\x81\x30"));                 // four bytes, basic plane
  CHECK(looks_like_gb18030("\x95\x32\x82\x36"));                  // U+20000
  CHECK_FALSE(looks_like_gb18030(""));
  CHECK_FALSE(looks_like_gb18030("plain ASCII"));
  CHECK_FALSE(looks_like_gb18030("\xCF\xFA\xCA"));  // cut short
  CHECK_FALSE(looks_like_gb18030("\xCF\x20"));      // no second byte
  CHECK_FALSE(looks_like_gb18030("\xCF\x7F"));
  CHECK_FALSE(looks_like_gb18030("\x80\x40"));
  CHECK_FALSE(looks_like_gb18030("\xFF\x40"));
  CHECK_FALSE(looks_like_gb18030("\x81\x30\x81"));
  CHECK_FALSE(looks_like_gb18030("\x85\x30\x81\x30"));  // between the planes
  CHECK_FALSE(looks_like_gb18030("\xE3\x32\x9A\x36"));  // beyond 10FFFF
  CHECK_FALSE(looks_like_gb18030(std::string_view("\xCF\xFA\0", 3)));
}

TEST_CASE("normalisation") {
  CHECK(to_nfc("e\xCC\x81") == "é");
  CHECK(to_nfc("ＧＭＶ") == "ＧＭＶ");
  CHECK(to_nfkc("ＧＭＶ２①") == "GMV21");
  CHECK(to_nfkc(utf8({0x2F47})) == "日");  // the radical, not the ideograph
  CHECK(to_nfc(utf8({0x2F47})) == utf8({0x2F47}));
  CHECK(to_nfc("plain") == "plain");
  CHECK(to_nfc("\xFF\xE9") == "\xFF\xE9");
  CHECK(to_nfkc("１\xFF") == "１\xFF");
  CHECK(to_nfc(std::string_view("é\0e", 4)) == std::string_view("é\0e", 4));
}

TEST_CASE("terminal columns") {
  CHECK(display_width("") == 0);
  CHECK(display_width("abc") == 3);
  CHECK(display_width("销售额abc") == 9);
  CHECK(display_width("（）") == 4);
  CHECK(display_width("e\xCC\x81") == 1);
  CHECK(display_width(utf8({0x20000})) == 2);
  CHECK(display_width(utf8({0x1F600})) == 2);
  CHECK(display_width(utf8({0x26A0})) == 1);
  CHECK(display_width(utf8({0x26A0, 0xFE0F})) == 2);                             // the emoji form
  CHECK(display_width(utf8({0x1F1E8, 0x1F1F3})) == 2);                           // a flag
  CHECK(display_width(utf8({0x1F468, 0x200D, 0x1F469, 0x200D, 0x1F467})) == 2);  // a family
  CHECK(display_width(utf8({0x1F44D, 0x1F3FD})) == 2);                           // with a skin tone
  CHECK(display_width("a\xFF") == 2);
  CHECK(display_width("a…b") == 3);
}

TEST_CASE("padding and cutting count columns") {
  CHECK(pad_right("销售", 6) == "销售  ");
  CHECK(pad_left("销售", 6) == "  销售");
  CHECK(pad_right("销售", 3) == "销售");
  CHECK(cut_to_width("销售额", 6) == "销售额");
  CHECK(cut_to_width("销售额", 5) == "销售…");
  CHECK(cut_to_width("销售额", 4) == "销…");
  CHECK(cut_to_width("销售额", 1) == "…");
  CHECK(cut_to_width("销售额", 0).empty());
  CHECK(cut_to_width("", 0).empty());
  CHECK(cut_to_width("e\xCC\x81"
                     "abc",
                     2) == "e\xCC\x81…");
  for (int width = 1; width <= 12; ++width) {
    CHECK(display_width(cut_to_width("ab销售cd额 é end", width)) <= width);
  }
}

TEST_CASE("characters of names") {
  for (const char32_t start : {U'a', U'Z', U'_', U'é', U'销', U'〇', U'ー', char32_t{0x20000},
                               U'Ｇ', char32_t{0x1885}, char32_t{0x2118}}) {
    INFO(static_cast<std::uint32_t>(start));
    CHECK(is_identifier_start(start));
    CHECK(is_identifier_continue(start));
  }
  for (const char32_t later : {U'0', U'9', char32_t{0x0301}, U'２', U'‿', char32_t{0x1369},
                               char32_t{0x0E33}, char32_t{0xFF9E}}) {
    INFO(static_cast<std::uint32_t>(later));
    CHECK_FALSE(is_identifier_start(later));
    CHECK(is_identifier_continue(later));
  }
  // Punctuation, signs, the middle dots, both blocks of radicals, circled digits, what NFKC breaks.
  for (const char32_t never : {U' ',
                               U'-',
                               U'.',
                               U'$',
                               U'，',
                               U'（',
                               U'％',
                               U'￥',
                               char32_t{0x00B7},
                               char32_t{0x0387},
                               char32_t{0x2E80},
                               char32_t{0x2F47},
                               char32_t{0x2FD5},
                               U'①',
                               char32_t{0x2E2F},
                               char32_t{0x037A},
                               char32_t{0xFE7E},
                               char32_t{0x309B},
                               char32_t{0x200D},
                               char32_t{0x3164},
                               char32_t{0xFE0F},
                               char32_t{0xE0100},
                               char32_t{0x1F600}}) {
    INFO(static_cast<std::uint32_t>(never));
    CHECK_FALSE(is_identifier_start(never));
    CHECK_FALSE(is_identifier_continue(never));
  }
}

TEST_CASE("characters that show nothing") {
  for (const char32_t hidden :
       {char32_t{0}, char32_t{0x1B}, char32_t{0x7F}, char32_t{0x85}, char32_t{0xAD},
        char32_t{0x061C}, char32_t{0x200B}, char32_t{0x200E}, char32_t{0x2028}, char32_t{0x202A},
        char32_t{0x202E}, char32_t{0x2060}, char32_t{0x2066}, char32_t{0x2069}, char32_t{0x3164},
        char32_t{0xFE0F}, char32_t{0xFEFF}, char32_t{0xE0041}}) {
    INFO(static_cast<std::uint32_t>(hidden));
    CHECK(is_invisible(hidden));
  }
  for (const char32_t shown : {U'\t', U'\n', U'\r', U' ', U'a', U'销', char32_t{0x3000},
                               char32_t{0xA0}, char32_t{0x0301}, char32_t{0x1F600}}) {
    INFO(static_cast<std::uint32_t>(shown));
    CHECK_FALSE(is_invisible(shown));
  }
}

TEST_CASE("the nearest name is offered if it is near and alone") {
  const std::vector<std::string> names{"revenue", "gross_margin", "销售额", "回款率", "sum"};
  CHECK(nearest("revenu", names) == std::string("revenue"));
  CHECK(nearest("reveune", names) == std::string("revenue"));
  CHECK(nearest("Revenue", names) == std::string("revenue"));
  CHECK(nearest("SUM", names) == std::string("sum"));
  CHECK(nearest("grossmargin", names) == std::string("gross_margin"));
  CHECK(nearest("销额", names) == std::string("销售额"));
  CHECK(nearest("回款綠", names) == std::string("回款率"));
  CHECK_FALSE(nearest("profit", names).has_value());
  CHECK_FALSE(nearest("cost", {"coin"}).has_value());  // two edits in four letters
  CHECK(nearest("amounts", {"amoun", "amount"}) == std::string("amount"));
  CHECK_FALSE(nearest("x", {"y"}).has_value());
  CHECK_FALSE(nearest("", names).has_value());
  CHECK_FALSE(nearest("cast", {"cost", "case"}).has_value());  // two at the same distance
  CHECK(nearest("cost1", {"cost", "case"}) == std::string("cost"));
  CHECK(nearest("cost1", {"cost", "cost"}) == std::string("cost"));
  CHECK(nearest("amout", {"amount", "about"}) == std::nullopt);
  CHECK(nearest("amounts", {"about", "amount"}) == std::string("amount"));
}

TEST_CASE("edit distance: a swap of neighbours is one edit") {
  CHECK(nearest("ab", {"ba"}) == std::string("ba"));
  CHECK_FALSE(nearest("abc", {"cba"}).has_value());
  CHECK(nearest("margni", {"margin"}) == std::string("margin"));
}

TEST_CASE("trimming and lower case touch ASCII only") {
  CHECK(trim(" \t销售 额\r\n") == "销售 额");
  CHECK(trim(" \n ").empty());
  CHECK(trim("").empty());
  CHECK(ascii_lower("SuM_1É销") == "sum_1É销");
}

}  // namespace
}  // namespace kpi
