// Workbooks, whole and broken. What they mean to a user is in tests/spec/data/workbooks.md.

#include "io/spreadsheet.hpp"

#include <catch2/catch.hpp>
#include <utility>

#include "io/cell_text.hpp"
#include "io/data_files.hpp"
#include "io/memory_files.hpp"
#include "io/workbook.hpp"
#include "io/xlsx_sheet.hpp"
#include "zip_writer.hpp"

namespace kpi::io {
namespace {

using Kind = ContentFault::Kind;
using tests::ZipWriter;

std::string sheet_xml(const std::string& rows, const std::string& behind = "") {
  return "<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData>" + rows + "</sheetData>" +
         behind + "</worksheet>";
}

/// A workbook of one sheet, with dates in style 1.
ZipWriter book_of(const std::string& sheet, const std::string& properties = "") {
  ZipWriter zip;
  zip.add("xl/workbook.xml",
          "<workbook>" + properties + "<sheets><sheet name=\"S\" r:id=\"a\"/></sheets></workbook>");
  zip.add("xl/_rels/workbook.xml.rels",
          "<Relationships><Relationship Id=\"a\" Type=\"x/worksheet\" "
          "Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"b\" Type=\"x/styles\" "
          "Target=\"styles.xml\"/></Relationships>");
  zip.add("xl/styles.xml",
          "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>");
  return zip.add("xl/worksheets/sheet1.xml", sheet);
}

struct SheetRead {
  std::string text;
  std::optional<ContentFault> fault;
  LineCount lines;
  std::vector<ErrorCell> error_cells = {};
};

SheetRead read_book(const std::string& bytes, const std::string& said = "") {
  MemoryFiles memory;
  memory.add("book", bytes);
  const DataFiles files(memory);
  std::string why;
  const auto reader = files.open(said.empty() ? "book" : "book#" + said, why);
  SheetRead read;
  read.lines = reader->lines();
  char buffer[7];
  for (std::size_t got = 0; (got = reader->read(buffer, sizeof buffer)) != 0;)
    read.text.append(buffer, got);
  read.fault = reader->fault();
  read.error_cells = reader->error_cells();
  return read;
}

SheetRead read_rows(const std::string& rows, const std::string& said = "") {
  return read_book(book_of(sheet_xml(rows)).bytes(), said);
}

std::optional<Kind> fault_of(const std::string& bytes) {
  const SheetRead read = read_book(bytes);
  return read.fault ? std::optional(read.fault->kind) : std::nullopt;
}

std::string plain(double number) {
  return cell_text(number, ShownAs::Plain, DayCount::Since1900);
}

}  // namespace

TEST_CASE("a cell's number is the shortest decimal that is the number again") {
  CHECK(plain(0.1) == "0.1");
  CHECK(plain(-0.0) == "0");
  CHECK(plain(1e21) == "1000000000000000000000");
  CHECK(plain(1.5e-7) == "0.00000015");
  CHECK(plain(0.1 + 0.2) == "0.30000000000000004");
  CHECK(plain(5e-324).size() == 326);
  CHECK(plain(1.7976931348623157e308).size() == 309);
}

TEST_CASE("a percentage is its number with the point two places on") {
  const auto percent = [](double number) {
    return cell_text(number, ShownAs::Percent, DayCount::Since1900);
  };
  CHECK(percent(0.085) == "8.5%");
  CHECK(percent(1) == "100%");
  CHECK(percent(0) == "0%");
  CHECK(percent(-0.5) == "-50%");
  CHECK(percent(12.345) == "1234.5%");
  CHECK(percent(0.00001) == "0.001%");
}

TEST_CASE("days and moments, of both ways to count days") {
  const auto day = [](double number) {
    return cell_text(number, ShownAs::Day, DayCount::Since1900);
  };
  const auto moment = [](double number) {
    return cell_text(number, ShownAs::Moment, DayCount::Since1900);
  };
  CHECK(day(45352) == "2024-03-01");
  CHECK(day(1) == "1900-01-01");
  CHECK(day(59) == "1900-02-28");
  CHECK(day(60) == "1900-02-29");  // that never was, but in Excel
  CHECK(day(61) == "1900-03-01");
  CHECK(day(2958465) == "9999-12-31");
  CHECK(day(2958466) == "2958466");
  CHECK(day(-1) == "-1");
  CHECK(day(45352.5) == "2024-03-01 12:00:00");
  CHECK(cell_text(43890, ShownAs::Day, DayCount::Since1904) == "2024-03-01");
  CHECK(moment(45352) == "2024-03-01 00:00:00");
  CHECK(moment(45352.999988425923) == "2024-03-01 23:59:59");
  CHECK(moment(45352.99999) == "2024-03-01 23:59:59");
  CHECK(moment(0.5) == "12:00:00");
}

TEST_CASE("number formats: what is shown is a day, a moment, a percentage or a number") {
  CHECK(form_of_code("yyyy\"年\"m\"月\"d\"日\";@") == ShownAs::Day);
  CHECK(form_of_code("[$-804]yyyy/m/d") == ShownAs::Day);
  CHECK(form_of_code("yyyy-mm-dd hh:mm") == ShownAs::Moment);
  CHECK(form_of_code("[h]:mm") == ShownAs::Elapsed);
  CHECK(form_of_code("[Red]h:mm") == ShownAs::Moment);
  CHECK(cell_text(1.5, ShownAs::Elapsed, DayCount::Since1900) == "36:00:00");
  CHECK(cell_text(0.25, ShownAs::Elapsed, DayCount::Since1900) == "06:00:00");
  CHECK(form_of_id(46) == ShownAs::Elapsed);
  CHECK(form_of_code("0.00%") == ShownAs::Percent);
  CHECK(form_of_code("General") == ShownAs::Plain);
  CHECK(form_of_code("#,##0.00\"days\"") == ShownAs::Plain);
  CHECK(form_of_code("[Red]0.00;[Blue]-0.00") == ShownAs::Plain);
  CHECK(form_of_code("0\\d") == ShownAs::Plain);
  CHECK(form_of_code("0.00E+00") == ShownAs::Plain);
  CHECK(form_of_id(14) == ShownAs::Day);
  CHECK(form_of_id(22) == ShownAs::Moment);
  CHECK(form_of_id(31) == ShownAs::Day);
  CHECK(form_of_id(58) == ShownAs::Day);
  CHECK(form_of_id(10) == ShownAs::Percent);
  CHECK(form_of_id(4) == ShownAs::Plain);
}

TEST_CASE("names of cells and ranges") {
  CHECK(cell_name(1, 1) == "A1");
  CHECK(cell_name(7, 26) == "Z7");
  CHECK(cell_name(7, 27) == "AA7");
  CHECK(cell_name(kMostRows, kMostColumns) == "XFD1048576");
  for (const char* name : {"A1", "XFD1048576", "A3:H200", "A3:H"})
    CHECK(range_name(*cell_range(name)) == name);
  CHECK(range_name(*cell_range("$a$3:$h")) == "A3:H");
  for (const char* name : {"", "A", "1", "A0", "XFE1", "A1048577", "B2:A3", "A3:H2", "A1:", "A-1"})
    CHECK_FALSE(cell_range(name));
}

TEST_CASE("escapes of Excel's texts") {
  CHECK(unescaped("a_x000D_\nb") == "a\nb");
  CHECK(unescaped("_x0041_x0042_") == "Ax0042_");
  CHECK(unescaped("a_xyz_x00") == "a_xyz_x00");
}

TEST_CASE("rows are lines of one length, with the numbers they have in the sheet") {
  const SheetRead read = read_rows(
      "<row r=\"3\"><c r=\"A3\" t=\"str\"><v>id</v></c><c r=\"B3\" t=\"str\"><v>a,b</v></c></row>"
      "<row r=\"4\"><c r=\"B4\"><v>1</v></c><c r=\"H4\" s=\"1\"/></row>"
      "<row r=\"6\"><c r=\"A6\" s=\"1\"><v>45352</v></c><c r=\"C6\" t=\"b\"><v>0</v></c></row>"
      "<row r=\"900\"><c r=\"A900\" s=\"1\"/></row>");
  CHECK_FALSE(read.fault);
  CHECK(read.text == "id,\"a,b\"\n,1\n\n2024-03-01,,false\n");
  CHECK(read.lines.first == 3);
  CHECK_FALSE(read.lines.quoted_breaks);
}

TEST_CASE("days since 1904") {
  const std::string row =
      "<row><c t=\"str\"><v>day</v></c></row><row><c s=\"1\"><v>0</v></c></row>";
  CHECK(read_book(book_of(sheet_xml(row), "<workbookPr date1904=\"1\"/>").bytes()).text ==
        "day\n1904-01-01\n");
}

TEST_CASE("cells that are not read as anything") {
  const std::string header = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>a</v></c></row>";
  const SheetRead error = read_rows(header + "<row><c t=\"e\"><v>#DIV/0!</v></c></row>");
  CHECK_FALSE(error.fault);
  REQUIRE(error.error_cells.size() == 1);
  CHECK(error.error_cells[0].field == 0);
  CHECK(error.error_cells[0].fault.place == "A2");
  CHECK(error.error_cells[0].fault.form == "#DIV/0!");
  const SheetRead head = read_rows("<row><c t=\"e\"><v>#REF!</v></c></row>");
  REQUIRE(head.fault);
  CHECK(head.fault->kind == Kind::CellError);
  const SheetRead merged =
      read_book(book_of(sheet_xml(header + "<row><c><v>1</v></c></row><row><c><v>2</v></c></row>",
                                  "<mergeCells><mergeCell ref=\"A2:A3\"/></mergeCells>"))
                    .bytes());
  REQUIRE(merged.fault);
  CHECK(merged.fault->kind == Kind::MergedCells);
  CHECK(merged.fault->place == "A2:A3");
  for (const char* row : {"<row r=\"1\"/>", "<row r=\"0\"/>", "<row r=\"1048577\"/>",
                          "<row r=\"2\"><c r=\"A3\"><v>1</v></c></row>",
                          "<row><c><v>1.2.3</v></c></row>", "<row><c t=\"s\"><v>7</v></c></row>",
                          "<row><c r=\"B2\"><v>1</v></c><c r=\"A2\"><v>1</v></c></row>"}) {
    INFO(row);
    const SheetRead read = read_rows(header + row);
    REQUIRE(read.fault);
    CHECK(read.fault->kind == Kind::BadWorkbook);
  }
}

TEST_CASE("archives that are broken, locked or lie") {
  const std::string whole = book_of(sheet_xml("<row><c><v>1</v></c></row>")).bytes();
  CHECK_FALSE(fault_of(whole));
  for (std::size_t size = 4; size < whole.size(); size += 13) {
    INFO(size);
    CHECK(fault_of(whole.substr(0, size)) == Kind::BadWorkbook);
  }
  for (std::size_t at = 4; at < whole.size(); ++at) {  // never a crash, never without an end
    std::string other = whole;
    other[at] = static_cast<char>(~other[at]);
    read_book(other);
  }
  const std::string sheet = sheet_xml("<row><c><v>1</v></c></row>");
  ZipWriter bomb;
  bomb.add("xl/workbook.xml", "<workbook/>", 0xFFFFFFFE);
  CHECK(fault_of(bomb.bytes()) == Kind::GrowsTooFar);
  ZipWriter locked = book_of(sheet);
  locked.add("xl/other.xml", "?", ZipWriter::kTruth, 1);
  CHECK(fault_of(locked.bytes()) == Kind::Protected);
  CHECK(fault_of(ZipWriter().add("xl/workbook.xml", "no XML").bytes()) == Kind::BadWorkbook);
  CHECK(fault_of(ZipWriter().add("xl/workbook.bin", "").bytes()) == Kind::BadWorkbook);
  const std::string entity = "<!DOCTYPE a [<!ENTITY a \"aaaa\">]>" + sheet;
  CHECK(fault_of(book_of(entity).bytes()) == Kind::BadWorkbook);
  CHECK(fault_of("\xD0\xCF\x11\xE0 rest") == Kind::OldWorkbook);
  CHECK(read_book(ZipWriter().add("word/document.xml", "<a/>").bytes()).text.substr(0, 2) == "PK");
}

TEST_CASE("a text that is repeated in every cell of a sheet ends early") {
  const std::string cell =
      "<table:table-cell table:number-columns-repeated=\"16384\" "
      "office:value-type=\"string\"><text:p>" +
      std::string(20'000, 'a') + "</text:p></table:table-cell>";
  const std::string table =
      "<office:spreadsheet><table:table table:name=\"S\"><table:table-row "
      "table:number-rows-repeated=\"1048576\">" +
      cell + "</table:table-row></table:table></office:spreadsheet>";
  CHECK(fault_of(ZipWriter().add("content.xml", table).bytes()) == Kind::GrowsTooFar);
}

TEST_CASE("an OpenDocument workbook with a password") {
  ZipWriter zip;
  zip.add("content.xml", "\x01\x02");
  zip.add("META-INF/manifest.xml",
          "<manifest:manifest><manifest:encryption-data/></manifest:manifest>");
  CHECK(fault_of(zip.bytes()) == Kind::Protected);
}

TEST_CASE("a sheet that is said, and one that is not there") {
  const std::string row = "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>2</v></c></row>";
  CHECK(read_rows(row, "s").text == "1,2\n");
  CHECK(read_rows(row, "'S'!B1:B9").text == "2\n");
  CHECK(read_rows(row, "S!C1:D9").fault->kind == Kind::EmptyRange);
  const SheetRead none = read_rows(row, "T!B1:B9");
  REQUIRE(none.fault);
  CHECK(none.fault->kind == Kind::NoSheet);
  CHECK(none.fault->sheets == std::vector<std::string>{"S"});
}

}  // namespace kpi::io
