#include "cache/cubes.hpp"

#include <catch2/catch.hpp>
#include <limits>

#include "../support/temporary_folder.hpp"
#include "cache/messages.hpp"
#include "diag/render.hpp"

namespace kpi::cache {
namespace {

const std::string kPlanKey = "plan";
const std::string kCellsName = name_of("cells", kPlanKey);

std::vector<Value> values_of_every_kind() {
  const Rational long_one = power_of_ten(40) + Rational(1);
  return {Value(NoneReason::NoData),
          Value(NoneReason::Undecided),
          Value(Rational(0)),
          Value(Rational(std::numeric_limits<std::int64_t>::min())),
          Value(Rational::fraction(-7, 3)),
          Value(long_one),
          Value(-long_one / Rational(7)),
          Value(std::string()),
          Value(std::string("北京")),
          Value::boolean(true),
          Value::boolean(false),
          Value(Date{-719162}),
          Value(DateTime{std::numeric_limits<std::int64_t>::max()})};
}

exec::Cube sample_cube() {
  exec::Cube cube;
  exec::Members company;
  company.add({});
  exec::Members people;
  people.add({exec::Coordinate{false, 0, ""}, exec::Coordinate{false, 3, "east"}});
  people.add({exec::Coordinate{true, 0, ""}, exec::Coordinate{false, 0, std::string("\0x", 2)}});
  cube.members.push(company);
  cube.members.push(people);
  const auto values = values_of_every_kind();
  std::vector<std::int64_t> rows;
  for (std::size_t i = 0; i < values.size(); ++i)
    rows.push_back(static_cast<std::int64_t>(i) - 1);
  cube.cells.push(exec::Cells::of(values.size(), values, rows));
  cube.cells.push(exec::Cells());
  exec::TableFacts facts;
  facts.file_rows = 12;
  facts.rows = 11;
  facts.first = Date{-1};
  facts.unmatched_owner = 4;
  cube.tables.push(facts);
  cube.tables.push({});
  return cube;
}

void check_equal(const exec::Cube& a, const exec::Cube& b) {
  REQUIRE(a.members.size() == b.members.size());
  for (std::size_t s = 0; s < a.members.size(); ++s) {
    const auto& x = a.members[plan::SpaceId(s)];
    const auto& y = b.members[plan::SpaceId(s)];
    REQUIRE(x.size() == y.size());
    for (std::size_t m = 0; m < x.size(); ++m) {
      CHECK(x[m] == y[m]);
      CHECK(y.find(x[m]) == m);
    }
  }
  REQUIRE(a.cells.size() == b.cells.size());
  for (std::size_t c = 0; c < a.cells.size(); ++c) {
    const auto& x = a.cells[plan::CellsId(c)];
    const auto& y = b.cells[plan::CellsId(c)];
    CHECK(x.intervals() == y.intervals());
    CHECK(x.values() == y.values());
    CHECK(x.row_counts() == y.row_counts());
  }
  REQUIRE(a.tables.size() == b.tables.size());
  for (std::size_t t = 0; t < a.tables.size(); ++t) {
    const auto& x = a.tables[TableId(t)];
    const auto& y = b.tables[TableId(t)];
    CHECK(x.file_rows == y.file_rows);
    CHECK(x.rows == y.rows);
    CHECK(x.first == y.first);
    CHECK(x.last == y.last);
    CHECK(x.without_date == y.without_date);
    CHECK(x.without_owner == y.without_owner);
    CHECK(x.unmatched_owner == y.unmatched_owner);
    REQUIRE(x.without_other_date.size() == y.without_other_date.size());
    for (std::size_t i = 0; i < x.without_other_date.size(); ++i) {
      CHECK(x.without_other_date[i].column == y.without_other_date[i].column);
      CHECK(x.without_other_date[i].rows == y.without_other_date[i].rows);
    }
  }
}

}  // namespace

TEST_CASE("a cube comes back as it was, values of every kind and length") {
  const test::TemporaryFolder place;
  const io::CacheFolder folder(place.path());
  for (const exec::Cube& cube : {sample_cube(), exec::Cube()}) {
    EntryWriter entry(kPlanKey);
    const WrittenCells written({cube, {}});
    written.add_to(entry);
    REQUIRE_FALSE(entry.write(folder, kCellsName));
    auto reader = EntryReader::open(folder, kCellsName, kPlanKey);
    REQUIRE(reader);
    const auto found = read_cells(*reader);
    REQUIRE(found);
    CHECK(found->said.empty());
    check_equal(cube, found->cube);
  }
}

TEST_CASE("sections that do not go together are no cube") {
  const test::TemporaryFolder place;
  const io::CacheFolder folder(place.path());
  using Numbers = std::vector<std::uint64_t>;
  const std::uint64_t many = ~std::uint64_t{0};
  // counts of members, tables and requests; intervals and cells of the request; count of messages
  for (const Numbers& shape :
       {Numbers{}, Numbers{0, 0, 1, 1, 3, 0}, Numbers{0, 0, 1, 1, many, 0}, Numbers{many, 0, 0, 0},
        Numbers{0, 0, 1, 1}, Numbers{0, 1, 1}, Numbers{1, 1, 1, 0, 0, 9, 0, 0, 0},
        Numbers{0, 0, 0, 0}, Numbers{0, 0, 1, 1, 2}, Numbers{0, 0, 1, 1, 2, 0, 5},
        Numbers{0, 0, 1, 1, 2, 1, 3}}) {
    ValueSections values;
    values.add(Value(Rational(1)));
    values.add(Value(std::string("x")));
    const std::vector<std::int64_t> rows = {1, 1};
    EntryWriter entry(kPlanKey);
    entry.add(shape);
    entry.add(std::string_view());
    values.add_to(entry);
    entry.add(rows);
    REQUIRE_FALSE(entry.write(folder, kCellsName));
    auto reader = EntryReader::open(folder, kCellsName, kPlanKey);
    REQUIRE(reader);
    CHECK_FALSE(read_cells(*reader));
  }
}

TEST_CASE("messages about files come back, those about rules are not kept") {
  Diagnostic message{};
  message.code = Code::unmatched_values;
  message.at_data({"data/orders.csv", 7, 2, "rep"});
  message.arguments = {{"count", 3}, {"table", Text::kind_other}};
  message.note(Text::data_unmatched_value, {{"value", "R7"}, {"count", 2}})
      .hint(Text::data_remove_row);
  CHECK(can_be_kept(message));
  ShapeWriter shape;
  write_message(message, shape);
  const test::TemporaryFolder place;
  const io::CacheFolder folder(place.path());
  EntryWriter entry(kPlanKey);
  shape.add_to(entry);
  REQUIRE_FALSE(entry.write(folder, kCellsName));
  auto reader = EntryReader::open(folder, kCellsName, kPlanKey);
  ShapeReader read;
  REQUIRE(read.read_from(*reader));
  const auto found = read_message(read);
  REQUIRE(found);
  CHECK(read.at_end());
  for (const Language language : {Language::English, Language::Chinese}) {
    RenderOptions options;
    options.language = language;
    CHECK(render(*found, {}, options) == render(message, {}, options));
  }
  CHECK_FALSE(read_message(read));  // nothing is left
  Diagnostic labelled = message;
  labelled.label(Span{}, Text::unique_stands_here);
  CHECK_FALSE(can_be_kept(labelled));
  Diagnostic in_rules = message;
  in_rules.span.file = FileId(0);
  CHECK_FALSE(can_be_kept(in_rules));
  Diagnostic error = message;
  error.code = Code::bad_number;
  CHECK_FALSE(can_be_kept(error));
}

}  // namespace kpi::cache
