#include "output/json.hpp"

#include <catch2/catch.hpp>

#include "sample.hpp"

namespace kpi::output {
namespace {

std::string printed(const Value& value) {
  return json_value(value, std::nullopt).print();
}

TEST_CASE("a number keeps its digits, and its fraction where it has no end") {
  CHECK(printed(sample::decimal("1234567.5")) == "{\"value\": 1234567.5}\n");
  CHECK(printed(Rational::fraction(7, 3)) ==
        "{\"value\": 2.333333333333333333, \"exact\": \"7/3\"}\n");
  CHECK(json_quantity(sample::money("5")).print() == "{\"value\": 5.00}\n");
  CHECK(printed(sample::decimal("12345678901234567890.1")) ==
        "{\"value\": 12345678901234567890.1}\n");
}

TEST_CASE("absent values, texts, days and truth") {
  CHECK(printed(NoneReason::NoTarget) == "{\"none\": \"no_target\"}\n");
  CHECK(printed(std::string("A")) == "{\"value\": \"A\"}\n");
  CHECK(printed(*from_civil(2025, 3, 31)) == "{\"value\": \"2025-03-31\"}\n");
  CHECK(printed(Value::boolean(false)) == "{\"value\": false}\n");
}

TEST_CASE("text is escaped and always UTF-8") {
  CHECK(Json::text("a\"b\\c\n\x7f").print() == "\"a\\\"b\\\\c\\u000a\\u007f\"\n");
  CHECK(Json::text("张\xff").print() == "\"张\uFFFD\"\n");
}

TEST_CASE("what fits stands on one line") {
  Json list = Json::array();
  Json object = Json::object();
  object.add("list", Json::array().add(Json::count(1)).add(Json::null()));
  list.add(object);
  CHECK(list.print() == "[{\"list\": [1, null]}]\n");
  CHECK(Json::array().print() == "[]\n");
  list.add(Json::text(std::string(100, 'x')));
  CHECK(list.print() == "[\n  {\"list\": [1, null]},\n  \"" + std::string(100, 'x') + "\"\n]\n");
}

TEST_CASE("a run names cards, payouts and who is on none") {
  const Program program = sample::program();
  const std::string text = to_json(program, sample::run(program));
  CHECK(text.rfind("{\n  \"format\": \"kpi-run-1\",\n  \"as_of\": \"2025-03-31\",\n", 0) == 0);
  CHECK(text.find("\"points\": {\"none\": \"zero_denominator\"}") != std::string::npos);
  CHECK(text.find("\"policy\": \"redistribute\"") != std::string::npos);
  CHECK(text.find("\"before\": {\"value\": 80.2}") != std::string::npos);
  CHECK(text.find("\"amount\": {\"none\": \"no_row\"},\n      \"unit\": \"CNY\",\n"
                  "      \"policy\": \"hold\"") != std::string::npos);
  CHECK(text.find("\"uncovered\": [{\"table\": \"reps\", \"period\": \"2025-Q1\", \"key\": "
                  "\"M01\", \"name\": \"周敏\"}]") != std::string::npos);
}

TEST_CASE("a query names what every row is") {
  const Program program = sample::program();
  score::QueryResult result;
  result.as_of = *from_civil(2025, 3, 31);
  result.by_names = {"region"};
  result.measures = {{"revenue", "销售额", sample::money(), std::nullopt}};
  score::QueryResult::Row total;
  total.is_total = true;
  total.keys = {""};
  total.values = {sample::decimal("7")};
  score::QueryResult::Row none = total;
  none.is_total = false;
  none.is_none = true;
  none.keys = {"(none)"};
  result.rows = {none, total};
  const std::string text = to_json(program, result);
  CHECK(text.find("{\"kind\": \"none\", \"keys\": [\"(none)\"], \"period\": null, \"values\": "
                  "[{\"value\": 7}]}") != std::string::npos);
  CHECK(text.find("{\"kind\": \"company\", \"keys\": [], \"period\": null, \"values\": "
                  "[{\"value\": 7}]}") != std::string::npos);
}

}  // namespace
}  // namespace kpi::output
