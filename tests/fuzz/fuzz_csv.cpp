// Any bytes as two linked CSV files: no crash, nothing lost, and the block size never shows.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "../unit/table/loading.hpp"
#include "base/check.hpp"

namespace {

using namespace kpi;

/// A column of every kind.
Program sample_program() {
  Program program;
  const TableId people(0);
  test::add_table(program, "people",
                  {test::key("id"), test::optional(test::link("boss", people)),
                   test::optional(test::day("left")), test::text("name")});
  Column line = test::link("who", people);
  line.or_unmatched = true;
  test::add_table(program, "orders",
                  {line, test::money("amount"), test::ratio("part"),
                   test::choice("kind", {"new", "old"}), test::optional(test::truth("paid")),
                   test::period("month", PeriodUnit::Month), test::count("pieces")});
  return program;
}

test::Loading load_both(const Program& program, std::string_view text, std::size_t block) {
  const std::size_t cut = text.find('\x1D');  // group separator: between the two files
  table::LoadOptions options;
  options.block_bytes = block;
  options.keep_going = true;
  const std::string_view second =
      cut == std::string_view::npos ? std::string_view() : text.substr(cut + 1);
  return test::load(program,
                    {{"people.csv", "id,boss,left,name\n" + std::string(text.substr(0, cut))},
                     {"orders.csv", std::string(second)}},
                    options);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Program program = sample_program();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t block = data[0] % 16 + 1;
  const test::Loading whole = load_both(program, text, 1 << 20);
  const test::Loading parts = load_both(program, text, block);
  KPI_CHECK(whole.messages() == parts.messages());
  KPI_CHECK(whole.messages(Language::Chinese) == parts.messages(Language::Chinese));
  for (std::size_t t = 0; t < program.tables.size(); ++t) {
    KPI_CHECK(test::rows_of(program, whole.loaded, t) == test::rows_of(program, parts.loaded, t));
  }
  if (whole.diagnostics.has_errors()) return 0;
  const std::size_t kept = whole.table(0).row_count + whole.table(1).row_count;
  const std::size_t read = whole.loaded.rows_read[0] + whole.loaded.rows_read[1];
  KPI_CHECK(kept + whole.loaded.rejects.size() == read);
  return 0;
}
