// Files that are not what they should be.

#include <catch2/catch.hpp>

#include "loading.hpp"
#include "table/records.hpp"

namespace kpi::test {
namespace {

using table::LoadOptions;

Program orders() {
  Program program;
  add_table(program, "orders", {key("id"), money("amount")});
  return program;
}

std::string messages(const std::string& text) {
  return load(orders(), {{"orders.csv", text}}).messages();
}

TEST_CASE("a missing file names the path, files near it, and how to bind another") {
  CHECK(load(orders(), {{"order.csv", "x"}, {"reps.csv", "x"}}).messages() == R"(
error[E0601]: table `orders` has no file: `data/orders.csv` does not exist
 --> data/orders.csv
  = note: the folder has order.csv, reps.csv
  = help: did you mean `order.csv`?
  = help: to read another file, say `--table orders=order.csv`
)");
  CHECK(load(orders(), {{"reps.csv", "x"}, {"notes.md", "x"}}).messages() == R"(
error[E0601]: table `orders` has no file: `data/orders.csv` does not exist
 --> data/orders.csv
  = note: the folder has reps.csv
  = help: to read another file, say `--table orders=PATH`
)");
  CHECK(load(orders(), {{"notes.md", "x"}}).messages() == R"(
error[E0601]: table `orders` has no file: `data/orders.csv` does not exist
 --> data/orders.csv
  = note: there are no data files in `data`
  = help: to read another file, say `--table orders=PATH`
)");
  CHECK(load(orders(), {}, {}, {"nowhere", {}}).messages() == R"(
error[E0601]: table `orders` has no file: `nowhere/orders.csv` does not exist
 --> nowhere/orders.csv
  = note: there is no folder `nowhere`
  = help: to read another file, say `--table orders=PATH`
)");
  CHECK(load(orders(), {{"orders.csv/x", "x"}}).messages() == R"(
error[E0602]: the file of table `orders` cannot be read: it is a folder
 --> data/orders.csv
  = help: a folder is read by the names in it: `--table 'orders=orders.csv/*.csv'`
)");
}

TEST_CASE("an empty file has no header") {
  CHECK(messages("") == R"(
error[E0603]: the file of table `orders` has no header line
 --> data/orders.csv
  = note: the first line of the file must name its columns
)");
  CHECK(load(orders(), {{"orders.csv", "\xEF\xBB\xBF"}}).codes() == Rows{"E0603"});
  CHECK(load(orders(), {{"orders.csv", "\nid,amount\n"}}).codes() == Rows{"E0603"});
}

TEST_CASE("a header without rows is fine, and said") {
  const Loading result = load(orders(), {{"orders.csv", "id,amount\n"}});
  CHECK_FALSE(result.diagnostics.has_errors());
  CHECK(result.messages() == R"(
warning[W0607]: table `orders` has a header but no rows
 --> data/orders.csv
)");
  CHECK(load(orders(), {{"orders.csv", "id,amount"}}).codes() == Rows{"W0607"});
}

TEST_CASE("a missing column offers the header that is most like it, and never takes it") {
  CHECK(messages("id,Amount\n1,2\n") == R"(
error[E0605]: the file has no column `amount`
 --> data/orders.csv:1
  = help: if `Amount` is meant, declare `amount : … from "Amount"`
)");
  CHECK(messages("id,amuont\n1,2\n") == R"(
error[E0605]: the file has no column `amount`
 --> data/orders.csv:1
  = help: if `amuont` is meant, declare `amount : … from "amuont"`
)");
  CHECK(messages("id,region\n1,2\n") == R"(
error[E0605]: the file has no column `amount`
 --> data/orders.csv:1
  = note: the columns of the file are `id`, `region`
  = help: name the header it has in the file: `amount : … from "…"`
)");
  CHECK(messages("id;amount\n1;2\n") == R"(
error[E0605]: the file has no column `id`
 --> data/orders.csv:1
  = note: the header line has `;` in it, which may be what separates its fields
  = help: if it is, say so: `--delimiter orders=semicolon`
)");
  Program program;
  add_table(program, "t", {money("销售额(元)")});
  CHECK(load(program, {{"t.csv", "销售额（元）\n1\n"}}).messages() == R"(
error[E0605]: the file has no column `销售额(元)`
 --> data/t.csv:1
  = help: if `销售额（元）` is meant, declare `销售额(元) : … from "销售额（元）"`
)");
  CHECK(load(program, {{"t.csv", "销售额\n1\n"}}).messages(Language::Chinese) == R"(
错误[E0605]：文件中没有列 `销售额(元)`
 --> data/t.csv:1
  = 提示：如果指的是 `销售额`，请声明 `销售额(元) : … 来源 "销售额"`
)");
}

TEST_CASE("a header that stands twice is an error where the column is used") {
  CHECK(messages("id,amount,amount\n1,2,3\n") == R"(
error[E0606]: columns 2 and 3 are both headed `amount`
 --> data/orders.csv:1
  = help: give one of them another header
)");
  CHECK(messages("id,amount,x,x\n1,2,3,4\n") == "\n");
}

TEST_CASE("what is no CSV text says what it seems to be") {
  CHECK(messages(std::string("PK\x03\x04\x14\0\x06", 7)) == R"(
error[E0604]: the file of table `orders` is a spreadsheet or zip archive, not CSV text
 --> data/orders.csv:1
  = help: save it as CSV in UTF-8; Excel calls that `CSV UTF-8 (Comma delimited)`
)");
  CHECK(messages(std::string("\xFF\xFEi\0d\0,\0", 8)) == R"(
error[E0604]: the file of table `orders` is UTF-16 text, not CSV text
 --> data/orders.csv:1
  = help: if it is, say so: `--encoding utf-16le`
)");
  CHECK(messages(std::string("id\0,amount\n", 11)) == R"(
error[E0604]: the file of table `orders` is binary data, not CSV text
 --> data/orders.csv:1
  = help: save it as CSV in UTF-8; Excel calls that `CSV UTF-8 (Comma delimited)`
)");
}

TEST_CASE("an encoding that is not UTF-8 is named where it shows") {
  CHECK(messages("id,amount,\xCF\xFA\xCA\xDB\xB6\xEE\n1,2,3\n") == R"(
error[E0612]: byte 10 of the file, 0xCF, is not UTF-8
 --> data/orders.csv:1
  = note: the bytes read as GB18030 (GBK), the usual encoding of Chinese spreadsheets
  = help: if it is, say so: `--encoding gb18030`
  = help: if it comes from Western Windows, say `--encoding windows-1252`; else save the file as UTF-8
)");
  CHECK(messages("id,amount\n\xC0\xEE\xC0\xD7,2\n\xFF,3\n") == R"(
error[E0612]: byte 10 of the file, 0xC0, is not UTF-8
 --> data/orders.csv:2, column id
  = note: the bytes read as GB18030 (GBK), the usual encoding of Chinese spreadsheets
  = help: if it is, say so: `--encoding gb18030`
  = help: if it comes from Western Windows, say `--encoding windows-1252`; else save the file as UTF-8
error[E0612]: byte 17 of the file, 0xFF, is not UTF-8
 --> data/orders.csv:3, column id
  = help: if it comes from Western Windows, say `--encoding windows-1252`; else save the file as UTF-8
)");
  CHECK(messages("id,amount,note\n1,2,\xFF\n") == "\n");  // nobody reads that column
  std::string many = "id,amount\n";
  for (int i = 0; i < 9; ++i)
    many += "\xFF" + std::to_string(i) + ",1\n";
  CHECK(load(orders(), {{"orders.csv", many}}).codes() == Rows{"E0612", "E0612", "E0612", "W0630"});
}

TEST_CASE("control characters are no text") {
  CHECK(messages(std::string("id,amount\na\0b,2\n", 16)) == R"(
error[E0613]: the control character U+0000 stands at byte 11 of the file
 --> data/orders.csv:2, column id
  = help: remove it from the text
)");
  CHECK(messages("id,amount\na\tb,2\n") == "\n");
}

TEST_CASE("a ragged row says how many fields it has") {
  CHECK(messages("id,amount\n1,2,3\n2\n\n3,4\n") == R"(
error[E0609]: this row has 3 fields, but the header has 2
 --> data/orders.csv:2
  = help: a text with a comma or a line break in it must stand in quotation marks
error[E0609]: this row has 1 field, but the header has 2
 --> data/orders.csv:3
  = help: a text with a comma or a line break in it must stand in quotation marks
error[E0609]: this row has 0 fields, but the header has 2
 --> data/orders.csv:4
  = note: the line is empty
)");
}

TEST_CASE("quotation marks out of place are errors") {
  CHECK(messages("id,amount\n5\" pipe,2\n\"a\"b,3\n") == R"(
error[E0611]: field 1 holds a quotation mark that neither opens nor closes it
 --> data/orders.csv:2
  = help: a quotation mark inside a text is written twice, and the text stands in quotation marks: `"5"" pipe"`
error[E0611]: field 1 holds a quotation mark that neither opens nor closes it
 --> data/orders.csv:3
  = help: a quotation mark inside a text is written twice, and the text stands in quotation marks: `"5"" pipe"`
)");
  CHECK(messages("id,amount\n1,2\n\"2,3\n3,4\n") == R"(
error[E0608]: a quotation mark opens here and is never closed
 --> data/orders.csv:3
  = help: a quotation mark inside a text is written twice, and the text stands in quotation marks: `"5"" pipe"`
)");
}

TEST_CASE("a file that breaks off gives no rows") {
  const Loading result = load(orders(), {{"orders.csv", "id,amount\n1,2\n\xFF,\"3"}});
  CHECK(result.codes() == Rows{"E0608"});
  CHECK(result.table().row_count == 0);
  CHECK(result.table().lines.size() == 0);
}

TEST_CASE("a line of 10 MB is one error, whatever it holds") {
  const std::string huge(10'000'000, 'x');
  CHECK(messages("id,amount\n1," + huge + "\n2,3\n") == R"(
error[E0610]: this row is longer than 1048576 bytes
 --> data/orders.csv:2
  = help: look for a quotation mark that is not closed, or for missing line breaks
)");
  CHECK(messages(huge) == R"(
error[E0610]: this row is longer than 1048576 bytes
 --> data/orders.csv:1
  = help: look for a quotation mark that is not closed, or for missing line breaks
)");
  CHECK(load(orders(), {{"orders.csv", "id,amount\n\"" + huge}}).codes() == Rows{"E0608"});
  std::string commas(10'000'000, ',');
  LoadOptions options;
  options.keep_going = true;
  const Loading result =
      load(orders(), {{"orders.csv", "id,amount\n" + commas + "\n2,3\n"}}, options);
  CHECK(result.codes() == Rows{"W0629"});
  CHECK(result.table().row_count == 1);
}

}  // namespace
}  // namespace kpi::test
