#include <catch2/catch.hpp>

#include "../support/plans.hpp"
#include "../table/loading.hpp"
#include "exec/cube.hpp"

// Aggregates of a small shop, by seller, region and company.

namespace kpi {
namespace {

using plan::IntervalId;
using test::Exprs;

std::string text_of(const Value& value) {
  if (value.is_none()) return "none(" + std::string(name_of(value.reason())) + ")";
  if (value.is_number()) return to_fraction_string(value.number());
  if (value.is_text()) return value.text();
  if (value.is_date()) return to_string(value.date());
  return value.truth() ? "true" : "false";
}

struct Shop {
  Program program;
  TableId reps, orders, quotas;
  table::Dataset data;
  Exprs make{program};
  plan::AggregationPlan plan;
  plan::SpaceId by_rep, by_region, company, owned;
  IntervalId january, february, quarter, year;
  Diagnostics diagnostics;

  Shop() {
    declare();
    const auto loading = test::load(
        program,
        {{"reps.csv", "rep,region\nR1,北\nR2,South\nR3,\n"},
         {"orders.csv",
          "rep,customer,placed,paid,amount,discount\n"
          "R1,A,2025-01-10,2025-01-20,100.00,1.00\n"
          "R1,B,2025-01-31,2025-02-20,50.00,\n"
          "R2,A,2025-02-01,2025-02-05,30.50,\n"
          ",C,2025-02-03,2025-02-03,7.00,0.50\n"
          "R1,A,2025-03-31,2025-04-02,20.00,2.00\n"
          "R9,,2025-03-01,,1.00,\n"
          "R1,D,2025-04-01,,1000.00,\n"},
         {"quotas.csv",
          "rep,quarter,quota\nR1,2025-Q1,90\nR1,2025-Q2,80\nR2,2025-Q1,70\nR2,2025-Q1,71\n"}});
    INFO(loading.messages());
    REQUIRE(!loading.diagnostics.has_errors());
    data = loading.loaded.data;
    plan.as_of = *parse_date("2025-03-31");
    january = plan.intervals.push(test::days("2025-01-01", "2025-01-31"));
    february = plan.intervals.push(test::days("2025-02-01", "2025-02-28"));
    quarter = plan.intervals.push(test::days("2025-01-01", "2025-03-31"));
    year = plan.intervals.push(test::days("2025-01-01", "2025-12-31"));
    by_rep = test::add_space(plan, {test::row_axis(reps)});
    by_region =
        test::add_space(plan, {test::value_axis(reps, test::path_to(program, reps, {"region"}))});
    company = test::add_space(plan, {});
    owned = test::add_space(plan, {test::owned_axis(reps)});
  }

  void declare() {
    reps =
        test::add_table(program, "reps", {test::key("rep"), test::optional(test::text("region"))});
    Column seller = test::optional(test::link("rep", reps));
    seller.or_unmatched = true;
    orders = test::add_table(program, "orders",
                             {std::move(seller), test::optional(test::text("customer")),
                              test::day("placed"), test::optional(test::day("paid")),
                              test::money("amount"), test::optional(test::money("discount"))});
    program.tables[orders].dated = ColumnId(2);
    program.tables[orders].credited = test::links_to(program, orders, {"rep"});
    quotas = test::add_table(program, "quotas",
                             {test::link("rep", reps), test::period("quarter", PeriodUnit::Quarter),
                              test::money("quota")});
    program.tables[quotas].dated = ColumnId(1);
  }

  AggregateId aggregate(AggregateKind kind, const std::vector<std::string>& value = {},
                        ProgramExprId where = {}) {
    Aggregate result;
    result.kind = kind;
    result.table = orders;
    result.dated = ColumnId(2);
    if (!value.empty()) result.value = make.column(orders, value);
    result.where = where;
    return program.aggregates.push(std::move(result));
  }
  AggregateId quota(AggregateKind kind) {
    Aggregate result;
    result.kind = kind;
    result.table = quotas;
    result.dated = ColumnId(1);
    result.value = make.column(quotas, {"quota"});
    return program.aggregates.push(std::move(result));
  }
  plan::CellsId per_rep(AggregateId id, std::vector<IntervalId> intervals) {
    const TableId table = program.aggregates[id].table;
    return test::add_cells(plan, id, by_rep, {test::links_to(program, table, {"rep"})},
                           std::move(intervals));
  }
  plan::CellsId in_company(AggregateId id, std::vector<IntervalId> intervals) {
    return test::add_cells(plan, id, company, {}, std::move(intervals));
  }

  exec::Cube run(std::size_t block_rows = 4096, unsigned threads = 1) {
    exec::ExecOptions options;
    options.block_rows = block_rows;
    options.threads = threads;
    test::add_parts(program, plan);
    return exec::execute(program, plan, data, options, diagnostics);
  }
  /// One line per member: `value value …`.
  std::vector<std::string> lines(const exec::Cube& cube, plan::CellsId id) const {
    std::vector<std::string> all;
    for (std::size_t m = 0; m < cube.members[plan.cells[id].space].size(); ++m) {
      std::string line;
      for (std::size_t i = 0; i < plan.cells[id].intervals.size(); ++i) {
        line += (i == 0 ? "" : " ") + text_of(cube.cells[id].value(m, i));
      }
      all.push_back(line);
    }
    return all;
  }
};

using Lines = std::vector<std::string>;

TEST_CASE("sums by seller, region and company over overlapping intervals", "[exec]") {
  Shop shop;
  const auto revenue = shop.aggregate(AggregateKind::Sum, {"amount"});
  const std::vector<IntervalId> when = {shop.january, shop.february, shop.quarter, shop.year};
  const auto reps = shop.per_rep(revenue, when);
  const auto company = shop.in_company(revenue, when);
  const auto regions =
      test::add_cells(shop.plan, revenue, shop.by_region,
                      {test::path_to(shop.program, shop.orders, {"rep", "region"})}, when);
  const auto all = test::add_cells(shop.plan, revenue, shop.owned,
                                   {test::links_to(shop.program, shop.orders, {"rep"})}, when);
  const exec::Cube cube = shop.run();
  // R1, R2, R3 and the rows of nobody; rows after the as-of day do not exist.
  CHECK(shop.lines(cube, reps) == Lines{"150 0 170 170", "0 61/2 61/2 61/2", "0 0 0 0", "0 7 8 8"});
  CHECK(shop.lines(cube, company) == Lines{"150 75/2 417/2 417/2"});
  CHECK(shop.lines(cube, regions) == Lines{"0 61/2 61/2 61/2", "150 0 170 170", "0 7 8 8"});
  CHECK(shop.lines(cube, all) == Lines{"150 61/2 401/2 401/2"});
  CHECK(cube.cells[reps].rows(0, 2) == 3);
  CHECK(cube.members[shop.by_rep][3][0].none);
  CHECK(cube.members[shop.by_region][0][0].text == "South");
  CHECK(cube.members[shop.by_region].find({exec::Coordinate{false, 0, "北"}}) == std::size_t{1});
  CHECK(shop.diagnostics.empty());
}

TEST_CASE("no rows and skipped rows have their own answers", "[exec]") {
  Shop shop;
  std::vector<plan::CellsId> cells;
  const std::vector<IntervalId> when = {shop.january, shop.february};
  for (const AggregateKind kind : {AggregateKind::Sum, AggregateKind::Count, AggregateKind::Avg,
                                   AggregateKind::Min, AggregateKind::Only}) {
    const auto id = shop.aggregate(kind, {"discount"});
    shop.program.aggregates[id].skipping_none = true;
    cells.push_back(shop.per_rep(id, when));
  }
  const auto strict = shop.per_rep(shop.aggregate(AggregateKind::Sum, {"discount"}), when);
  const exec::Cube cube = shop.run();
  CHECK(shop.lines(cube, cells[0]) == Lines{"1 0", "0 none(null_input)", "0 0", "0 1/2"});
  CHECK(shop.lines(cube, cells[1]) == Lines{"1 0", "0 0", "0 0", "0 1"});
  CHECK(shop.lines(cube, cells[2])[0] == "1 none(no_rows)");
  CHECK(shop.lines(cube, cells[3])[1] == "none(no_rows) none(null_input)");
  CHECK(shop.lines(cube, cells[4])[0] == "1 none(no_row)");
  CHECK(shop.lines(cube, strict)[0] == "none(null_input) 0");
}

TEST_CASE("averages, extremes of days, distinct values over any interval", "[exec]") {
  Shop shop;
  const std::vector<IntervalId> when = {shop.january, shop.february, shop.quarter};
  const auto mean = shop.in_company(shop.aggregate(AggregateKind::Avg, {"amount"}), when);
  const auto first = shop.in_company(shop.aggregate(AggregateKind::Min, {"placed"}), when);
  const auto last = shop.in_company(shop.aggregate(AggregateKind::Max, {"customer"}), when);
  const auto customers =
      shop.in_company(shop.aggregate(AggregateKind::CountDistinct, {"customer"}), when);
  const exec::Cube cube = shop.run();
  CHECK(shop.lines(cube, mean) == Lines{"75 75/4 139/4"});
  CHECK(shop.lines(cube, first) == Lines{"2025-01-10 2025-02-01 2025-01-10"});
  CHECK(shop.lines(cube, last) == Lines{"B C none(null_input)"});
  CHECK(shop.lines(cube, customers) == Lines{"2 2 3"});  // not 2 + 2
}

TEST_CASE("a condition on the period is asked anew in every interval", "[exec]") {
  Shop shop;
  Exprs& make = shop.make;
  const auto paid = make.column(shop.orders, {"paid"});
  const auto in_time = make.op(Op::LessEqual, {paid, make.op(Op::PeriodEnd)});
  const auto id = shop.aggregate(AggregateKind::Sum, {"amount"}, in_time);
  shop.program.aggregates[id].reads_period = true;
  const auto cells = shop.in_company(id, {shop.january, shop.february, shop.quarter, shop.year});
  const exec::Cube cube = shop.run();
  // The last day that counts is the as-of day, in the year as well.
  CHECK(shop.lines(cube, cells) == Lines{"100 75/2 375/2 375/2"});
}

TEST_CASE("a period counts where it lies wholly inside, whatever the as-of day", "[exec]") {
  Shop shop;
  const auto sum =
      shop.per_rep(shop.quota(AggregateKind::Sum), {shop.january, shop.quarter, shop.year});
  const exec::Cube cube = shop.run();
  CHECK(shop.lines(cube, sum) == Lines{"0 90 170", "0 141 141", "0 0 0"});
}

TEST_CASE("only names both rows, the member and the days", "[exec]") {
  Shop shop;
  const auto only = shop.per_rep(shop.quota(AggregateKind::Only), {shop.january, shop.quarter});
  const exec::Cube cube = shop.run();
  CHECK(shop.lines(cube, only) ==
        Lines{"none(no_row) 90", "none(no_row) none(failed)", "none(no_row) none(no_row)"});
  REQUIRE(shop.diagnostics.size() == 1);
  RenderOptions options;
  const std::string text = render(shop.diagnostics.items()[0], SourceMap(), options);
  INFO(text);
  CHECK(text.find("E0701") != std::string::npos);
  CHECK(text.find("lines 4 and 5") != std::string::npos);
  CHECK(text.find("R2") != std::string::npos);
  CHECK(text.find("2025-01-01") != std::string::npos);
}

TEST_CASE("groups are built inside member and interval", "[exec]") {
  Shop shop;
  Exprs& make = shop.make;
  Aggregate repeat;  // count(per orders.customer where count(orders) >= 2)
  repeat.kind = AggregateKind::Count;
  repeat.table = shop.orders;
  repeat.dated = ColumnId(2);
  repeat.per = test::path_to(shop.program, shop.orders, {"customer"});
  repeat.group_aggregates = {shop.aggregate(AggregateKind::Count),
                             shop.aggregate(AggregateKind::Sum, {"amount"})};
  repeat.group_where = make.op(Op::GreaterEqual, {make.group_value(0), make.number("2")});
  Aggregate mean = repeat;  // avg(sum(orders.amount) per orders.customer)
  mean.kind = AggregateKind::Avg;
  mean.group_where = ProgramExprId();
  mean.group_value = make.group_value(1);
  const std::vector<IntervalId> when = {shop.january, shop.quarter};
  const auto repeat_id = shop.program.aggregates.push(repeat);
  const auto repeated = shop.per_rep(repeat_id, when);
  const auto in_company = shop.in_company(repeat_id, when);
  const auto means = shop.in_company(shop.program.aggregates.push(mean), when);
  const exec::Cube cube = shop.run();
  CHECK(shop.lines(cube, repeated) == Lines{"0 1", "0 0", "0 0", "0 0"});
  CHECK(shop.lines(cube, in_company) == Lines{"0 1"});
  // A 150.50, B 50, C 7; the order without a customer forms no group.
  CHECK(shop.lines(cube, means) == Lines{"75 415/6"});
}

TEST_CASE("facts of a table", "[exec]") {
  Shop shop;
  const exec::Cube cube = shop.run();
  const exec::TableFacts& orders = cube.tables[shop.orders];
  CHECK(orders.rows == 6);
  CHECK(orders.first == *parse_date("2025-01-10"));
  // the row of April is after the as-of day: it does not count, but the file reaches that far
  CHECK(orders.last == *parse_date("2025-04-01"));
  CHECK(orders.without_owner == 1);
  CHECK(orders.unmatched_owner == 1);
  CHECK(cube.tables[shop.quotas].last == *parse_date("2025-06-30"));
}

TEST_CASE("totals never overflow, row values that do are named", "[exec]") {
  Shop shop;
  Exprs& make = shop.make;
  const auto amount = make.column(shop.orders, {"amount"});
  const auto big = [&](const std::string& factor) {
    const auto id = shop.aggregate(AggregateKind::Sum, {"amount"});
    shop.program.aggregates[id].value = make.op(Op::Multiply, {amount, make.number(factor)});
    return id;
  };
  // 100 * 1.5e34 with two decimals is just below 2^127; with 50 more the total is beyond.
  const auto fits = shop.in_company(big("15000000000000000000000000000000000"), {shop.quarter});
  const exec::Cube cube = shop.run(1, 2);
  CHECK(shop.lines(cube, fits) == Lines{"3127500000000000000000000000000000000"});
  CHECK(shop.diagnostics.empty());
  const auto fails =
      shop.per_rep(big("100000000000000000000000000000000000"), {shop.january, shop.february});
  const exec::Cube failed = shop.run();
  CHECK(shop.lines(failed, fails) ==
        Lines{"none(failed) 0", "0 none(failed)", "0 0", "0 700000000000000000000000000000000000"});
  CHECK(shop.diagnostics.has_errors());
}

}  // namespace
}  // namespace kpi
