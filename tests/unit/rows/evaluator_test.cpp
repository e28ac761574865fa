#include <catch2/catch.hpp>

#include "../support/expressions.hpp"
#include "../table/loading.hpp"
#include "rows/rows.hpp"

// Row expressions over a few rows of a small shop.

namespace kpi {
namespace {

using test::Exprs;

struct Shop {
  Program program;
  TableId reps, orders;
  table::Dataset data;
  Exprs make{program};

  Shop() {
    reps = test::add_table(program, "reps",
                           {test::key("rep"), test::optional(test::text("region")),
                            test::optional(test::link("manager", TableId(0))), test::day("hired")});
    Column seller = test::optional(test::link("rep", reps));
    seller.or_unmatched = true;
    orders = test::add_table(
        program, "orders",
        {std::move(seller), test::choice("line", {"standard", "premium"}), test::day("placed"),
         test::optional(test::day("paid")), test::money("amount"), test::money("cost", 3),
         test::optional(test::count("pieces")), test::optional(test::text("note"))});
    const auto loading =
        test::load(program, {{"reps.csv",
                              "rep,region,manager,hired\n"
                              "R1,North,,2020-01-31\n"
                              "R2,South,R1,2024-10-02\n"
                              "R3,,R1,2024-08-31\n"},
                             {"orders.csv",
                              "rep,line,placed,paid,amount,cost,pieces,note\n"
                              "R1,standard,2025-01-10,2025-02-01,100.00,60.125,3,北\n"
                              "R2,premium,2025-02-28,,50.25,10.000,,South\n"
                              ",standard,2025-03-31,2025-03-31,-0.05,0.001,0,\n"
                              "R9,premium,2025-04-01,2025-05-01,7.00,7.000,2,a\n"}});
    INFO(loading.messages());
    REQUIRE(!loading.diagnostics.has_errors());
    data = loading.loaded.data;
  }

  ProgramExprId order(const std::vector<std::string>& names) { return make.column(orders, names); }

  /// Every row as text: a decimal, `-` for absent; texts and days as such.
  std::vector<std::string> values(ProgramExprId expr) {
    const rows::Evaluator evaluator(program, data);
    const rows::PeriodDays period{*parse_date("2025-01-01"), *parse_date("2025-03-31")};
    std::vector<std::string> all;
    for (const std::size_t step : {1U, 3U, 4U}) {  // whatever the blocks, the same values
      std::vector<std::string> found;
      for (std::size_t at = 0; at < 4; at += step) {
        std::vector<rows::RowFault> faults;
        const std::size_t end = std::min<std::size_t>(at + step, 4);
        const auto vector = evaluator.evaluate(expr, orders, at, end, &period, faults);
        for (std::size_t i = 0; i < end - at; ++i)
          found.push_back(text_of(expr, vector, i));
        for (const rows::RowFault& fault : faults)
          found[fault.row] = "fault";
      }
      if (!all.empty()) CHECK(found == all);
      all = found;
    }
    return all;
  }

  std::string text_of(ProgramExprId expr, const rows::Vector& vector, std::size_t i) const {
    if (!vector.has(i)) return "-";
    const auto value = static_cast<std::int64_t>(vector.values[i]);
    if (vector.dictionary != nullptr) return std::string(vector.dictionary->text(value));
    if (program.exprs[expr].type.kind == Kind::Date) {
      return to_string(Date{static_cast<std::int32_t>(value)});
    }
    return *exact_decimal_string(Rational::from_decimal(vector.values[i], vector.scale));
  }
};

using Texts = std::vector<std::string>;

TEST_CASE("row arithmetic is exact and aligns scales", "[rows]") {
  Shop shop;
  Exprs& make = shop.make;
  const auto amount = shop.order({"amount"});
  const auto cost = shop.order({"cost"});
  CHECK(shop.values(make.op(Op::Subtract, {amount, cost})) ==
        Texts{"39.875", "40.25", "-0.051", "0"});
  CHECK(shop.values(make.op(Op::Multiply, {amount, cost})) ==
        Texts{"6012.5", "502.5", "-0.00005", "49"});
  CHECK(shop.values(make.op(Op::Negate, {amount})) == Texts{"-100", "-50.25", "0.05", "-7"});
  CHECK(shop.values(make.op(Op::Max, {cost, amount})) == Texts{"100", "50.25", "0.001", "7"});
  CHECK(shop.values(make.op(Op::Clamp, {amount, make.number("0"), make.number("60.5")})) ==
        Texts{"60.5", "50.25", "0", "7"});
  CHECK(shop.values(make.op(Op::Add, {make.number("0.5"), make.number("0.25")})) ==
        Texts{"0.75", "0.75", "0.75", "0.75"});
}

TEST_CASE("division inside a rounding is rounded once", "[rows]") {
  Shop shop;
  Exprs& make = shop.make;
  const auto amount = shop.order({"amount"});
  const auto pieces = shop.order({"pieces"});
  const auto quotient = make.op(Op::Divide, {amount, pieces});
  CHECK(shop.values(make.round(quotient, "0.01")) == Texts{"33.33", "-", "-", "3.5"});
  CHECK(shop.values(make.round(quotient, "0.05", RoundMode::Up)) ==
        Texts{"33.35", "-", "-", "3.5"});
  const auto scaled = make.op(Op::Multiply, {quotient, make.number("3")});
  CHECK(shop.values(make.round(scaled, "0.01")) == Texts{"100", "-", "-", "10.5"});
  CHECK(shop.values(make.round(amount, "0.1")) == Texts{"100", "50.3", "-0.1", "7"});
  CHECK(shop.values(make.round(amount, "0.1", RoundMode::HalfEven)) ==
        Texts{"100", "50.2", "0", "7"});
  CHECK(shop.values(make.round(amount, "0.1", RoundMode::Floor)) ==
        Texts{"100", "50.2", "-0.1", "7"});
}

TEST_CASE("a value beyond 38 digits is a fault of its row, where it is used", "[rows]") {
  Shop shop;
  Exprs& make = shop.make;
  const auto amount = shop.order({"amount"});
  const auto huge =
      make.op(Op::Multiply, {amount, make.number("100000000000000000000000000000000000")});
  const auto more = make.op(Op::Multiply, {huge, make.number("10")});
  CHECK(shop.values(more) ==
        Texts{"fault", "fault", "-50000000000000000000000000000000000", "fault"});
  const auto small = make.op(Op::Less, {amount, make.number("0")});
  CHECK(shop.values(make.op(Op::If, {small, more, amount})) ==
        Texts{"100", "50.25", "-50000000000000000000000000000000000", "7"});
  const auto positive = make.op(Op::Greater, {more, make.number("0")});
  CHECK(shop.values(make.op(Op::And, {small, positive})) == Texts{"0", "0", "0", "0"});
  CHECK(shop.values(make.op(Op::Or, {small, positive})) == Texts{"fault", "fault", "1", "fault"});
}

TEST_CASE("texts and choices compare by what they say", "[rows]") {
  Shop shop;
  Exprs& make = shop.make;
  const auto line = shop.order({"line"});
  const auto note = shop.order({"note"});
  const auto region = shop.order({"rep", "region"});
  CHECK(shop.values(make.op(Op::Equal, {line, make.text("premium")})) == Texts{"0", "1", "0", "1"});
  CHECK(shop.values(make.op(Op::NotEqual, {make.text("premium"), line})) ==
        Texts{"1", "0", "1", "0"});
  CHECK(shop.values(make.op(Op::Equal, {note, make.text("nowhere")})) == Texts{"0", "0", "0", "0"});
  CHECK(shop.values(make.op(Op::NotEqual, {note, make.text("a")})) == Texts{"1", "1", "0", "0"});
  CHECK(shop.values(make.op(Op::Equal, {note, region})) == Texts{"0", "1", "0", "0"});
  CHECK(shop.values(make.op(Op::Greater, {note, make.text("a")})) == Texts{"1", "0", "0", "0"});
  CHECK(shop.values(make.op(Op::LessEqual, {note, make.text("a")})) == Texts{"0", "1", "0", "1"});
  CHECK(shop.values(make.op(Op::IfNone, {region, make.text("?")})) ==
        Texts{"North", "South", "?", "?"});
  const auto mixed = make.op(Op::If, {make.op(Op::IsPresent, {region}), line, make.text("none")});
  CHECK(shop.values(mixed) == Texts{"standard", "premium", "none", "none"});
  CHECK(shop.values(make.op(Op::Equal, {mixed, make.text("none")})) == Texts{"0", "0", "1", "1"});
}

TEST_CASE("conditions may have any number of parts", "[rows]") {
  Shop shop;
  Exprs& make = shop.make;
  const auto amount = shop.order({"amount"});
  const auto above = [&](const std::string& edge) {
    return make.op(Op::Greater, {amount, make.number(edge)});
  };
  const auto is = [&](const std::string& note) {
    return make.op(Op::Equal, {shop.order({"note"}), make.text(note)});
  };
  CHECK(shop.values(make.op(Op::And, {above("0"), above("10"), above("60")})) ==
        Texts{"1", "0", "0", "0"});
  CHECK(shop.values(make.op(Op::Or, {is("x"), is("South"), is("a")})) == Texts{"0", "1", "0", "1"});
  CHECK(shop.values(make.op(Op::Or, {is("a")})) == Texts{"0", "0", "0", "1"});
}

TEST_CASE("row conditions are two-valued", "[rows]") {
  Shop shop;
  Exprs& make = shop.make;
  const auto paid = shop.order({"paid"});
  const auto end = make.op(Op::PeriodEnd);
  const auto in_time = make.op(Op::LessEqual, {paid, end});
  CHECK(shop.values(in_time) == Texts{"1", "0", "1", "0"});
  CHECK(shop.values(make.op(Op::Not, {in_time})) == Texts{"0", "1", "0", "1"});
  CHECK(shop.values(make.op(Op::IsPresent, {paid})) == Texts{"1", "0", "1", "1"});
  CHECK(shop.values(make.op(Op::IsNone, {shop.order({"rep", "region"})})) ==
        Texts{"0", "0", "1", "1"});
}

TEST_CASE("days and months between columns, links and the period", "[rows]") {
  Shop shop;
  Exprs& make = shop.make;
  const auto paid = shop.order({"paid"});
  const auto placed = shop.order({"placed"});
  const auto hired = shop.order({"rep", "hired"});
  CHECK(shop.values(make.op(Op::DaysBetween, {paid, placed})) == Texts{"22", "-", "0", "30"});
  CHECK(shop.values(make.op(Op::Days, {placed, paid})) == Texts{"23", "-", "1", "31"});
  CHECK(shop.values(make.op(Op::Months, {hired, placed})) == Texts{"59", "4", "-", "-"});
  CHECK(shop.values(make.op(Op::Months, {hired, make.op(Op::PeriodStart)})) ==
        Texts{"59", "2", "-", "-"});
  CHECK(shop.values(make.op(Op::AddMonths, {placed, make.number("1")})) ==
        Texts{"2025-02-10", "2025-03-28", "2025-04-30", "2025-05-01"});
  CHECK(shop.values(make.op(Op::AddDays, {placed, make.number("-10")})) ==
        Texts{"2024-12-31", "2025-02-18", "2025-03-21", "2025-03-22"});
  CHECK(shop.values(make.op(Op::Min, {paid, placed})) ==
        Texts{"2025-01-10", "-", "2025-03-31", "2025-04-01"});
}

TEST_CASE("links are followed, empty and unmatched ones end", "[rows]") {
  Shop shop;
  const rows::Evaluator evaluator(shop.program, shop.data);
  const auto manager = test::links_to(shop.program, shop.orders, {"rep", "manager"});
  CHECK(!evaluator.follow(shop.orders, manager, 0));
  CHECK(evaluator.follow(shop.orders, manager, 1) == std::size_t{0});
  const auto rep = test::links_to(shop.program, shop.orders, {"rep"});
  CHECK(evaluator.follow_links(shop.orders, rep.links, 2) == rows::kEmptyLink);
  CHECK(evaluator.follow_links(shop.orders, rep.links, 3) == rows::kUnmatched);
}

TEST_CASE("expressions that say the same are one", "[rows]") {
  Shop shop;
  Exprs& make = shop.make;
  const auto first = make.op(Op::Equal, {shop.order({"line"}), make.text("premium")});
  const auto second = make.op(Op::Equal, {shop.order({"line"}), make.text("premium")});
  const auto other = make.op(Op::Equal, {shop.order({"line"}), make.text("standard")});
  const rows::Evaluator evaluator(shop.program, shop.data);
  CHECK(evaluator.canonical(second) == first);
  CHECK(evaluator.canonical(other) == other);
}

}  // namespace
}  // namespace kpi
