#include <catch2/catch.hpp>

#include "../support/expressions.hpp"
#include "../table/loading.hpp"
#include "rows/rows.hpp"

// What the author requires of every row.

namespace kpi {
namespace {

struct Staff {
  Program program;
  TableId reps, orders;
  test::Exprs make{program};

  Staff() {
    reps = test::add_table(
        program, "reps", {test::key("rep"), test::day("hired"), test::optional(test::day("left"))});
    program.tables[reps].valid = Validity{ColumnId(1), ColumnId(2), false};
    orders = test::add_table(program, "orders",
                             {test::link("rep", reps), test::day("placed"), test::money("amount")});
    program.tables[orders].unique = {{ColumnId(0), ColumnId(1)}};
    const auto condition =
        make.op(Op::GreaterEqual, {make.column(orders, {"amount"}), make.number("0")});
    program.tables[orders].checks.push_back(RowCheck{condition, "returns are booked apart", {}});
  }

  test::Loading validated(bool keep_going, std::string reps_text, std::string orders_text) {
    table::LoadOptions options;
    options.keep_going = keep_going;
    test::Loading loading = test::load(
        program, {{"reps.csv", std::move(reps_text)}, {"orders.csv", std::move(orders_text)}},
        options);
    rows::validate(program, loading.loaded, options, loading.diagnostics);
    return loading;
  }
};

const char* const kReps = "rep,hired,left\nR1,2020-01-01,2019-12-31\nR2,2020-01-01,\n";
const char* const kOrders =
    "rep,placed,amount\nR1,2025-01-01,5\nR2,2025-01-01,-5.50\nR2,2025-01-02,1\nR2,2025-01-02,2\n";

TEST_CASE("checks, unique and valid name the rows that break them", "[rows]") {
  Staff staff;
  const test::Loading loading = staff.validated(false, kReps, kOrders);
  CHECK(loading.codes() == std::vector<std::string>{"E0713", "E0711", "E0712"});
  const std::string text = loading.messages();
  INFO(text);
  CHECK(text.find("line 3 of `orders` fails a check") != std::string::npos);
  CHECK(text.find("returns are booked apart") != std::string::npos);
  CHECK(text.find("`amount` is -5.50") != std::string::npos);
  CHECK(text.find("line 5 of `orders` repeats rep R2, placed 2025-01-02, first on line 4") !=
        std::string::npos);
  CHECK(text.find("line 2 of `reps` is valid until 2019-12-31, before it begins on 2020-01-01") !=
        std::string::npos);
}

TEST_CASE("rows that break a promise leave, with those that link to them", "[rows]") {
  Staff staff;
  const test::Loading loading = staff.validated(true, kReps, kOrders);
  INFO(loading.messages());
  CHECK(!loading.diagnostics.has_errors());
  CHECK(loading.table(0).row_count == 1);
  CHECK(test::rows_of(staff.program, loading.loaded, 1) ==
        std::vector<std::string>{"R2->0|2025-01-02|1.00"});
  CHECK(loading.loaded.rejects.size() == 4);
}

TEST_CASE("rows in order have nothing to report", "[rows]") {
  Staff staff;
  const test::Loading loading = staff.validated(false, "rep,hired,left\nR1,2020-01-01,2020-01-01\n",
                                                "rep,placed,amount\nR1,2025-01-01,0\n");
  CHECK(loading.diagnostics.empty());
}

}  // namespace
}  // namespace kpi
