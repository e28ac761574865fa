#include <catch2/catch.hpp>

#include "support.hpp"

namespace kpi::syntax_test {
namespace {

template <class T>
const T& first(const Parsed& parsed) {
  REQUIRE(parsed.diagnostics.empty());
  return std::get<T>(parsed.ast.declarations.front());
}

std::string formula(const std::string& text) {
  const Parsed parsed = parse("metric m = " + text);
  INFO(text << "\n" << rendered(parsed));
  CHECK(parsed.diagnostics.empty());
  const std::string printed = ast::print(parsed.ast);
  const std::size_t at = printed.find("  = ");
  return printed.substr(at + 4, printed.size() - at - 5);
}

}  // namespace

TEST_CASE("numbers carry their scale and unit", "[ast]") {
  CHECK(formula("1_000.50") == "1000.5");
  CHECK(formula("80%") == "80%");
  CHECK(formula("50万") == "500000");
  CHECK(formula("1.2亿 CNY") == "120000000 CNY");
  CHECK(formula("15 万元") == "150000 CNY");
  CHECK(formula("1000元") == "1000 CNY");
  CHECK(formula("30 days") == "30 days");
  CHECK(formula("1 day") == "1 days");
  CHECK(formula("6个月") == "6 months");
  CHECK(formula("10 pp") == "10 pp");
  CHECK(formula("10百分点") == "10 pp");
  CHECK(formula("5 分") == "5 points");
  CHECK(formula("24 hours") == "24 hours");
}

TEST_CASE("dates and periods are literals", "[ast]") {
  CHECK(formula("m(during 2025-Q1)") == "m(during 2025-Q1)");
  CHECK(formula("m(during 2025-q1)") == "m(during 2025-Q1)");
  CHECK(formula("m(during 2025)") == "m(during 2025)");
  CHECK(formula("m(during FY2025-H2)") == "m(during FY2025-H2)");
  CHECK(formula("m(during 2025-W07 to 2025-03-31)") == "m(during 2025-W07 to 2025-03-31)");
  CHECK(formula("12000-500") == "(12000 - 500)");
  CHECK(formula("2025 - 1") == "(2025 - 1)");
}

TEST_CASE("operators bind as written in the reference", "[ast]") {
  CHECK(formula("1 + 2 * 3 - 4") == "((1 + (2 * 3)) - 4)");
  CHECK(formula("-a * b") == "((-a) * b)");
  CHECK(formula("not a == b and c") == "((not (a == b)) and c)");
  CHECK(formula("a is none") == "(a is none)");
  CHECK(formula("a is none(no_data) or b") == "((a is none(no_data)) or b)");
  CHECK(formula("(a + b) if none 0") == "((a + b) if none 0)");
  CHECK(formula("a if none (b)") == "(a if none b)");
  CHECK(formula("a if none (no_data) 0") == "(a if none(no_data) 0)");
  CHECK(formula("a ≤ b") == "(a <= b)");
  CHECK(formula("a × b ÷ c") == "((a * b) / c)");
}

TEST_CASE("a formula continues after an operator, in brackets and before else", "[ast]") {
  CHECK(formula("a +\n  b") == "(a + b)");
  CHECK(formula("\n  a") == "a");
  CHECK(formula("(a\n  + b)") == "(a + b)");
  CHECK(formula("if a then b\n  else c") == "(if a then b else c)");
  CHECK(formula("sum(a.b,\n  # why\n  c)") == "sum(a.b, c)");
}

TEST_CASE("the language's names are carried in English, the author's as written", "[ast]") {
  CHECK(formula("求和(订单.金额 其中 类型 == \"新\")") == "sum(订单.金额 where (类型 == \"新\"))");
  CHECK(formula("达成率(销售额 于 上期)") == "attainment(销售额 during prior)");
  CHECK(formula("期间.止") == "period.end");
}

TEST_CASE("a declared name wins over a built-in one of the same spelling", "[ast]") {
  const Parsed parsed = parse("table t { 等级 : text }\nmetric m = count(t where 等级 == \"A\")");
  CHECK(ast::print(parsed.ast).find("where (等级 == \"A\")") != std::string::npos);
  CHECK(formula("`达成率`") == "`达成率`");
}

TEST_CASE("words of the language are names where they cannot be words", "[ast]") {
  CHECK(formula("sum(t.where)") == "sum(t.where)");
  CHECK(formula("team + target + grade") == "((team + target) + grade)");
  CHECK(formula("count(distinct)") == "count(distinct)");
  const Parsed parsed =
      parse("table t { let : key ; check : bool ; target, team : text ; `by` : text }");
  CHECK(first<ast::Table>(parsed).columns.size() == 5);
}

TEST_CASE("documentation belongs to the declaration below it", "[ast]") {
  const Parsed parsed = parse(
      "## not this\n\n## Computes\n## the margin.\nmetric m = a\n## of t\ntable t {\n"
      "  ## the key\n  a : key ## trailing\n  b : text\n}\n");
  CHECK(std::get<ast::Metric>(parsed.ast.declarations[0]).head.doc == "Computes\nthe margin.");
  const auto& table = std::get<ast::Table>(parsed.ast.declarations[1]);
  CHECK(table.head.doc == "of t");
  CHECK(table.columns[0].doc == "the key");
  CHECK(table.columns[1].doc.empty());
}

TEST_CASE("texts keep their quotes and backslashes apart", "[ast]") {
  CHECK(formula("a == \"x\\\"y\\\\z\"") == "(a == \"x\\\"y\\\\z\")");
  CHECK(formula("a == “x\"y”") == "(a == \"x\\\"y\")");
}

TEST_CASE("one expression and one query stand alone", "[ast]") {
  SourceMap sources;
  Diagnostics diagnostics;
  const FileId one = sources.add("eval", "over_quota(12.5%)\n  * 2\n");
  const auto tree = syntax::parse_expression(one, sources, diagnostics);
  CHECK(diagnostics.size() == 1);
  const FileId two = sources.add(
      "query",
      "revenue、gross_margin by region，line，month during 2025 where line == \"new\" for veteran");
  Diagnostics clean;
  const auto query = ast::query_from_tree(syntax::parse_query(two, sources, clean), sources, clean);
  CHECK(clean.empty());
  CHECK(query.measures.size() == 2);
  REQUIRE(query.by.size() == 3);
  CHECK(query.by[1].path.parts[0].text == "line");
  CHECK(query.by[2].is_period);
  CHECK(query.during.has_value());
  CHECK(query.where.has_value());
  REQUIRE(query.roles.size() == 1);
  CHECK(query.roles[0].text == "veteran");
}

}  // namespace kpi::syntax_test
