#include "driver/verify.hpp"

#include <catch2/catch.hpp>

#include "diag/render.hpp"

namespace kpi {
namespace {

trace::Explanation explanation(const std::vector<std::string>& names) {
  trace::Explanation part;
  part.key = "R1";
  part.period = *parse_period("2025-Q1", Calendar());
  part.verified.emplace();
  for (const std::string& name : names) {
    trace::Node node;
    node.name = name;
    part.nodes.push(std::move(node));
  }
  return part;
}

Diagnostics reported(const std::vector<trace::Explanation>& parts) {
  Diagnostics diagnostics;
  driver::report_disagreements(parts, Calendar(), diagnostics);
  return diagnostics;
}

TEST_CASE("a figure that the second evaluator computes otherwise is an error") {
  trace::Explanation part = explanation({"revenue", "card.revenue", "attainment(revenue)"});
  part.verified->agreed = 2;
  part.verified->disagreed = {trace::NodeId(1)};
  const Diagnostics one = reported({part});
  REQUIRE(one.size() == 1);
  CHECK(one.has_errors());
  CHECK(name_of(one.items()[0].code) == "E0847");
  CHECK(message_text(one.items()[0], Language::English) ==
        "1 figure of `R1` in 2025-Q1 is not what the reference evaluator computes: `card.revenue`");

  part.verified->disagreed = {trace::NodeId(0), trace::NodeId(2)};
  CHECK(message_text(reported({part}).items()[0], Language::Chinese) ==
        "`R1` 在 2025-Q1 有 2 个数字与参考求值器的结果不一致：`revenue`, `attainment(revenue)`");
}

TEST_CASE("what agrees, is given or was not verified is no error") {
  trace::Explanation part = explanation({"revenue"});
  part.verified->given = {trace::NodeId(0)};
  CHECK(reported({part}).empty());
  part.verified.reset();
  CHECK(reported({part}).empty());
}

}  // namespace
}  // namespace kpi
