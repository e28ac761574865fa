#include "output/csv.hpp"

#include <catch2/catch.hpp>

#include "sample.hpp"

namespace kpi::output {
namespace {

std::string one_cell(std::string_view text) {
  CsvWriter csv;
  csv.text(text);
  csv.end_row();
  return csv.take();
}

TEST_CASE("cells are quoted only where they must be") {
  CHECK(one_cell("张伟") == "张伟\n");
  CHECK(one_cell("") == "\n");
  CHECK(one_cell("a,b") == "\"a,b\"\n");
  CHECK(one_cell("say \"x\"") == "\"say \"\"x\"\"\"\n");
  CHECK(one_cell("two\nlines") == "\"two\nlines\"\n");
}

TEST_CASE("a text is never a formula for a spreadsheet") {
  CHECK(one_cell("=1+1") == "'=1+1\n");
  CHECK(one_cell("+1") == "'+1\n");
  CHECK(one_cell("-1") == "'-1\n");
  CHECK(one_cell("@SUM(A1)") == "'@SUM(A1)\n");
  CHECK(one_cell("\tx") == "'\tx\n");
  CHECK(one_cell("\rx") == "\"'\rx\"\n");
  CHECK(one_cell("＝1+1") == "'＝1+1\n");
  CHECK(one_cell("=\"a,b\"") == "\"'=\"\"a,b\"\"\"\n");
  CHECK(one_cell("a=b") == "a=b\n");
}

TEST_CASE("numbers, days and absent values stand as they are") {
  CsvWriter csv;
  csv.value(sample::decimal("-12.5"), std::nullopt);
  csv.value(NoneReason::NoTarget, std::nullopt);
  csv.value(*from_civil(2025, 3, 31), std::nullopt);
  csv.value(Value::boolean(true), std::nullopt);
  csv.value(std::string("-"), std::nullopt);
  csv.end_row();
  CHECK(csv.take() == "-12.5,none(no_target),2025-03-31,true,'-\n");
}

TEST_CASE("a run is one row per scorecard, period and person") {
  const Program program = sample::program();
  CHECK(to_csv(program, sample::run(program)) ==
        "scorecard,period,key,name,"
        "revenue.value,revenue.target,revenue.attainment,revenue.points,revenue.weight,"
        "revenue.effective_weight,"
        "repeat_rate.value,repeat_rate.target,repeat_rate.attainment,repeat_rate.points,"
        "repeat_rate.weight,repeat_rate.effective_weight,base,score,grade,quarter_bonus,notes\n"
        "mature_rep,2025-Q1,R01,张伟,1234567.50,1000000.00,1.2346,100.00,0.6,0.6,"
        "0.3333,none(no_target),none(no_target),50.50,0.4,0.4,80.20,80.20,B,13590.24,\n"
        "mature_rep,2025-Q1,R02,Alice Chen,1234567.50,1000000.00,1.2346,100.00,0.6,0.6,"
        "0.3333,none(no_target),none(no_target),50.50,0.4,0.4,80.20,85.20,B,6351.10,高增长加分 "
        "(80.20 → 85.20)\n"
        "mature_rep,2025-Q1,R05,李娜,1234567.50,1000000.00,1.2346,100.00,0.6,1,"
        "none(zero_denominator),none(no_target),none(no_target),none(zero_denominator),0.4,0,"
        "100.00,100.00,A,none(no_row),复购率 left out (zero_denominator); "
        "weights 销售额 100%; 季度奖金 held (no_row)\n");
}

TEST_CASE("scorecards without a line in common stand side by side") {
  Program program = sample::program();
  Scorecard other = program.scorecards[ScorecardId(0)];
  other.name = "newcomer";
  other.lines = {sample::line("visits", "拜访", "1")};
  other.grade = TiersId();
  program.scorecards.push(other);
  score::RunResult result = sample::run(program);
  score::CardResult newcomer = sample::card(program, "R07", "Priya");
  newcomer.scorecard = ScorecardId(1);
  newcomer.lines = {sample::scored(0, "1", sample::points("60"), sample::points("60"),
                                   sample::ratio("1"), sample::points("100"))};
  newcomer.has_grade = false;
  result.cards = {result.cards[0], newcomer};
  result.payouts.clear();
  const std::string text = to_csv(program, result);
  CHECK(text.find("visits.effective_weight,base,score,grade,notes\n") != std::string::npos);
  CHECK(text.find("R01,张伟,1234567.50,1000000.00,1.2346,100.00,0.6,0.6,0.3333,none(no_target),"
                  "none(no_target),50.50,0.4,0.4,,,,,,,80.20,80.20,B,\n") != std::string::npos);
  CHECK(text.find("newcomer,2025-Q1,R07,Priya,,,,,,,,,,,,,60.00,60.00,1.0000,100.00,1,1,80.20,"
                  "80.20,,\n") != std::string::npos);
}

TEST_CASE("a payout beside no card has a row of its own") {
  Program program = sample::program();
  program.payouts[PayoutId(0)].scorecard = ScorecardId();
  score::RunResult result;
  result.payouts = {sample::paid(program, "R01", "张伟", sample::money("5"))};
  CHECK(to_csv(program, result) ==
        "scorecard,period,key,name,quarter_bonus,notes\n,2025-Q1,R01,张伟,5.00,\n");
}

}  // namespace
}  // namespace kpi::output
