#include "output/wrap.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "base/text.hpp"

namespace kpi::output {
namespace {

using Lines = std::vector<std::string>;

TEST_CASE("lines break at spaces") {
  CHECK(wrap("one two three", 8) == Lines{"one two", "three"});
  CHECK(wrap("one two three", 7) == Lines{"one two", "three"});
  CHECK(wrap("one two three", 0) == Lines{"one two three"});
  CHECK(wrap("", 5) == Lines{""});
}

TEST_CASE("a long word keeps a line of its own") {
  CHECK(wrap("a zero_denominator b", 6) == Lines{"a", "zero_denominator", "b"});
}

TEST_CASE("Chinese breaks between characters but not before closing punctuation") {
  CHECK(wrap("回款不足，总分封顶", 8) == Lines{"回款不", "足，总分", "封顶"});
  CHECK(wrap("R01 张伟", 6) == Lines{"R01 张", "伟"});
}

TEST_CASE("no line is wider than asked for, words aside") {
  const std::string text = "订单：380 行中有 2 行没有归属，只计入公司合计；as written by Alice";
  for (int width = 7; width < 60; ++width) {
    std::string joined;
    for (const std::string& line : wrap(text, width)) {
      CHECK(display_width(line) <= width);
      joined += line;
    }
    std::string dense = text;
    for (std::string* s : {&joined, &dense})
      s->erase(std::remove(s->begin(), s->end(), ' '), s->end());
    CHECK(joined == dense);
  }
}

}  // namespace
}  // namespace kpi::output
