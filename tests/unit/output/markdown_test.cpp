#include <catch2/catch.hpp>

#include "output/terminal.hpp"
#include "sample.hpp"

namespace kpi::output {
namespace {

TEST_CASE("a run as Markdown") {
  const Program program = sample::program();
  OutputOptions options;
  options.format = Format::Markdown;
  const std::string text = render(program, sample::run(program), options);
  CHECK(text.rfind(
            "## 成熟产品销售\n\n"
            "2025-Q1 · as of 2025-03-31 · CNY\n\n"
            "| Key | Name | 销售额<br>60% | 复购率<br>40% | Score | Grade | 季度奖金<br>CNY |\n"
            "| --- | --- | ---: | ---: | ---: | --- | ---: |\n"
            "| R01 | 张伟 | 100.00 | 50.50 | **80.20** | **B** | 13,590.24 |\n"
            "| R02 | Alice Chen | 100.00 | 50.50 | **85.20 \\*** | **B** | 6,351.10 |\n",
            0) == 0);
  CHECK(text.find("| **Total** |  |  |  |  |  | **19,941.34** |\n") != std::string::npos);
  CHECK(text.find("- R02 Alice Chen: 高增长加分 (80.20 → 85.20)\n") != std::string::npos);
}

TEST_CASE("markup in data is text") {
  Report report;
  Sheet sheet;
  sheet.heads = {{"a|b", "", Align::Left}};
  sheet.rows = {{{"<script>|*x* [l](u) `c` _it_ won_revenue\n"}}};
  report.sheets.push_back(sheet);
  CHECK(to_markdown(report) ==
        "| a\\|b |\n| --- |\n"
        "| \\<script\\>\\|\\*x\\* \\[l\\](u) \\`c\\` \\_it\\_ won_revenue |\n");
}

}  // namespace
}  // namespace kpi::output
