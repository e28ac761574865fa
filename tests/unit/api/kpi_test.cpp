// The public API: what an embedding program sees, and nothing of the inside.

#include "kpi/kpi.hpp"

#include <catch2/catch.hpp>

namespace {

using namespace kpi::api;

constexpr const char* kRules = R"(currency CNY
precision { points 0.01; money 0.01 }
param goal : money = 1000 CNY within 1 CNY to 5000 CNY
table reps { id : key; name : text }
table orders dated day credited rep covers 2025-01-01 to 2025-03-31 { rep : -> reps; day : date; amount : money }
role everybody = reps
metric revenue = sum(orders.amount)
tiers grades(s: points) -> text { s < 60 : "B" ; s >= 60 : "A" }
scorecard card for everybody every quarter {
  revenue  weight 100%  target goal  scored 100 points * attainment
  grade grades
}
payout bonus for card { amount 10 CNY * (score / 1 points) ; round 0.01 CNY ; if none hold }
test "a third" {
  given reps { id ; "R1" }
  given orders { rep, day, amount ; "R1", 2025-01-01, 333.33 }
  expect score(card of "R1" during 2025-Q1) == 33.33
}
test "wrong" { expect grades(60) == "B" }
)";

Tables tables() {
  Tables tables;
  tables.texts["reps"] = "id,name\nR1,Ann\nR2,Bo\n";
  tables.texts["orders"] = "rep,day,amount\nR1,2025-02-03,333.33\nR2,2025-02-03,800\n";
  return tables;
}

RunOptions quarter() {
  RunOptions options;
  options.period = "2025-Q1";
  return options;
}

TEST_CASE("rules and tables in memory give exact scores") {
  const Compilation compiled = compile_text("plan.kpi", {{"plan.kpi", kRules}});
  REQUIRE(compiled.messages.empty());
  REQUIRE(compiled.rules.usable());
  const RunOutcome outcome = run(compiled.rules, tables(), quarter());
  REQUIRE(outcome.ok);
  REQUIRE(outcome.scores.size() == 2);
  const Score& ann = outcome.scores[0];
  CHECK(ann.scorecard == "card");
  CHECK(ann.period == "2025-Q1");
  CHECK(ann.key == "R1");
  CHECK(ann.name == "Ann");
  CHECK(ann.score == "33.33");
  CHECK(ann.grade == "B");
  REQUIRE(ann.payments.size() == 1);
  CHECK(ann.payments[0].name == "bonus");
  CHECK(ann.payments[0].amount == "333.30");
  CHECK(outcome.scores[1].grade == "A");
  CHECK(outcome.text.find("\"format\": \"kpi-run-1\"") != std::string::npos);
}

TEST_CASE("params change what is computed") {
  const Compilation compiled =
      compile_text("plan.kpi", {{"plan.kpi", kRules}}, {{"goal", "500 CNY"}});
  REQUIRE(compiled.rules.usable());
  const RunOutcome outcome = run(compiled.rules, tables(), quarter());
  REQUIRE(outcome.scores.size() == 2);
  CHECK(outcome.scores[1].score == "160.00");
}

TEST_CASE("a mistake in the rules is a message with its place") {
  const Compilation compiled =
      compile_text("plan.kpi", {{"plan.kpi", "currency CNY\nmetric a = b\n"}});
  CHECK_FALSE(compiled.rules.usable());
  REQUIRE(compiled.messages.size() == 1);
  const Message& message = compiled.messages[0];
  CHECK(message.code == "E0201");
  CHECK(message.severity == Severity::Error);
  CHECK(message.path == "plan.kpi");
  CHECK(message.line == 2);
  CHECK(message.column == 12);
  CHECK(message.full.find("metric a = b") != std::string::npos);
  CHECK_FALSE(run(compiled.rules, tables(), quarter()).ok);
}

TEST_CASE("a mistake in the data is a message with its line") {
  const Compilation compiled = compile_text("plan.kpi", {{"plan.kpi", kRules}});
  Tables wrong = tables();
  wrong.texts["orders"] = "rep,day,amount\nR1,2025-02-30,1\n";
  const RunOutcome outcome = run(compiled.rules, wrong, quarter());
  CHECK_FALSE(outcome.ok);
  CHECK(outcome.text.empty());
  REQUIRE(outcome.messages.size() == 1);
  CHECK(outcome.messages[0].code == "E0622");
  CHECK(outcome.messages[0].line == 2);
}

TEST_CASE("a used file is found among the texts") {
  const Compilation compiled = compile_text(
      "plan.kpi",
      {{"plan.kpi", "use \"common.kpi\"\nmetric twice = revenue * 2\n"}, {"common.kpi", kRules}});
  CHECK(compiled.rules.usable());
}

TEST_CASE("a query answers in rows of text") {
  const Compilation compiled = compile_text("plan.kpi", {{"plan.kpi", kRules}});
  const QueryOutcome outcome =
      query(compiled.rules, "revenue, growth(revenue) by rep during 2025-Q1", tables(), {});
  REQUIRE(outcome.ok);
  CHECK(outcome.columns == std::vector<std::string>{"rep", "revenue", "growth(revenue)"});
  REQUIRE(outcome.rows.size() == 3);
  CHECK(outcome.rows[0] == std::vector<std::string>{"R1", "333.33", "none(no_prior)"});
  CHECK(outcome.rows[2][1] == "1133.33");
}

// An A begins at 60.00, published from 59.995 on: 599.95 of 1,000.
TEST_CASE("a score is explained, and what is missing to a better grade") {
  const Compilation compiled = compile_text("plan.kpi", {{"plan.kpi", kRules}});
  RunOptions options = quarter();
  options.of = "R1";
  Explaining checked;
  checked.verify = true;
  const Explanation all = explain(compiled.rules, checked, tables(), options);
  REQUIRE(all.ok);
  CHECK(all.text.find("\"format\": \"kpi-trace-1\"") != std::string::npos);
  CHECK(all.text.find("\"disagreed\": []") != std::string::npos);
  options.form = Form::Table;
  Explaining better;
  better.why_not = "grade=A";
  const Explanation missing = explain(compiled.rules, better, tables(), options);
  REQUIRE(missing.ok);
  CHECK(missing.text.find("599.95 instead of 333.33, 266.62 CNY more") != std::string::npos);
  options.of = "R9";
  const Explanation nobody = explain(compiled.rules, better, tables(), options);
  CHECK_FALSE(nobody.ok);
  REQUIRE(nobody.messages.size() == 1);
  CHECK(nobody.messages[0].code == "E0410");
}

TEST_CASE("the tests of the rules run") {
  const Compilation compiled = compile_text("plan.kpi", {{"plan.kpi", kRules}});
  const TestRun outcome = test(compiled.rules);
  REQUIRE(outcome.tests.size() == 2);
  CHECK(outcome.tests[0].title == "a third");
  CHECK(outcome.tests[0].passed);
  CHECK_FALSE(outcome.tests[1].passed);
}

TEST_CASE("messages come in the language asked for") {
  const Compilation compiled =
      compile_text("plan.kpi", {{"plan.kpi", "metric a = b\n"}}, {}, Lang::Chinese);
  REQUIRE(compiled.messages.size() == 1);
  CHECK(compiled.messages[0].text.find("没有名为") != std::string::npos);
}

}  // namespace
