#include "cache/cache.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <limits>
#include <thread>

#include "../support/temporary_folder.hpp"
#include "../table/loading.hpp"
#include "cache/entry.hpp"

namespace kpi::cache {
namespace {

namespace fs = std::filesystem;
using test::Rows;

/// A table with a column of every kind, one of which links to the other table.
Program every_kind() {
  Program program;
  const TableId people = test::add_table(program, "people", {test::key("id")});
  Column moment = test::column("moment", Storage::Moment);
  moment.type.kind = Kind::DateTime;
  test::add_table(
      program, "facts",
      {test::key("no"), test::link("person", people), test::optional(test::text("text")),
       test::choice("kind", {"a", "b"}), test::optional(test::money("amount")),
       test::count("units"), test::truth("flag"), test::day("day"), moment,
       test::period("quarter", PeriodUnit::Quarter), test::ratio("part")});
  return program;
}

const std::string kPeople = "id\nP1\nP02\n7\n";
const std::string kFacts =
    "no,note,person,text,kind,amount,units,flag,day,moment,quarter,part\n"
    "1,,P1,北京,a,1.50,1,true,2025-01-01,2025-01-01 10:00:00,2025-Q1,12%\n"
    "\"2\",\"two\nlines\",7,,b,,70000,false,2025-12-31,2025-01-01 10:00:01,2025-Q4,0\n"
    "3,,P02,x,b,90000000000000.07,9000000000,true,1970-01-01,2024-02-29 00:00:00,2024-Q2,1\n";
const std::string kMore = "4,,P1,x,a,1,1,true,2025-01-01,2025-01-01 00:00:00,2025-Q1,0\n";
const std::string kBadAmount = "4,,P1,x,a,?,1,true,2025-01-01,2025-01-01 00:00:00,2025-Q1,0\n";
const std::string kNobody = "4,,P9,x,a,1,1,true,2025-01-01,2025-01-01 00:00:00,2025-Q1,0\n";

/// A folder of data and a cache beside it.
class Place {
 public:
  Place() {
    write("people", kPeople);
    write("facts", kFacts);
  }
  void write(const std::string& table, const std::string& csv) {
    files_.all()["data/" + table + ".csv"] = csv;
  }

  /// Every row of both tables, and whether all came from the cache.
  struct Loaded {
    Rows rows;
    bool kept = false;  // something was written
    std::string said;
    std::optional<std::string> failure;
  };
  Loaded load(const Program& program, std::uint64_t most = Settings::kUsualMost) {
    Cache cache({folder(), most, 0}, files_);
    table::LoadOptions options;
    options.store = &cache;
    Diagnostics diagnostics;
    const table::Loaded loaded = table::load(program, {"data", {}}, files_, options, diagnostics);
    Loaded result;
    for (std::size_t t = 0; t < program.tables.size(); ++t) {
      for (const std::string& row : test::rows_of(program, loaded, t))
        result.rows.push_back(row);
      for (std::size_t row = 0; row < loaded.data.tables[TableId(t)].row_count; ++row)
        result.rows.push_back(std::to_string(loaded.data.tables[TableId(t)].lines[row]));
    }
    result.kept = cache.has_kept();
    for (const Diagnostic& item : diagnostics.items())
      result.said += std::string(name_of(item.code)) + " ";
    result.failure = cache.failure();
    if (cache.has_kept()) cache.bound();
    return result;
  }

  std::vector<std::string> kept_files() const {
    std::vector<std::string> names;
    for (const auto& item : io::CacheFolder(folder()).items())
      names.push_back(item.name);
    return names;
  }
  std::string folder() const { return place_ / "cache"; }
  /// What is kept was used a minute ago; within one tick of the clock all is used at the same time.
  void age() const {
    for (const std::string& name : kept_files()) {
      const fs::path file = fs::path(folder()) / name;
      fs::last_write_time(file, fs::last_write_time(file) - std::chrono::minutes(1));
    }
  }

 private:
  test::TemporaryFolder place_;
  test::MemoryFiles files_;
};

Rows uncached(const Program& program) {
  test::MemoryFiles files({{"data/people.csv", kPeople}, {"data/facts.csv", kFacts}});
  Diagnostics diagnostics;
  const auto loaded = table::load(program, {"data", {}}, files, {}, diagnostics);
  Rows rows;
  for (std::size_t t = 0; t < program.tables.size(); ++t) {
    for (const std::string& row : test::rows_of(program, loaded, t))
      rows.push_back(row);
    for (std::size_t row = 0; row < loaded.data.tables[TableId(t)].row_count; ++row)
      rows.push_back(std::to_string(loaded.data.tables[TableId(t)].lines[row]));
  }
  return rows;
}

}  // namespace

TEST_CASE("columns of every kind come back as they were read") {
  const Program program = every_kind();
  Place place;
  const auto cold = place.load(program);
  CHECK(cold.said.empty());
  CHECK(cold.kept);
  CHECK(cold.rows == uncached(program));
  CHECK(cold.rows.size() == 12);
  const auto warm = place.load(program);
  CHECK_FALSE(warm.kept);
  CHECK(warm.rows == cold.rows);
}

TEST_CASE("a file with other bytes is read anew") {
  const Program program = every_kind();
  Place place;
  place.load(program);
  place.write("facts", kFacts + kMore);
  const auto changed = place.load(program);
  CHECK(changed.kept);
  CHECK(changed.rows.size() == 14);
  place.write("facts", kFacts);
  const auto again = place.load(program);
  CHECK_FALSE(again.kept);  // both states are kept
  CHECK(again.rows == uncached(program));
}

TEST_CASE("a column read in another way is another column") {
  Program program = every_kind();
  Place place;
  place.load(program);
  program.tables[TableId(1)].columns[ColumnId(3)].choices = {"b", "a"};
  const auto other = place.load(program);
  CHECK(other.kept);
  CHECK(other.rows == uncached(program));
  CHECK_FALSE(place.load(program).kept);
  CHECK_FALSE(place.load(every_kind()).kept);
}

TEST_CASE("runs that read other columns share those they have in common") {
  Program few = every_kind();
  for (std::size_t c = 2; c < 9; ++c)
    few.tables[TableId(1)].columns[ColumnId(c)].used = false;
  Place place;
  place.load(few);
  const std::size_t files = place.kept_files().size();
  CHECK(files == 7);  // the lines of both tables, one and four columns
  const auto all = place.load(every_kind());
  CHECK(all.kept);
  CHECK(all.rows == uncached(every_kind()));
  CHECK(place.kept_files().size() == files + 7);
  CHECK_FALSE(place.load(few).kept);
}

TEST_CASE("files that somebody complains of are not kept") {
  const Program program = every_kind();
  Place place;
  place.write("facts", kFacts + kBadAmount);
  const auto first = place.load(program);
  CHECK(first.said == "E0616 ");
  CHECK(place.kept_files().size() == 2);  // of the people
  CHECK(place.load(program).said == first.said);
  place.write("facts", kFacts + kNobody);
  CHECK(place.load(program).said == "E0626 ");  // of the link, not of a column: these are kept
  const auto dangling = place.load(program);
  CHECK(dangling.said == "E0626 ");
  CHECK_FALSE(dangling.kept);
}

TEST_CASE("damaged files are replaced and change nothing") {
  const Program program = every_kind();
  Place place;
  place.load(program);
  std::size_t replaced = 0;
  for (const std::string& name : place.kept_files()) {
    const std::string path = place.folder() + "/" + name;
    for (const bool cut : {false, true}) {
      const auto size = fs::file_size(path);
      if (cut) {
        fs::resize_file(path, size / 2);
      } else {
        std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
        file.seekp(static_cast<std::streamoff>(size - 1));
        file.put('!');
      }
      const auto loaded = place.load(program);
      CHECK(loaded.rows == uncached(program));
      replaced += loaded.kept ? 1 : 0;
      CHECK_FALSE(place.load(program).kept);
    }
  }
  CHECK(replaced == 2 * place.kept_files().size());
}

TEST_CASE("a cache that cannot be written to costs nothing but time") {
  const Program program = every_kind();
  Place place;
  std::ofstream(place.folder()) << "a file where the folder should be";
  const auto loaded = place.load(program);
  CHECK(loaded.rows == uncached(program));
  CHECK(loaded.failure);
}

TEST_CASE("what does not fit is not kept, and what was not used for longest goes") {
  const Program program = every_kind();
  Place place;
  place.load(program, 100);
  CHECK(place.kept_files().empty());
  place.load(program);
  std::uint64_t bytes = 0;
  for (const auto& item : io::CacheFolder(place.folder()).items())
    bytes += item.bytes;
  place.age();
  place.write("facts", kFacts + kMore);
  place.load(program, bytes + 500);  // room for one of the two states
  CHECK_FALSE(place.load(program).kept);
  place.write("facts", kFacts);
  CHECK(place.load(program).kept);
}

TEST_CASE("many runs at a time share a cache") {
  const Program program = every_kind();
  Place place;
  const Rows expected = uncached(program);
  std::atomic<int> wrong = 0;
  {
    std::vector<std::jthread> runs;
    for (int i = 0; i < 4; ++i) {
      runs.emplace_back([&] {
        for (int j = 0; j < 20; ++j) {
          if (place.load(program).rows != expected) ++wrong;
          std::error_code another_was_first;
          if (j % 7 == 0) fs::remove_all(place.folder(), another_was_first);
        }
      });
    }
  }
  CHECK(wrong == 0);
}

}  // namespace kpi::cache
