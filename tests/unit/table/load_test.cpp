// Good files: types, keys, links, headers, whatever the block size.

#include <catch2/catch.hpp>
#include <random>

#include "io/workers.hpp"
#include "loading.hpp"

namespace kpi::test {
namespace {

using table::kUnmatchedRow;
using table::LoadOptions;

/// people (a tree) and the orders of each.
Program people_and_orders() {
  Program program;
  const TableId people(0);
  add_table(program, "people",
            {key("id"), text("name"), optional(link("manager", people)), optional(day("left"))});
  add_table(
      program, "orders",
      {link("person", people), money("amount"), ratio("discount"), choice("line", {"new", "old"}),
       truth("paid"), period("quarter", PeriodUnit::Quarter), count("pieces")});
  return program;
}

constexpr const char* kPeople =
    "id,name,manager,left\n"
    "R2,\"Wu, \"\"Bo\"\"\",R1,2025-03-31 00:00:00\n"
    "R1,李雷,,\n"
    "007,  x ,R2,\n";
constexpr const char* kOrders =
    "pieces,person,amount,discount,line,paid,quarter,note\n"
    "3,R1,-12.5,1.2%,new,yes,2025-Q1,anything\n"
    "1.0,007,1000.00,0.012,old,否,2025-Q2,\n";

template <class Numbers>
std::vector<std::int64_t> numbers(const Numbers& from) {
  std::vector<std::int64_t> copy;
  for (std::size_t i = 0; i < from.size(); ++i)
    copy.push_back(from[i]);
  return copy;
}

TEST_CASE("every type is read, links are rows") {
  const Program program = people_and_orders();
  const Loading result = load(program, {{"people.csv", kPeople}, {"orders.csv", kOrders}});
  CHECK(result.messages() == "\n");
  CHECK(rows_of(program, result.loaded, 0) ==
        Rows{"R2|Wu, \"Bo\"|R1->1|2025-03-31", "R1|李雷||", "007|  x |R2->0|"});
  CHECK(rows_of(program, result.loaded, 1) == Rows{"R1->1|-12.50|0.0120|new|true|2025-Q1|3",
                                                   "007->2|1000.00|0.0120|old|false|2025-Q2|1"});
  CHECK(numbers(result.table(0).lines) == std::vector<std::int64_t>{2, 3, 4});
  CHECK(result.table(0).row_of_key("007") == 2);
  CHECK_FALSE(result.table(0).row_of_key("7"));
  CHECK(result.loaded.rows_read == std::vector<std::size_t>{3, 2});
}

TEST_CASE("BOM, CRLF, order of columns and a missing last line break change nothing") {
  Program program;
  add_table(program, "t", {key("a"), money("b")});
  const Rows expected = {"1|2.00", "3|4.00"};
  for (const char* text :
       {"a,b\n1,2\n3,4\n", "a,b\n1,2\n3,4", "a,b\r\n1,2\r\n3,4\r\n\r\n",
        "\xEF\xBB\xBF\x62,x,a\n2,,1\n4,,3\n\n\n", "\" a \",b\n\"1\",\"2\"\n3,4"}) {
    const Loading result = load(program, {{"t.csv", text}});
    CHECK(result.messages() == "\n");
    CHECK(rows_of(program, result.loaded) == expected);
  }
}

TEST_CASE("columns and tables that no rule uses are not read") {
  Program program;
  Column unused = money("b");
  unused.used = false;
  add_table(program, "t", {key("a"), unused});
  add_table(program, "absent", {key("a")});
  program.tables[TableId(1)].used = false;
  const Loading result = load(program, {{"t.csv", "a,b\n1,rubbish\xFF\n"}});
  CHECK(result.messages() == "\n");
  CHECK(result.table().columns[ColumnId(1)].values.empty());
  CHECK(result.table(1).columns.size() == 1);
}

TEST_CASE("headers match after NFC and trimming, by the name said with `from`") {
  Program program;
  Column renamed = money("amount");
  renamed.header = "Umsa\u0308tze";
  add_table(program, "t", {key("a"), renamed});
  const Loading result = load(program, {{"t.csv", " a , Ums\u00E4tze \n1,2\n"}});
  CHECK(result.messages() == "\n");
}

TEST_CASE("a ratio in percent is written as 12, or as 12%") {
  Program program;
  Column percent = ratio("r");
  percent.in_percent = true;
  add_table(program, "t", {percent});
  const Loading result = load(program, {{"t.csv", "r\n12\n12%\n0.5\n-3.25 %\n"}});
  CHECK(result.messages() == "\n");
  CHECK(rows_of(program, result.loaded) == Rows{"0.1200", "0.1200", "0.0050", "-0.0325"});
}

TEST_CASE("a plain ratio is at most 2") {
  Program program;
  add_table(program, "t", {ratio("r")});
  const Loading result = load(program, {{"t.csv", "r\n1.5\n-2\n250%\n2.01\n"}});
  CHECK(result.codes() == Rows{"E0619"});
  CHECK(rows_of(program, result.loaded) == Rows{"1.5000", "-2.0000", "2.5000"});
}

TEST_CASE("a table has its own path, seen from the data folder") {
  Program program;
  add_table(program, "t", {key("a")});
  const std::map<std::string, std::string> files = {{"sub/x.csv", "a\n1\n"}};
  CHECK(load(program, files, {}, {"data", {{"t", "sub/x.csv"}}}).table().row_count == 1);
  CHECK(load(program, files, {}, {"data/sub", {{"t", "../sub/x.csv"}}}).codes() == Rows{"E0601"});
  CHECK(load(program, files, {}, {"data", {{"t", "data/sub/x.csv"}}}).codes() == Rows{"E0601"});
  CHECK(load(program, files, {}, {"", {{"t", "data/sub/x.csv"}}}).table().row_count == 1);
}

TEST_CASE("unmatched values are kept and counted in one warning") {
  Program program;
  add_table(program, "products", {key("product")});
  Column product = link("product", TableId(0));
  product.or_unmatched = true;
  add_table(program, "deals", {product});
  const Loading result =
      load(program, {{"products.csv", "product\nGTX Pro\nGTX Basic\nMG Special\n"},
                     {"deals.csv", "product\nGTXPro\nGTX Basic\nGTXPro\nzzz\n"}});
  CHECK_FALSE(result.diagnostics.has_errors());
  CHECK(result.messages() == R"(
warning[W0628]: 3 rows have no partner in `products` and count as unmatched
 --> data/deals.csv, column product
  = note: `GTXPro`: 2 rows, perhaps `GTX Pro`
  = note: `zzz`: 1 row
)");
  CHECK(numbers(result.table(1).columns[ColumnId(0)].values) ==
        std::vector<std::int64_t>{kUnmatchedRow, 1, kUnmatchedRow, kUnmatchedRow});
}

TEST_CASE("tables that a used column links to are read too") {
  Program program = people_and_orders();
  program.tables[TableId(0)].used = false;
  const Loading result = load(program, {{"people.csv", kPeople}, {"orders.csv", kOrders}});
  CHECK(result.messages() == "\n");
  CHECK(result.table(0).row_count == 3);
}

std::string random_field(std::mt19937& random) {
  static const std::vector<std::string> kFields = {
      "R1",   "R2",         "R3",   "",        "12.5",       "0.012",
      "12%",  "new",        "yes",  "2025-Q1", "2025-02-30", "x,y",
      "a\nb", "say \"hi\"", "李雷", "\xFF",    "1e5",        "99999999999999999999"};
  const std::string& field = kFields[random() % kFields.size()];
  std::string quoted = "\"";
  for (const char c : field)
    quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return random() % 3 == 0 || field.find_first_of(",\"\n") != std::string::npos ? quoted + "\""
                                                                                : field;
}

std::string random_file(std::mt19937& random, const std::string& header, std::size_t fields) {
  const std::string line_break = random() % 2 == 0 ? "\n" : "\r\n";
  std::string text = header + line_break;
  for (std::size_t row = 0; row < 12; ++row) {
    const std::size_t count = random() % 10 == 0 ? fields - 1 : fields;
    for (std::size_t i = 0; i < count; ++i)
      text += (i == 0 ? "" : ",") + random_field(random);
    text += random() % 20 == 0 ? line_break + line_break : line_break;
  }
  return text;
}

TEST_CASE("the block size changes neither values nor messages", "[property]") {
  std::mt19937 random(4180);
  const Program program = people_and_orders();
  for (int i = 0; i < 200; ++i) {
    const std::map<std::string, std::string> files = {
        {"people.csv", random_file(random, "id,name,manager,left", 4)},
        {"orders.csv", random_file(random, "person,amount,discount,line,paid,quarter,pieces", 7)}};
    LoadOptions options;
    options.keep_going = i % 2 == 0;
    options.max_reports = 3;
    const Loading whole = load(program, files, options);
    for (const std::size_t block : std::vector<std::size_t>{1, 3, 7, 4096}) {
      io::Workers workers(block == 7 ? 2 : 8);  // columns at the same time
      options.run_jobs = [&](std::size_t count, const std::function<void(std::size_t)>& job) {
        workers.run(count, job);
      };
      options.block_bytes = block;
      const Loading parts = load(program, files, options);
      REQUIRE(parts.messages() == whole.messages());
      REQUIRE(parts.loaded.rejects.size() == whole.loaded.rejects.size());
      for (std::size_t t = 0; t < 2; ++t) {
        REQUIRE(rows_of(program, parts.loaded, t) == rows_of(program, whole.loaded, t));
        REQUIRE(numbers(parts.table(t).lines) == numbers(whole.table(t).lines));
      }
    }
    // Every row is either there or rejected.
    if (!options.keep_going || whole.diagnostics.has_errors()) continue;
    const std::size_t kept = whole.table(0).row_count + whole.table(1).row_count;
    CHECK(kept + whole.loaded.rejects.size() ==
          whole.loaded.rows_read[0] + whole.loaded.rows_read[1]);
  }
}

}  // namespace
}  // namespace kpi::test
