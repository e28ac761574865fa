// Values that are none, and what is said about them.

#include <catch2/catch.hpp>

#include "loading.hpp"

namespace kpi::test {
namespace {

using table::LoadOptions;
using table::Reject;

std::string messages(Column column, const std::string& value,
                     Language language = Language::English) {
  Program program;
  add_table(program, "t", {text("id"), std::move(column)});
  return load(program, {{"t.csv", "id,v\nx," + value + "\n"}}).messages(language);
}

TEST_CASE("a number says what is odd about it") {
  CHECK(messages(money("v"), "\"1,234.50\"") == R"(
error[E0616]: `1,234.50` is not a number: its digits are separated into groups
 --> data/t.csv:2, column v
  = note: a number is digits with `-` in front and a point before the decimals: `-1234.50`
  = help: if it is 1234.50, declare `v : money as "1,234.50"`
)");
  CHECK(messages(money("v"), "1e5") == R"(
error[E0616]: `1e5` is not a number: it has an exponent
 --> data/t.csv:2, column v
  = note: a number is digits with `-` in front and a point before the decimals: `-1234.50`
)");
  CHECK(messages(money("v"), "\"12,5\"") == R"(
error[E0616]: `12,5` is not a number: it has a comma
 --> data/t.csv:2, column v
  = note: a number is digits with `-` in front and a point before the decimals: `-1234.50`
  = help: if it is 12.50, declare `v : money as "1.234,50"`
)");
  CHECK(messages(money("v"), "12%") == R"(
error[E0616]: `12%` is not a number: it has a percent sign, but the column is no ratio
 --> data/t.csv:2, column v
  = note: a number is digits with `-` in front and a point before the decimals: `-1234.50`
)");
  CHECK(messages(money("v"), "N/A") == R"(
error[E0616]: `N/A` is not a number: it stands for a missing value
 --> data/t.csv:2, column v
  = note: a number is digits with `-` in front and a point before the decimals: `-1234.50`
  = help: if it stands for no value, declare `v : optional money none "N/A"`
)");
  CHECK(messages(money("v"), "twelve") == R"(
error[E0616]: `twelve` is not a number: it has no digits
 --> data/t.csv:2, column v
  = note: a number is digits with `-` in front and a point before the decimals: `-1234.50`
)");
}

TEST_CASE("a currency sign is that of the column") {
  CHECK(messages(money("v"), "$12", Language::Chinese) == R"(
错误[E0616]：`$12` 不是数值：货币符号不是该列的
 --> data/t.csv:2，v 列
  = 说明：该列的币种是 CNY，读入时不做换算
  = 提示：如果每一行都是 USD，请声明 `v : 金额 USD`；如果只有部分是，请用一列写明每行的币种：`v : 金额 以 列名`
)");
}

TEST_CASE("digits are neither rounded nor lost") {
  CHECK(messages(money("v"), "12.345") == R"(
error[E0617]: `12.345` is finer than the step of its column, 0.01
 --> data/t.csv:2, column v
  = note: values are never rounded on the way in
  = help: to keep every digit, declare `v : money 0.001`
)");
  CHECK(messages(ratio("v"), "1.234%") == R"(
error[E0617]: `1.234%` is finer than the step of its column, 0.0001
 --> data/t.csv:2, column v
  = note: values are never rounded on the way in
  = help: to keep every digit, declare `v : ratio 0.001%`
)");
  CHECK(messages(count("v"), "2.5") == R"(
error[E0617]: `2.5` is finer than the step of its column, 1
 --> data/t.csv:2, column v
  = note: values are never rounded on the way in
)");
  CHECK(messages(money("v"), "12345678901234567.00") == R"(
error[E0618]: `12345678901234567.00` has too many digits
 --> data/t.csv:2, column v
  = note: a value has at most 18 digits, the 2 decimals of its column included
)");
}

TEST_CASE("a ratio of 12 could be 12%") {
  CHECK(messages(ratio("v"), "12") == R"(
error[E0619]: `12` in a ratio column: is it `12%`, or `12` times the whole?
 --> data/t.csv:2, column v
  = note: without a percent sign a ratio is a plain number, at most 2: `0.12` is 12%
  = help: if the file writes 12 for 12%, declare `v : ratio in percent`
)");
}

TEST_CASE("days that do not exist, times and other spellings") {
  CHECK(messages(day("v"), "2025-02-30") == R"(
error[E0622]: there is no day `2025-02-30`
 --> data/t.csv:2, column v
  = note: 2025-02 has 28 days
)");
  CHECK(messages(day("v"), "2025-13-01") == R"(
error[E0622]: there is no day `2025-13-01`
 --> data/t.csv:2, column v
  = note: a year has 12 months
)");
  CHECK(messages(day("v"), "2025-03-31 08:15:00") == R"(
error[E0623]: `2025-03-31 08:15:00` has a time of day, but a date column holds whole days
 --> data/t.csv:2, column v
  = note: only 00:00:00 may follow the day, without a fraction or a time zone; leave the time out, or declare another column
)");
  CHECK(messages(day("v"), "03/04/2025") == R"(
error[E0621]: `03/04/2025` is not a date
 --> data/t.csv:2, column v
  = note: a date is written with the year first: `2025-03-31`, `2025/3/31`
  = help: if it is 2025-03-04, declare `v : date as "m/d/y"`
  = help: if it is 2025-04-03, declare `v : date as "d/m/y"`
)");
  CHECK(messages(day("v"), "45747") == R"(
error[E0621]: `45747` is not a date
 --> data/t.csv:2, column v
  = note: a date is written with the year first: `2025-03-31`, `2025/3/31`
  = note: it looks like the day number of a spreadsheet; format the column as a date before saving
)");
}

TEST_CASE("periods of another length") {
  CHECK(messages(period("v", PeriodUnit::Quarter), "2025-03") == R"(
error[E0624]: `2025-03` is not a quarter
 --> data/t.csv:2, column v
  = note: the column is written like `2025-Q1`
  = note: `2025-03` is a month
)");
  CHECK(messages(period("v", PeriodUnit::Month), "March") == R"(
error[E0624]: `March` is not a month
 --> data/t.csv:2, column v
  = note: the column is written like `2025-01`
)");
}

TEST_CASE("choices, truth values, missing values") {
  CHECK(messages(choice("v", {"Won", "Lost"}), "won") == R"(
error[E0615]: `won` is not one of the choices of `v`
 --> data/t.csv:2, column v
  = note: the choices are `Won`, `Lost`
  = help: did you mean `Won`?
)");
  CHECK(messages(choice("v", {"Won", "Lost"}), "Open") == R"(
error[E0615]: `Open` is not one of the choices of `v`
 --> data/t.csv:2, column v
  = note: the choices are `Won`, `Lost`
)");
  CHECK(messages(truth("v"), "maybe") == R"(
error[E0620]: `maybe` is neither true nor false
 --> data/t.csv:2, column v
  = note: written true or false, yes or no, 1 or 0, 是 or 否
)");
  CHECK(messages(money("v"), "") == R"(
error[E0614]: `v` has no value
 --> data/t.csv:2, column v
  = note: the column is required
  = help: if it may be empty, declare `v : optional …`
)");
  CHECK(messages(text("v"), "\"\"", Language::Chinese) == R"(
错误[E0614]：`v` 没有值
 --> data/t.csv:2，v 列
  = 说明：该列是必填的
  = 提示：如果可以为空，请声明 `v : 可空 …`
)");
}

TEST_CASE("a key stands once") {
  Program program;
  add_table(program, "t", {key("id")});
  CHECK(load(program, {{"t.csv", "id\na\nb\na\na\n"}}).messages() == R"(
error[E0625]: the key `a` already stands on line 2
 --> data/t.csv:4, column id
  = note: a key names one row: remove one of them, or declare another column as the key
  = note: the same on 1 more line: 5
)");
}

Program people_orders_lines(bool linked_to_self = false) {
  Program program;
  add_table(program, "people", {key("id"), optional(link("boss", TableId(0)))});
  add_table(program, "orders", {key("no"), link("who", TableId(0))});
  add_table(program, "lines", {link("order", TableId(1)), money("amount")});
  program.tables[TableId(0)].columns[ColumnId(1)].used = linked_to_self;
  return program;
}

TEST_CASE("a link without a partner names value, rows and the nearest key") {
  const Loading result =
      load(people_orders_lines(), {{"people.csv", "id\nGTX Pro\nGTX Basic\n"},
                                   {"orders.csv", "no,who\n1,GTXPro\n2,GTXPro\n3,x\n"},
                                   {"lines.csv", "order,amount\n1,2\n"}});
  CHECK(result.messages() == R"(
error[E0626]: no row of `people` has the key `GTXPro`
 --> data/orders.csv:2, column who
  = note: 2 rows have this value
  = help: did you mean `GTX Pro`?
  = help: if `GTXPro` is right, add its row to the file of `people`
  = help: to keep such rows apart instead, declare `who : -> people or unmatched`
error[E0626]: no row of `people` has the key `x`
 --> data/orders.csv:4, column who
  = help: if `x` is right, add its row to the file of `people`
  = help: to keep such rows apart instead, declare `who : -> people or unmatched`
)");
}

TEST_CASE("a link to a row that is itself at fault is no second error") {
  const Loading result =
      load(people_orders_lines(true), {{"people.csv", "id,boss\na,\nb,zz\n"},
                                       {"orders.csv", "no,who\n1,a\n1,b\n2,b\n"},
                                       {"lines.csv", "order,amount\n1,2\n2,x\n"}});
  CHECK(result.codes() == Rows{"E0626", "E0625", "E0616"});
}

TEST_CASE("a table that cannot be read is reported once") {
  const Loading result = load(people_orders_lines(), {{"orders.csv", "no,who\n1,a\n"},
                                                      {"lines.csv", "order,amount\n1,2\n"}});
  CHECK(result.codes() == Rows{"E0601"});
}

TEST_CASE("every mistake of a row is reported, the row is rejected once") {
  Program program;
  add_table(program, "t", {key("id"), money("a"), day("b")});
  const Loading result = load(program, {{"t.csv", "b,a,id\nx,y,1\n2025-01-01,3,2\n"}});
  CHECK(result.codes() == Rows{"E0621", "E0616"});
  REQUIRE(result.loaded.rejects.size() == 1);
  const Reject& reject = result.loaded.rejects[0];
  CHECK(reject.line == 2);
  CHECK(reject.column == "b");
  CHECK(name_of(reject.code) == "E0621");
  CHECK(reject.reason == "`x` is not a date");
  CHECK(reject.record == "x,y,1");
}

TEST_CASE("rows left out are listed in the language asked for, up to a limit, then counted") {
  Program program;
  add_table(program, "t", {text("id"), money("a")});
  LoadOptions options;
  options.keep_going = true;
  options.max_rejects = 2;
  options.language = Language::Chinese;
  const Loading result = load(program, {{"t.csv", "id,a\nx,y\n,1\nz,3\nx,y\nx,y\n"}}, options);
  REQUIRE(result.loaded.rejects.size() == 2);
  CHECK(result.loaded.rejects_not_listed == 2);
  CHECK(result.loaded.rejects[1].reason == "`id` 没有值");
  CHECK(result.loaded.data.tables[TableId(0)].row_count == 1);
}

TEST_CASE("a kind is reported at most max_reports times, then counted") {
  Program program;
  add_table(program, "t", {text("id"), money("a")});
  LoadOptions options;
  options.max_reports = 2;
  const Loading result = load(program, {{"t.csv", "id,a\nx,y\n,1\nx,z\nx,v\nx,w\nx,y\n"}}, options);
  CHECK(result.codes() == Rows{"E0616", "E0614", "E0616", "W0630"});
  CHECK(result.messages().substr(0) == R"(
error[E0616]: `y` is not a number: it has no digits
 --> data/t.csv:2, column a
  = note: a number is digits with `-` in front and a point before the decimals: `-1234.50`
  = note: the same on 1 more line: 7
error[E0614]: `id` has no value
 --> data/t.csv:3, column id
  = note: the column is required
  = help: if it may be empty, declare `id : optional …`
error[E0616]: `z` is not a number: it has no digits
 --> data/t.csv:4, column a
  = note: a number is digits with `-` in front and a point before the decimals: `-1234.50`
note[W0630]: 2 more of the same kind in this file: not a number [E0616]
 --> data/t.csv
)");
  CHECK(result.loaded.rejects.size() == 6);
}

TEST_CASE("with keep_going unusable rows are left out, and what links to them") {
  const Program program = people_orders_lines(true);
  LoadOptions options;
  options.keep_going = true;
  const Loading result =
      load(program,
           {{"people.csv", "id,boss\na,\nb,zz\nc,b\nd,c\ne,a\n,a\n"},
            {"orders.csv", "no,who\n1,e\n2,d\n3,a\n3,e\n4,nobody\n\"5\",\"b\"\n"},
            {"lines.csv", "order,amount\n1,2\n2,3\n3,x\n3,5\n5,6\n"}},
           options);
  CHECK_FALSE(result.diagnostics.has_errors());
  CHECK(rows_of(program, result.loaded, 0) == Rows{"a|", "e|a->0"});
  CHECK(rows_of(program, result.loaded, 1) == Rows{"1|e->1", "3|a->0"});
  CHECK(rows_of(program, result.loaded, 2) == Rows{"1->0|2.00", "3->1|5.00"});
  CHECK(result.table(0).columns[ColumnId(0)].dictionary->size() == 2);
  CHECK(result.messages() == R"(
warning[W0629]: 4 of 6 rows of `people` are left out
 --> data/people.csv
  = note: 1 row: missing value [E0614], first on line 7
  = note: 1 row: link without a partner [E0626], first on line 3
  = note: 2 rows: link to a row left out [E0627], first on line 4
warning[W0629]: 4 of 6 rows of `orders` are left out
 --> data/orders.csv
  = note: 1 row: key used twice [E0625], first on line 5
  = note: 1 row: link without a partner [E0626], first on line 6
  = note: 2 rows: link to a row left out [E0627], first on line 7
warning[W0629]: 3 of 5 rows of `lines` are left out
 --> data/lines.csv
  = note: 1 row: not a number [E0616], first on line 4
  = note: 2 rows: link to a row left out [E0627], first on line 6
)");
  std::string rejects;
  for (const Reject& reject : result.loaded.rejects) {
    rejects += std::to_string(reject.table.index()) + ":" + std::to_string(reject.line) + " " +
               std::string(name_of(reject.code)) + " " + reject.column + " " + reject.record + "\n";
  }
  CHECK(rejects == R"(0:3 E0626 boss b,zz
0:4 E0627 boss c,b
0:5 E0627 boss d,c
0:7 E0614 id ,a
1:3 E0627 who 2,d
1:5 E0625 no 3,e
1:6 E0626 who 4,nobody
1:7 E0627 who "5","b"
2:3 E0627 order 2,3
2:4 E0616 amount 3,x
2:6 E0627 order 5,6
)");
}

}  // namespace
}  // namespace kpi::test
