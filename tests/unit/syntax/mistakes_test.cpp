#include <catch2/catch.hpp>

#include "support.hpp"

/// What analysts mistype: each mistake gives exactly these codes at exactly these lines.
namespace kpi::syntax_test {
namespace {

struct Mistake {
  const char* text;
  const char* places;
};

const Mistake kMistakes[] = {
    // operators
    {"role r = reps where title = \"rep\"", "E0121:1"},
    {"role r = reps where title <> \"rep\"", "E0122:1"},
    {"role r = reps where title === \"rep\"", "E0122:1"},
    {"role r = reps where a > 1 && b > 2", "E0122:1"},
    {"role r = reps where a > 1 || b > 2", "E0122:1"},
    {"role r = reps where a > 1 & b > 2", "E0122:1"},
    {"role r = reps where !a", "E0122:1"},
    {"role r = reps where a => 1", "E0122:1"},
    {"role r = reps where a =< 1", "E0122:1"},
    {"role r = reps where a and b or c", "E0123:1"},
    {"role r = reps where 1 < a > 2", "E0125:1"},
    {"role r = reps where 1 < a < 2 < 3", "E0125:1"},
    {"metric m = a if none 0 + 5", "E0124:1"},
    {"metric m = a + b if none 0", "E0124:1"},
    {"metric m = if a > 0 then b else c + 1", "E0124:1"},
    {"metric m = 1 + if a > 0 then b else c", "E0124:1"},
    {"metric m = sum(a.b) +", "E0101:1"},
    {"metric m = sum(a.b)\n  + sum(a.c)", "E0109:2"},
    {"role r = reps where a\n  and b", "E0109:2"},
    {"metric m = none", "E0127:1"},
    // functions and words
    {"metric m = SUM(a.b)", "E0107:1"},
    {"metric m = IF(a > 0, b, c)", "E0126:1"},
    {"metric m = if(a > 0, b, c)", "E0126:1"},
    {"table t { to : text ; a : key }", "E0106:1"},
    {"metric m = a(during last months)", "E0135:1"},
    {"metric m = min(1,500 CNY)", "E0138:1"},
    {"metric m = if and(a > 1, b > 2) then 1 else 0", "E0128:1"},
    {"metric m = sum(a.b) where c", "E0116:1"},
    {"metric m = sum(a.b, where c)", "E0117:1"},
    {"metric m = a during prior", "E0116:1"},
    {"role r = reps where line in (\"a\", \"b\")", "E0122:1"},
    {"role r = reps where line is \"a\"", "E0122:1"},
    {"metric m = a > 1 ? 1 : 0", "E0122:1"},
    {"metric m = a ^ 2", "E0122:1"},
    {"metric m = a ** 2", "E0122:1"},
    {"role r = where a > 1", "E0101:1"},
    // comments
    {"metric m = a // b", "E0008:1"},
    {"metric m = a -- b", "E0008:1"},
    {"// a\nmetric m = a", "E0008:1"},
    {"/* a\n   metric n = b */\nmetric m = a", "E0008:1"},
    {"metric m = a /* b", "E0008:1"},
    {"/* a\nmetric n = 1\n*/\nmetric m = a", "E0008:1"},
    {"metric m = ｓｕｍ(a.b)", "E0003:1"},
    {"METRIC m = sum(a.b)", "E0107:1"},
    {"role r = reps WHERE a > 1", "E0107:1"},
    {"metrc m = sum(a.b)", "E0105:1"},
    {"指标值 = 求和(a.b)", "E0108:1"},
    {"指标 销售额 = 求和(订单.金额 其中 a > 1 且b > 2)", "E0101:1"},
    {"考核表 c 适用 r 每季度 {\n  m 权重 100% 得分 f(a)\n}", "E0108:1"},
    {"metric m = sum(a.b where)", "E0101:1"},
    {"table by { a : key }", "E0106:1"},
    // brackets
    {"metric m = sum(a.b\nmetric n = 1", "E0102:1"},
    {"metric m = (a + b\nmetric n = 1", "E0102:1"},
    {"metric m = a + b)", "E0103:1"},
    {"scorecard c for r every quarter {\n  m weight 100% scored f(a)\n\npayout p for c { amount 1 "
     "}",
     "E0102:2"},
    {"metric m = a }\nmetric n = 1", "E0103:1"},
    {"}\nmetric n = 1", "E0103:1"},
    {"param p : ratio = 80% within [50%, 100%]", "E0114:1"},
    {"table t {\n  a : key\n  b : text\n", "E0102:3"},
    // punctuation
    {"table t {\n  a key\n  b : text\n}", "E0101:2"},
    {"tiers t(x: ratio) -> points whole {\n  x < 80% 0\n  else : 1\n}", "E0101:2"},
    {"payout p for c {\n  amount = 5 CNY\n  if none hold\n}", "E0113:2"},
    {"table t { a : key, b : text }", "E0112:1"},
    {"tiers t(x: ratio) -> points whole { x < 80% : 0, x >= 80% : 1 }", "E0112:1"},
    {"scorecard c for r \"card\" every quarter { m weight 100% scored a }", "E0110:1"},
    {"metric m = sum(a.b) \"label\"", "E0110:1"},
    {"table t { amount : money \"金额\" }", "E0110:1"},
    {"rule r for c when a > 1 \"text\"", "E0111:1"},
    {"role r = reps where title == 'rep'", "E0115:1"},
    {"metric m sum(a.b)", "E0101:1"},
    {"metric m : sum(a.b)", "E0101:1"},
    // literals
    {"param p : ratio = 80 %", "W0134:1"},
    {"metric m = min(1,000, a)", "E0138:1"},
    {"metric m = min(1,500, a)", "E0138:1"},
    {"metric m = min(1, 500)", ""},
    {"metric m = a + 1,234,567.5 CNY", "E0138:1"},
    {"metric m = a + 100，000 CNY", "E0138:1"},
    {"metric m = 0,5", "E0138:1"},
    {"metric m = 100 000 CNY", "E0138:1"},
    {"metric m = a(during 2025/1/31)", "E0133:1"},
    {"metric m = $2000", "E0005:1"},
    {"metric m = €5 + $5", "E0005:1 E0005:1"},
    {"metric m = a + 007", "E0131:1"},
    {"metric m = a(during 2025-13)", "E0133:1"},
    {"metric m = a(during 2025-Q5)", "E0133:1"},
    {"metric m = a(during 2025-1)", "E0133:1"},
    {"metric m = a(during last 3)", "E0135:1"},
    {"metric m = x%", "E0101:1"},
    // cards
    {"scorecard c for r every quarter {\n  m scored f(a)\n}", "E0101:2"},
    {"scorecard c for r every quarter {\n  m weight 50%\n\n  scored f(a)\n}", "E0101:4"},
    {"scorecard c for r every quarter {\n  m weight 50% weight 50%\n}", "E0141:2"},
    {"scorecard c for r each quarter { m weight 100% }", "E0101:1"},
    {"scorecard c for r every season { m weight 100% }", "E0101:1"},
    {"scorecard c for r every quarter {\n  m weight 50% target 1 target 2\n}", "E0141:2"},
    // text
    {"metric m \"销售额 = sum(a.b)\nmetric n = 1", "E0006:1"},
    {"metric `m = sum(a.b)\nmetric n = 1", "E0007:1"},
    {"metric m = sum(a。b)", "E0003:1"},
    {"metric m = sum【a.b】", "E0003:1 E0003:1"},
    {"metric ｍ = 1", "E0003:1"},
    {"metric m = ￥100", "E0005:1"},
    {"metric ⼈ = 1", "E0004:1"},
    {"metric m\u200b = 1", "E0002:1"},
    {"metric m = 1 # \u202e", "E0002:1"},
    // several at once: one message each
    {"metric a = sum(\nmetric b = 1 +\nmetric c = 2\nrole = reps\ntable t { x y\n z : key\n q }",
     "E0102:1 E0101:2 E0101:4 E0101:5 E0101:7"},
};

}  // namespace

TEST_CASE("a mistake gives its code on its line", "[syntax]") {
  for (const Mistake& mistake : kMistakes) {
    const Parsed parsed = parse(mistake.text);
    INFO(mistake.text << "\n" << rendered(parsed));
    CHECK(places(parsed) == mistake.places);
  }
}

TEST_CASE("bytes that are not UTF-8 are located, with a hint at the likely encoding", "[syntax]") {
  const Parsed parsed = parse("metric m = 1\nmetric \xcf\xfa\xca\xdb\xb6\xee = 1\n");
  REQUIRE(places(parsed) == "E0001:2");
  CHECK(rendered(parsed).find("20") != std::string::npos);
  CHECK(rendered(parsed).find("GB18030") != std::string::npos);
}

TEST_CASE("what follows a mistake is still read", "[syntax]") {
  const Parsed parsed = parse(
      "table t {\n  a : key\n  b text\n  c : money\n}\nmetric m = sum(t.c\nmetric n = sum(t.c)\n");
  REQUIRE(places(parsed) == "E0101:3 E0102:6");
  REQUIRE(parsed.ast.declarations.size() == 3);
  CHECK(std::get<ast::Table>(parsed.ast.declarations[0]).columns.size() == 2);
  const auto& broken = std::get<ast::Metric>(parsed.ast.declarations[1]);
  CHECK(std::holds_alternative<ast::ErrorExpr>(parsed.ast.exprs[broken.formula].node));
}

}  // namespace kpi::syntax_test
