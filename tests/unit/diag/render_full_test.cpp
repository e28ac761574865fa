#include <catch2/catch.hpp>

#include "base/text.hpp"
#include "sample.hpp"

using namespace kpi;
using namespace kpi::test;

TEST_CASE("the place is underlined with its label", "[diag]") {
  SourceMap sources;
  const FileId file = sources.add("plan.kpi", "currency CNY\nmetric a = sum(ordres.amount)\n");
  Diagnostic error = error_at(span_of(sources, file, "ordres"));
  error.underline(Text::did_you_mean, {{"name", "orders"}});
  CHECK(body(error, sources) == R"(
 --> plan.kpi:2:16
  |
2 | metric a = sum(ordres.amount)
  |                ^^^^^^ did you mean `orders`?
)");
}

TEST_CASE("the title carries severity, code and text", "[diag]") {
  SourceMap sources;
  const Diagnostic error = error_at({});
  const std::string code(name_of(error.code));
  CHECK(render(error, sources, {}) ==
        "error[" + code + "]: " + message_text(error, Language::English) + "\n");
  RenderOptions chinese;
  chinese.language = Language::Chinese;
  CHECK(render(error, sources, chinese) ==
        "错误[" + code + "]：" + message_text(error, Language::Chinese) + "\n");
}

TEST_CASE("Han characters take two columns", "[diag]") {
  SourceMap sources;
  const FileId file = sources.add("方案.kpi", "指标 销售额 = 求和(订单.金额)\n");
  Diagnostic error = error_at(span_of(sources, file, "订单"));
  error.underline(Text::defined_here, {{"name", "订单"}});
  RenderOptions chinese;
  chinese.language = Language::Chinese;
  CHECK(body(error, sources, chinese) == R"(
 --> 方案.kpi:1:13
  |
1 | 指标 销售额 = 求和(订单.金额)
  |                    ^^^^ `订单` 在这里定义
)");
}

TEST_CASE("tabs are expanded before columns are counted", "[diag]") {
  SourceMap sources;
  const FileId file = sources.add("plan.kpi", "\tcap\t120 CNY\n");
  CHECK(body(error_at(span_of(sources, file, "120")), sources) == R"(
 --> plan.kpi:1:6
  |
1 |     cap 120 CNY
  |         ^^^
)");
}

TEST_CASE("labels of one file share a snippet in line order", "[diag]") {
  SourceMap sources;
  const FileId file = sources.add("plan.kpi", "one\ntwo\nthree\nfour\n");
  Diagnostic error = error_at(span_of(sources, file, "four"));
  error.label(span_of(sources, file, "one"), Text::defined_here, {{"name", "one"}});
  error.label(span_of(sources, file, "three"), Text::defined_here, {{"name", "three"}});
  CHECK(body(error, sources) == R"(
 --> plan.kpi:4:1
  |
1 | one
  | --- `one` is defined here
...
3 | three
  | ----- `three` is defined here
4 | four
  | ^^^^
)");
}

TEST_CASE("two labels on one line hang below each other", "[diag]") {
  SourceMap sources;
  const FileId file = sources.add("plan.kpi", "metric x = margin + bonus\n");
  Diagnostic error = error_at(span_of(sources, file, "+"));
  error.underline(Text::write_instead, {{"text", "-"}});
  error.label(span_of(sources, file, "margin"), Text::defined_here, {{"name", "margin"}});
  error.label(span_of(sources, file, "bonus"), Text::defined_here, {{"name", "bonus"}});
  CHECK(body(error, sources) == R"(
 --> plan.kpi:1:19
  |
1 | metric x = margin + bonus
  |            ------ ^ ----- `bonus` is defined here
  |            |      |
  |            |      write `-`
  |            `margin` is defined here
)");
}

TEST_CASE("labels in another file get their own place", "[diag]") {
  SourceMap sources;
  const FileId plan = sources.add("plan.kpi", "metric a = b\n");
  const FileId library = sources.add("std/sales.kpi", "\n\nmetric b = 1\n");
  Diagnostic error = error_at(span_of(sources, plan, "b"));
  error.label(span_of(sources, library, "b"), Text::defined_here, {{"name", "b"}});
  CHECK(body(error, sources) == R"(
 --> plan.kpi:1:12
  |
1 | metric a = b
  |            ^
 ::: std/sales.kpi:3:8
  |
3 | metric b = 1
  |        - `b` is defined here
)");
}

TEST_CASE("a stretch over lines is shown by its first and last line", "[diag]") {
  SourceMap sources;
  const FileId file = sources.add("plan.kpi", "tiers t {\n  a : 1\n  b : 2\n  c : 3\n}\n");
  Diagnostic error = error_at(span_of(sources, file, "{\n  a : 1\n  b : 2\n  c : 3\n"));
  error.underline(Text::defined_here, {{"name", "t"}});
  CHECK(body(error, sources) == R"(
 --> plan.kpi:1:9
  |
1 | tiers t {
  |         ^
...
4 |   c : 3
  |   ^^^^^ `t` is defined here
)");
}

TEST_CASE("places without characters still get a mark", "[diag]") {
  SourceMap sources;
  const FileId file = sources.add("plan.kpi", "a {\n\nb\n");
  CHECK(body(error_at({file, 7, 7}), sources) == "\n --> plan.kpi:4:1\n  |\n4 |\n  | ^\n");
  CHECK(body(error_at({file, 4, 4}), sources) == "\n --> plan.kpi:2:1\n  |\n2 |\n  | ^\n");
  CHECK(body(error_at({file, 4, 5}), sources) == "\n --> plan.kpi:2:1\n  |\n2 |\n  | ^\n");
  CHECK(body(error_at({file, 6, 6}), sources) == "\n --> plan.kpi:3:2\n  |\n3 | b\n  |  ^\n");
  const FileId empty = sources.add("empty.kpi", "");
  CHECK(body(error_at({empty, 0, 0}), sources) == "\n --> empty.kpi:1:1\n  |\n1 |\n  | ^\n");
}

TEST_CASE("CRLF never reaches the output", "[diag]") {
  SourceMap sources;
  const FileId file = sources.add("plan.kpi", "metric a\r\nmetric b\r\n");
  const std::string expected = R"(
 --> plan.kpi:1:9
  |
1 | metric a
  |         ^
)";
  CHECK(body(error_at({file, 8, 8}), sources) == expected);
  CHECK(body(error_at({file, 9, 9}), sources) == expected);
  CHECK(body(error_at({file, 8, 10}), sources) == expected);
}

TEST_CASE("a long line is cut around the place", "[diag]") {
  SourceMap sources;
  const std::string text = std::string(5000, 'a') + "ordres" + std::string(4994, 'b');
  const FileId file = sources.add("plan.kpi", text);
  RenderOptions narrow;
  narrow.width = 40;
  CHECK(body(error_at(span_of(sources, file, "ordres")), sources, narrow) == R"(
 --> plan.kpi:1:5001
  |
1 | …aaaaaaaaaaaaaaordresbbbbbbbbbbbbbb…
  |                ^^^^^^
)");
  Diagnostic both = error_at(span_of(sources, file, "ordres"));
  both.label({file, 0, 2}, Text::defined_here, {{"name", "aa"}});
  CHECK(body(both, sources, narrow) == R"(
 --> plan.kpi:1:5001
  |
1 | aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…
  | -- `aa` is defined here
1 | …aaaaaaaaaaaaaaordresbbbbbbbbbbbbbb…
  |                ^^^^^^
)");
}

TEST_CASE("a long Chinese line keeps mark and text aligned", "[diag]") {
  SourceMap sources;
  std::string text;
  for (int i = 0; i < 3000; ++i)
    text += "销";
  text += "x额";
  for (int i = 0; i < 3000; ++i)
    text += "售";
  const FileId file = sources.add("plan.kpi", text);
  for (int width = 24; width < 60; ++width) {
    RenderOptions options;
    options.width = width;
    const std::string shown = body(error_at(span_of(sources, file, "x")), sources, options);
    const std::size_t source = shown.find("1 | ");
    const std::size_t row = shown.find("  | ", source);
    const std::string_view before =
        std::string_view(shown).substr(source, shown.find('x') - source);
    const std::string_view blanks = std::string_view(shown).substr(row, shown.find('^') - row);
    CHECK(display_width(before) == display_width(blanks));
    CHECK(display_width(std::string_view(shown).substr(source, row - source - 1)) <= width);
  }
}

TEST_CASE("what could steer the terminal is replaced", "[diag]") {
  SourceMap sources;
  const FileId file = sources.add("pl\x1b[31man.kpi", "a \x1b[2J \xe2\x80\xae \xff b\n");
  Diagnostic error = error_at(span_of(sources, file, "b"));
  error.note(Text::write_instead, {{"text", "x\x1b[0m"}});
  const std::string shown = body(error, sources);
  CHECK(shown.find('\x1b') == std::string::npos);
  CHECK(shown.find("\xe2\x80\xae") == std::string::npos);
  CHECK(shown.find("1 | a \uFFFD[2J \uFFFD \uFFFD b\n  |            ^\n") != std::string::npos);
  CHECK(shown.find("= note: write `x\uFFFD[0m`\n") != std::string::npos);
}

TEST_CASE("notes come before hints, and edits are told in words", "[diag]") {
  SourceMap sources;
  const FileId file = sources.add("plan.kpi", "metric a = ordres\nmetric b\n");
  Diagnostic error = error_at(span_of(sources, file, "ordres"));
  error.hint(Text::did_you_mean, {{"name", "orders"}});
  error.note(Text::defined_here, {{"name", "a"}});
  error.fix(span_of(sources, file, "ordres"), "orders", false);
  error.fix(span_of(sources, file, "ordres"), "sum(orders)", false);
  error.fix({file, 17, 17}, ";", true);
  error.fix({file, 18, 26}, "", true);
  error.fix({file, 18, 26}, "metric b = 1\nmetric c = 2", false);
  CHECK(body(error, sources) == R"(
 --> plan.kpi:1:12
  |
1 | metric a = ordres
  |            ^^^^^^
  |
  = note: `a` is defined here
  = help: did you mean `orders`?
  = help: replace `ordres` with `sum(orders)`
  = help: insert `;`
  = help: on line 2: remove `metric b`
  = help: on line 2: write here:
      metric b = 1
      metric c = 2
)");
}

TEST_CASE("a place in a data file is its line and column", "[diag]") {
  SourceMap sources;
  const FileId file = sources.add("plan.kpi", "table orders {\n  amount : money\n}\n");
  Diagnostic error = error_at({});
  error.at_data({"data/orders.csv", 17, 3, "amount"});
  error.label(span_of(sources, file, "amount"), Text::defined_here, {{"name", "amount"}});
  error.hint(Text::write_instead, {{"text", "12"}});
  CHECK(body(error, sources) == R"(
 --> data/orders.csv:17, column amount
 ::: plan.kpi:2:3
  |
2 |   amount : money
  |   ------ `amount` is defined here
  |
  = help: write `12`
)");
  RenderOptions chinese;
  chinese.language = Language::Chinese;
  Diagnostic short_row = error_at({});
  short_row.at_data({"data/订单.csv", 4, 2, ""});
  CHECK(body(short_row, sources, chinese) == "\n --> data/订单.csv:4，第 2 列\n");
  Diagnostic whole = error_at({});
  whole.at_data({"orders.csv", 0, 0, ""});
  CHECK(body(whole, sources) == "\n --> orders.csv\n");
}

TEST_CASE("colour only if asked for, and it adds nothing else", "[diag]") {
  SourceMap sources;
  const FileId file = sources.add("plan.kpi", "metric x = margin + bonus\n");
  Diagnostic error = error_at(span_of(sources, file, "margin"));
  error.label(span_of(sources, file, "bonus"), Text::defined_here, {{"name", "bonus"}});
  RenderOptions options;
  const std::string plain = render(error, sources, options);
  CHECK(plain.find('\x1b') == std::string::npos);
  options.color = true;
  std::string colored = render(error, sources, options);
  CHECK(colored.find("\x1b[1;31m^^^^^^\x1b[0m") != std::string::npos);
  for (std::size_t at = colored.find('\x1b'); at != std::string::npos; at = colored.find('\x1b')) {
    colored.erase(at, colored.find('m', at) - at + 1);
  }
  CHECK(colored == plain);
}

TEST_CASE("line numbers of several digits keep the gutter straight", "[diag]") {
  SourceMap sources;
  std::string text;
  for (int i = 1; i <= 12; ++i)
    text += "line " + std::to_string(i) + "\n";
  const FileId file = sources.add("plan.kpi", text);
  Diagnostic error = error_at(span_of(sources, file, "12"));
  error.label(span_of(sources, file, "9"), Text::word_table);
  CHECK(body(error, sources) == R"(
  --> plan.kpi:12:6
   |
 9 | line 9
   |      - table
...
12 | line 12
   |      ^^
)");
}

TEST_CASE("a mark inside a longer one stays visible", "[diag]") {
  SourceMap sources;
  const FileId file = sources.add("plan.kpi", "metric x = margin + bonus\n");
  Diagnostic error = error_at(span_of(sources, file, "margin + bonus"));
  error.label(span_of(sources, file, "margin"), Text::this_is, {{"what", "CNY"}});
  error.label(span_of(sources, file, "bonus"), Text::this_is, {{"what", "count"}});
  CHECK(body(error, sources) == R"(
 --> plan.kpi:1:12
  |
1 | metric x = margin + bonus
  |            ------^^^----- this is count
  |            |
  |            this is CNY
)");
}

TEST_CASE("a hint that names the replacement stands for the edit", "[diag]") {
  SourceMap sources;
  const FileId file = sources.add("plan.kpi", "rate + 10%\n");
  Diagnostic error = error_at(span_of(sources, file, "10%"));
  error.hint(Text::write_instead, {{"text", "+ 10 pp"}});
  error.fix(span_of(sources, file, "10%"), "10 pp", false);
  const std::string shown = body(error, sources);
  CHECK(shown.find("= help: write `+ 10 pp`\n") != std::string::npos);
  CHECK(shown.find("replace") == std::string::npos);
}

TEST_CASE("a mark longer than the window keeps the start of its line", "[diag]") {
  SourceMap sources;
  const FileId file = sources.add("plan.kpi", "param n = " + std::string(90, '9'));
  RenderOptions narrow;
  narrow.width = 40;
  CHECK(body(error_at({file, 10, 100}), sources, narrow) == R"(
 --> plan.kpi:1:11
  |
1 | param n = 9999999999999999999999999…
  |           ^^^^^^^^^^^^^^^^^^^^^^^^^^
)");
}
