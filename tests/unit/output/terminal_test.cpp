#include "output/terminal.hpp"

#include <catch2/catch.hpp>

#include "base/text.hpp"
#include "sample.hpp"

namespace kpi::output {
namespace {

std::string rendered(OutputOptions options) {
  const Program program = sample::program();
  return render(program, sample::run(program), options);
}

TEST_CASE("a run is a table with a row per person, notes and totals") {
  CHECK(rendered({}) ==
        R"(成熟产品销售   2025-Q1 · as of 2025-03-31 · CNY

Key    Name        销售额  复购率   Score    Grade   季度奖金
                      60%     40%                         CNY
─────  ──────────  ──────  ──────  ────────  ─────  ─────────
R01    张伟        100.00   50.50   80.20    B      13,590.24
R02    Alice Chen  100.00   50.50   85.20 *  B       6,351.10
R05    李娜        100.00       —  100.00 *  A           held
─────  ──────────  ──────  ──────  ────────  ─────  ─────────
Total                                               19,941.34

  * R02 Alice Chen: 高增长加分 (80.20 → 85.20)
  * R05 李娜: 复购率 left out (zero_denominator); weights 销售额 100%; 季度奖金 held (no_row)

  - no_row: the one row that is needed is not there
  - zero_denominator: divided by zero
  - On no scorecard in 2025-Q1: M01 周敏
  - Assumed complete, from the months of the first and last row: 订单 2024-01-01 to 2025-12-31
  - 订单: 2 of 380 rows have no owner; they count in company totals only
  - 订单: 1 of 380 rows has no date and counts in no period
)");
}

TEST_CASE("one person is shown line by line") {
  const Program program = sample::program();
  score::RunResult result = sample::run(program);
  result.cards = {result.cards[2]};
  result.payouts = {result.payouts[2]};
  result.uncovered.clear();
  result.coverage.clear();
  result.notes.clear();
  result.as_of = *from_civil(2025, 2, 28);
  OutputOptions options;
  options.language = Language::Chinese;
  CHECK(render(program, result, options) ==
        R"(R05 李娜   成熟产品销售 · 2025-Q1 · 未结束，截至 2025-02-28 · CNY

指标    权重  实际权重          实际          目标    完成率        分数
──────  ────  ────────  ────────────  ────────────  ────────  ──────────
销售额   60%      100%  1,234,567.50  1,000,000.00   123.46%      100.00
复购率   40%        0%    — 分母为零      — 无目标  — 无目标  — 分母为零

总分      100.00
等级           A
季度奖金    暂缓

  * 复购率 不计入（分母为零）；实际权重 销售额 100%；季度奖金 暂缓发放（无此行）

  - 无此行：没有所需的那一行
  - 无目标：没有设目标
  - 分母为零：除数为零，无法计算
)");
}

TEST_CASE("a missing score is a dash, and the note says why") {
  const Program program = sample::program();
  score::RunResult result = sample::run(program);
  result.cards[2].score = sample::none(NoneReason::InsufficientWeight, sample::points());
  result.cards[2].grade = NoneReason::InsufficientWeight;
  const std::string text = render(program, result, {});
  CHECK(text.find("R05    李娜        100.00       —      — *  —           held\n") !=
        std::string::npos);
  CHECK(text.find("; no score (insufficient_weight); 季度奖金 held (no_row)\n") !=
        std::string::npos);
  CHECK(text.find("  - insufficient_weight: too little weight is left to share out\n") !=
        std::string::npos);
}

/// Every line no wider than the terminal, save a single word that is.
void check_fits(const std::string& text, int width) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    const std::string line = text.substr(begin, end - begin);
    INFO(line);
    CHECK(display_width(line) <= width);
    begin = end + 1;
  }
}

TEST_CASE("a narrow terminal gets one figure per line instead of broken rows") {
  OutputOptions options;
  for (int width = 36; width < 80; ++width) {
    options.width = width;
    options.details = false;
    check_fits(rendered(options), width);
    options.details = true;
    check_fits(rendered(options), width);
  }
  options.width = 40;
  options.details = false;
  CHECK(rendered(options).find("R05 李娜\n"
                               "  销售额 60%      100.00\n"
                               "  复购率 40%           —\n"
                               "  Score         100.00 *\n"
                               "  Grade                A\n"
                               "  季度奖金 CNY      held\n") != std::string::npos);
}

TEST_CASE("colour adds sequences and nothing else") {
  OutputOptions options;
  options.color = true;
  std::string text = rendered(options);
  for (std::size_t at = text.find('\x1b'); at != std::string::npos; at = text.find('\x1b')) {
    text.erase(at, text.find('m', at) - at + 1);
  }
  std::string trimmed;  // a coloured cell keeps the spaces that pad it
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    trimmed += text.substr(begin, text.find_last_not_of(' ', end - 1) + 1 - begin) + '\n';
    begin = end + 1;
  }
  options.color = false;
  CHECK(trimmed == rendered(options));
}

TEST_CASE("what data say cannot steer the terminal") {
  const Program program = sample::program();
  score::RunResult result = sample::run(program);
  result.cards[0].name = "\x1b[31mred\n";
  const std::string text = render(program, result, {});
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find("\uFFFD[31mred\uFFFD") != std::string::npos);
}

TEST_CASE("an empty run says so") {
  const Program program = sample::program();
  score::RunResult result;
  result.periods = {sample::quarter(program)};
  CHECK(render(program, result, {}) ==
        "no results\n\n  - Nobody is on a scorecard and nothing is paid in 2025-Q1.\n");
}

TEST_CASE("payouts outside scorecards have a table of their own") {
  Program program = sample::program();
  program.payouts[PayoutId(0)].scorecard = ScorecardId();
  score::RunResult result = sample::run(program);
  result.cards.clear();
  result.uncovered.clear();
  result.coverage.clear();
  result.notes.clear();
  CHECK(render(program, result, {}) == R"(季度奖金   2025-Q1 · as of 2025-03-31 · CNY

Key    Name           Amount
                         CNY
─────  ──────────  ─────────
R01    张伟        13,590.24
R02    Alice Chen   6,351.10
R05    李娜             held
─────  ──────────  ─────────
Total              19,941.34

  * R05 李娜: 季度奖金 held (no_row)

  - no_row: the one row that is needed is not there
)");
}

TEST_CASE("numbers of one query column share their digits") {
  const Program program = sample::program();
  score::QueryResult result;
  result.as_of = *from_civil(2025, 3, 31);
  result.by_names = {"region"};
  result.measures = {{"days", "", sample::number_type(kpi::Quantity::Days), std::nullopt},
                     {"deals", "", sample::number_type(kpi::Quantity::Count), std::nullopt}};
  const auto add = [&](const char* key, Value days, Value deals) {
    score::QueryResult::Row row;
    row.keys = {key};
    row.values = {std::move(days), std::move(deals)};
    result.rows.push_back(row);
  };
  add("华东", Rational(12), Rational(1234));
  add("South", Rational::fraction(22, 3), Rational(7));
  add("(none)", NoneReason::NoRows, Rational(0));
  result.rows.back().is_none = true;
  add("", sample::decimal("9.5"), Rational(1241));
  result.rows.back().is_total = true;
  CHECK(render(program, result, {}) == R"(as of 2025-03-31

region        days  deals
              days
───────  ─────────  ─────
华东         12.00  1,234
South        ≈7.33      7
(none)   — no_rows      0
───────  ─────────  ─────
Company       9.50  1,241

  - no_rows: there are no rows
)");
}

}  // namespace
}  // namespace kpi::output
